use std::sync::Arc;

use app::wire::{Person, Rotation, Tokens};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::{Answer, Limits, Live, Refusal, bearer::VerifiedTokens, standing::Standings};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    clock::{Clock, Moment, Timestamp},
    mail::Letter,
    notices::Notices,
    random::{self, Random},
    store::{Db, FamilyRow, PersonRow, SessionRow, Store, StoreError, Tx},
    token::{ACCESS_TOKEN_TYPE, AccessClaims, Keyring, MacRing, RefreshToken, TokenError, TokenParts},
};

/// `client_id` of our own pages.
pub const BROWSER_CLIENT: &str = "gatepost";
/// `client_id` of whoever signs in over the API and keeps the refresh token.
pub const API_CLIENT: &str = "api";
/// In the place of a provider's id: a password.
pub const PASSWORD_PROVIDER: &str = "password";
/// Why the sessions of somebody end who may not sign in any more.
pub const DEACTIVATED: &str = "deactivated";
/// Rounds of a lost compare-and-swap before the caller is told to come back.
const MOST_RACES: usize = 8;

/// How somebody has just proven who they are.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Id of the provider.
    pub provider: String,
    /// When, by the provider's word.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// To whom the session's tokens go.
    pub client: &'static str,
}

impl Proof {
    /// A password, shown just now.
    pub fn by_password(now: Timestamp, client: &'static str) -> Self {
        Self { provider: PASSWORD_PROVIDER.to_owned(), auth_time: now, amr: vec!["pwd".to_owned()], client }
    }
}

/// What sessions are made of.
pub struct SessionParts {
    /// The store.
    pub store: Store,
    /// Signs access tokens.
    pub keys: Arc<Keyring>,
    /// Derives refresh tokens.
    pub macs: Arc<MacRing>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Tells people of a stolen token.
    pub notices: Arc<Notices>,
    /// `iss` and `aud`: our public address.
    pub issuer: String,
    /// Lives.
    pub limits: Limits,
}

/// Sessions: begins, renews, shows and ends them.
pub struct Sessions {
    pub(super) parts: SessionParts,
    pub(super) standings: Standings,
    pub(super) verified: VerifiedTokens,
}

/// A session that has just begun.
pub struct Started {
    /// Its family's id.
    pub family: Uuid,
    /// For the cookie.
    pub refresh_token: RefreshToken,
    /// When it ends unless used.
    pub expires_at: Timestamp,
}

/// A renewed session.
pub struct Renewed {
    /// For the body.
    pub tokens: Tokens,
    /// For the cookie; `None` if the browser has the current one already.
    pub refresh_token: Option<RefreshToken>,
    /// When it ends unless used.
    pub expires_at: Timestamp,
}

/// What became of a session that a new one takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It was going on, and the new one goes on for it.
    Now,
    /// It had ended already.
    Before,
    /// The person has signed out of it since the new one was begun: nobody is signed in.
    SignedOut,
}

