use std::collections::BTreeSet;

use super::{Challenge, ClaimsRequest, ClientId, RedirectUri, Scope, StandardClaims, Standing, Subject};
use crate::{
    clock::{Moment, Timestamp},
    session::Live,
    store::{GrantRow, StoreError},
};

/// What a person granted an application, and the code that was made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Stands in its access tokens.
    pub id: String,
    /// To whom.
    pub client_id: ClientId,
    /// Where the code was sent.
    pub redirect_uri: RedirectUri,
    /// By whom, as the client knows them.
    pub subject: Subject,
    /// What was known of the person.
    pub claims: StandardClaims,
    /// Whose account it is, and in which session they granted it, where the issuer has accounts.
    pub account: Option<GrantAccount>,
    /// How far it goes.
    pub scope: Scope,
    /// Claims asked for by name.
    pub asked: ClaimsRequest,
    /// APIs that its access tokens are for; without any, those of the client.
    pub resources: BTreeSet<String>,
    /// For the ID token.
    pub nonce: Option<String>,
    /// What the code is bound to.
    pub challenge: Option<Challenge>,
    /// Thumbprint of the key that its tokens are bound to (RFC 9449).
    pub dpop_jkt: Option<String>,
    /// When the person last proved who they are.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// Where its code stands.
    pub standing: Standing,
    /// Its refresh tokens, if it has any.
    pub renewal: Option<Renewal>,
    /// Notes of whoever runs the issuer.
    pub annotations: Option<String>,
}

/// Whose grant it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantAccount {
    /// The account.
    pub person_id: String,
    /// The session.
    pub family_id: String,
    /// Whether the grant goes on when the session has ended (`offline_access`).
    pub offline: bool,
}

/// The refresh tokens of a grant: a family of their own (RFC 9700 §4.14.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// What they are derived with.
    pub salt: Vec<u8>,
    /// Which one is current.
    pub live: Live,
}

/// Who a person turned out to be, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// The person, as the client knows them.
    pub subject: Subject,
    /// What is known of them, where the issuer does not look it up.
    pub claims: StandardClaims,
    /// Whose account it is and in which session, where the issuer has accounts.
    pub account: Option<(String, String)>,
    /// When they proved it.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// Notes of whoever runs the issuer: they come back with the grant.
    pub annotations: Option<String>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let standing = match (row.revoked_at, row.code_used_at) {
            (Some(at), _) => Standing::Revoked { at },
            (None, Some(at)) => Standing::Redeemed { at },
            (None, None) => Standing::Issued { expires_at: row.code_expires_at },
        };
        let renewal = renewal(&row)?;
        let challenge = row.challenge.map(|text| Challenge::parse(&text).ok_or(StoreError::Corrupt("a challenge")));
        let account = row.person_id.zip(row.family_id);
        Ok(Self {
            standing,
            renewal,
            client_id: ClientId::parse(&row.client_id).ok_or(StoreError::Corrupt("a client id"))?,
            redirect_uri: RedirectUri::from_store(row.redirect_uri),
            subject: Subject::parse(&row.subject).ok_or(StoreError::Corrupt("a subject"))?,
            claims: serde_json::from_str(&row.claims).map_err(|_| StoreError::Corrupt("claims"))?,
            account: account.map(|(person_id, family_id)| GrantAccount { person_id, family_id, offline: row.offline }),
            scope: Scope::parse(&row.scope).map_err(|_| StoreError::Corrupt("a scope"))?,
            asked: serde_json::from_str(&row.asked).map_err(|_| StoreError::Corrupt("claims asked for"))?,
            resources: row.resources.split_whitespace().map(str::to_owned).collect(),
            nonce: row.nonce,
            challenge: challenge.transpose()?,
            dpop_jkt: row.dpop_jkt,
            auth_time: row.auth_time,
            amr: row.amr.split_whitespace().map(str::to_owned).collect(),
            annotations: row.annotations,
            id: row.id,
        })
    }
}

fn renewal(row: &GrantRow) -> Result<Option<Renewal>, StoreError> {
    let Some(salt) = row.salt.clone() else { return Ok(None) };
    let number = |value: i64| u32::try_from(value).map_err(|_| StoreError::Corrupt("a generation"));
    let live = Live {
        generation: number(row.generation)?,
        seen: number(row.seen_generation)?,
        handed: Moment { at: row.handed_at, process: row.handed_process.clone(), tick: row.handed_tick },
        idle_expires_at: row.idle_expires_at,
        absolute_expires_at: row.absolute_expires_at,
    };
    Ok(Some(Renewal { salt, live }))
}

impl GrantRow {
    /// Puts the refresh tokens' part back.
    #[must_use]
    pub(super) fn with(self, live: Live) -> Self {
        Self {
            generation: i64::from(live.generation),
            seen_generation: i64::from(live.seen),
            handed_at: live.handed.at,
            handed_process: live.handed.process,
            handed_tick: live.handed.tick,
            idle_expires_at: live.idle_expires_at,
            absolute_expires_at: live.absolute_expires_at,
            ..self
        }
    }
}