/// Why a session was not renewed.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The token does not count, or not any more. Signing in again helps.
    #[error("invalid_grant: {0}")]
    InvalidGrant(&'static str),
    /// Our own fault, or bad luck: try again.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<StoreError> for RefreshError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl Sessions {
    /// Sessions made of those parts.
    pub fn new(parts: SessionParts) -> Self {
        Self { parts, standings: Standings::new(), verified: VerifiedTokens::new() }
    }

    /// Begins a session; it counts once `tx` is saved.
    pub async fn begin(
        &self,
        tx: &mut Tx,
        person: &PersonRow,
        proof: &Proof,
        visitor: &Visitor,
    ) -> Result<Started, TokenError> {
        let random = self.parts.random.as_ref();
        let now = self.parts.clock.moment();
        let family = random::id(random);
        let salt = random::bytes::<16>(random);
        let live = Live::begin(now.clone(), &self.parts.limits);
        let refresh_token = RefreshToken::derive(&self.parts.macs, family, &salt, live.generation)?;
        let expires_at = live.idle_expires_at;
        tx.families().insert(&new_row(family, &salt, person, proof, visitor, &now).with(live)).await?;
        Ok(Started { family, refresh_token, expires_at })
    }

    /// Redeems a refresh token.
    pub async fn refresh(&self, token: &str, rotation: Rotation, visitor: &Visitor) -> Result<Renewed, RefreshError> {
        let parts = TokenParts::parse(token).ok_or(RefreshError::InvalidGrant("malformed"))?;
        for _ in 0..MOST_RACES {
            self.know_key(&parts).await?;
            let mut db = self.parts.store.read().await?;
            let row = self.genuine_row(&mut db, &parts).await?.ok_or(RefreshError::InvalidGrant("unknown"))?;
            let live = row.family.live()?.ok_or_else(|| RefreshError::InvalidGrant(why_ended(&row.family)))?;
            let from = row.family.generation;
            match live.present(parts.generation, rotation, self.parts.clock.moment(), &self.parts.limits) {
                Answer::Current(live) => return Ok(self.renewed(&row.with(live), false)?),
                Answer::Rotated(live) | Answer::Repeated(live) => {
                    let row = row.with(live).used_by(visitor);
                    if self.parts.store.write_after(db).await?.families().advance(&row.family, from).await? {
                        return Ok(self.renewed(&row, true)?);
                    }
                }
                Answer::Refused(Refusal::Expired) => return Err(RefreshError::InvalidGrant("expired")),
                Answer::Refused(Refusal::NeverIssued) => return Err(RefreshError::InvalidGrant("never issued")),
                Answer::Refused(Refusal::Reused) => {
                    drop(db);
                    self.end_for_reuse(&row.family, visitor).await?;
                    return Err(RefreshError::InvalidGrant("reused"));
                }
            }
        }
        Err(StoreError::LostRace.into())
    }

    /// The access token of a session that has just begun.
    pub async fn first_tokens(&self, family: &str) -> Result<Tokens, TokenError> {
        let row = self.parts.store.read().await?.families().find(family).await?;
        self.tokens(&row.ok_or(StoreError::LostRace)?)
    }

    /// Ends the session of a refresh token, whatever generation it is. Which, if it was going on. A token
    /// that is not ours changes nothing.
    pub async fn sign_out(&self, token: &str, visitor: &Visitor) -> Result<Option<FamilyRow>, RefreshError> {
        let Some(parts) = TokenParts::parse(token) else { return Ok(None) };
        let Some(SessionRow { family: row, .. }) = self.find(&parts).await? else { return Ok(None) };
        let now = self.parts.clock.now();
        let mut tx = self.parts.store.begin().await?;
        let ended = tx.families().revoke(&row.id, "signed_out", now).await?;
        if ended {
            let event = AuditEvent::of_family("sign_out", Outcome::Ok, &row, visitor);
            event.write(&mut tx, now, self.parts.random.as_ref()).await?;
            tx.save().await?;
        }
        self.standings.forget(&row.id);
        Ok(ended.then_some(row))
    }

    /// The family of a refresh token, whatever has become of it; `None` if the token is not ours.
    pub async fn family_of(&self, token: &str) -> Result<Option<String>, TokenError> {
        let Some(parts) = TokenParts::parse(token) else { return Ok(None) };
        Ok(self.find(&parts).await?.map(|row| row.family.id))
    }

    /// Ends the session that a new one takes the place of. It counts once `tx` is saved.
    pub async fn replace(&self, tx: &mut Tx, family: &str, begun: Timestamp) -> Result<Replaced, TokenError> {
        let revoked = tx.families().revoke(family, "replaced", self.parts.clock.now()).await?;
        self.standings.forget(family);
        if revoked {
            return Ok(Replaced::Now);
        }
        let signed_out = tx.families().was_signed_out_of(family, begun).await?;
        Ok(if signed_out { Replaced::SignedOut } else { Replaced::Before })
    }

    /// The session of a token, if we derived that token.
    pub(super) async fn find(&self, parts: &TokenParts) -> Result<Option<SessionRow>, TokenError> {
        self.know_key(parts).await?;
        self.genuine_row(&mut self.parts.store.read().await?, parts).await
    }

    async fn genuine_row(&self, db: &mut Db, parts: &TokenParts) -> Result<Option<SessionRow>, TokenError> {
        let row = db.families().find(&parts.family.to_string()).await?;
        Ok(row.filter(|row| parts.is_genuine(&self.parts.macs, &row.family.salt)))
    }

    /// Looks for a key that another replica may just have made. Not while a connection is held:
    /// it takes one of its own.
    async fn know_key(&self, parts: &TokenParts) -> Result<(), TokenError> {
        if !self.parts.macs.knows(&parts.key_id) {
            self.parts.macs.reload().await?;
        }
        Ok(())
    }

    async fn end_for_reuse(&self, row: &FamilyRow, visitor: &Visitor) -> Result<(), TokenError> {
        let now = self.parts.clock.now();
        let mut tx = self.parts.store.begin().await?;
        if tx.families().revoke(&row.id, "reused", now).await? {
            let event = AuditEvent::of_family("refresh_token_reused", Outcome::Refused, row, visitor);
            event.write(&mut tx, now, self.parts.random.as_ref()).await?;
            self.tell_of_reuse(&mut tx, row, visitor, now).await?;
            tx.save().await?;
        }
        self.standings.forget(&row.id);
        tracing::warn!(family = %row.id, "a replaced refresh token of family {} was used: the family is ended", row.id);
        Ok(())
    }

    async fn tell_of_reuse(
        &self,
        tx: &mut Tx,
        row: &FamilyRow,
        visitor: &Visitor,
        now: Timestamp,
    ) -> Result<(), TokenError> {
        let Some(account) = tx.accounts().find(&row.person_id).await? else { return Ok(()) };
        let notices = &self.parts.notices;
        let letter =
            Letter::RefreshReuse { occasion: Notices::occasion(now, visitor), account_link: notices.page("/account") };
        notices.tell(tx, &account, &letter, now).await
    }

    fn renewed(&self, row: &SessionRow, hand_out: bool) -> Result<Renewed, TokenError> {
        let refresh_token = hand_out.then(|| self.derive(&row.family)).transpose()?;
        Ok(Renewed { tokens: self.tokens(row)?, refresh_token, expires_at: row.family.idle_expires_at })
    }

    fn derive(&self, row: &FamilyRow) -> Result<RefreshToken, TokenError> {
        RefreshToken::derive(&self.parts.macs, family_id(row)?, &row.salt, generation(row)?)
    }

    /// An access token for that family, and whose it is.
    pub(super) fn tokens(&self, session: &SessionRow) -> Result<Tokens, TokenError> {
        let row = &session.family;
        let SessionParts { issuer, clock, random, limits, keys, .. } = &self.parts;
        let iat = clock.now().seconds();
        let expires_in = u32::try_from(limits.access.as_secs()).unwrap_or(u32::MAX);
        let claims = AccessClaims {
            iss: issuer.clone(),
            sub: row.person_id.clone(),
            aud: issuer.clone(),
            exp: iat + i64::from(expires_in),
            iat,
            jti: URL_SAFE_NO_PAD.encode(random::bytes::<16>(random.as_ref())),
            client_id: row.client_id.clone(),
            sid: row.id.clone(),
            auth_time: row.auth_time.seconds(),
            amr: row.amr.split_whitespace().map(str::to_owned).collect(),
            scope: "openid profile email".to_owned(),
            generation: generation(row)?,
            token_type: "access".to_owned(),
            user_id: row.person_id.clone(),
        };
        Ok(Tokens {
            access_token: keys.sign(keys.algorithm(), ACCESS_TOKEN_TYPE, &claims)?,
            token_type: "Bearer".to_owned(),
            expires_in,
            user: wire_person(session),
        })
    }
}

/// The person of a session, as their browser may know them.
pub(super) fn wire_person(session: &SessionRow) -> Person {
    Person {
        id: session.family.person_id.clone(),
        name: session.person_name.clone(),
        email: session.person_email.clone(),
        provider: session.family.provider.clone(),
        since: session.person_since.seconds(),
        auth_time: session.family.auth_time.seconds(),
    }
}

/// `deactivated` where the account was, which its owner may know; `ended` otherwise.
fn why_ended(row: &FamilyRow) -> &'static str {
    if row.revoked_why.as_deref() == Some(DEACTIVATED) { DEACTIVATED } else { "ended" }
}

fn generation(row: &FamilyRow) -> Result<u32, TokenError> {
    Ok(u32::try_from(row.generation).map_err(|_| StoreError::Corrupt("a generation"))?)
}

fn family_id(row: &FamilyRow) -> Result<Uuid, TokenError> {
    Ok(Uuid::parse_str(&row.id).map_err(|_| StoreError::Corrupt("a family id"))?)
}

fn new_row(family: Uuid, salt: &[u8], person: &PersonRow, proof: &Proof, visitor: &Visitor, now: &Moment) -> FamilyRow {
    FamilyRow {
        id: family.to_string(),
        person_id: person.id.clone(),
        client_id: proof.client.to_owned(),
        provider: proof.provider.clone(),
        salt: salt.to_vec(),
        generation: 0,
        seen_generation: 0,
        handed_at: now.at,
        handed_process: now.process.clone(),
        handed_tick: now.tick,
        idle_expires_at: now.at,
        absolute_expires_at: now.at,
        auth_time: proof.auth_time,
        amr: proof.amr.join(" "),
        ip: visitor.ip.clone(),
        user_agent: visitor.user_agent.clone(),
        created_at: now.at,
        revoked_at: None,
        revoked_why: None,
    }
}
