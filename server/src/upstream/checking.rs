//! Whether somebody is still signed in at the provider, asked from time to time: in the background with
//! the refresh token where there is one, else by way of the browser. Nothing is lost by it: only page
//! loads ask, they come back to the very page, and a provider in trouble ends nothing.

use std::{sync::Arc, time::Duration};

use super::{
    Upstream,
    keeping::{of_family, seal, unseal},
    renewing::{NotRenewed, Wanted},
};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    clock::Timestamp,
    relying_party::{FinishError, Origin, ReturnPath, StartedSignIn, TokenSet, Vouched},
    session::Ended,
    store::{StoreError, UpstreamIdentity, UpstreamSessionRow},
    token::TokenError,
};

/// After a question that came to nothing, the next one.
const RETRY: Duration = Duration::from_secs(60);
/// Why sessions end whose provider says that its own is over.
pub const OVER_THERE: &str = "provider_session_over";

/// What a page load has to do before it goes on.
pub enum Check {
    /// Nothing.
    GoOn,
    /// Ask the provider: the browser goes there and comes back.
    AskThere(StartedSignIn),
}

/// What the provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Still signed in there, or nobody can tell: the session goes on.
    GoesOn,
    /// Not signed in there any more: that session of ours has ended.
    Ended,
}

impl Upstream {
    /// Whether any provider is asked at all.
    pub fn asks(&self) -> bool {
        self.parts.relying_party.providers().iter().any(|config| config.upstream.recheck.is_some())
    }

    /// What the session of a page load needs.
    pub async fn check(self: &Arc<Self>, family: &str, page: ReturnPath) -> Result<Check, TokenError> {
        let Some((row, every)) = self.due(family, &page).await? else { return Ok(Check::GoOn) };
        if self.renews(&row).await? {
            let me = Arc::clone(self);
            tokio::spawn(async move {
                if let Err(error) = me.check_by_renewal(&row, every).await {
                    tracing::error!(error = &error as &dyn std::error::Error, "a check at a provider failed: {error}");
                }
            });
            return Ok(Check::GoOn);
        }
        if !self.parts.relying_party.answers(&row.provider).await {
            return Ok(Check::GoOn);
        }
        let hint = row.sealed_id_token.as_ref();
        let hint = hint.map(|sealed| unseal(&self.parts.vault, &of_family(family), sealed)).transpose()?;
        match self.parts.relying_party.start_check(&row.provider, page, hint.as_ref()).await {
            Ok(started) => {
                let mut db = self.parts.store.write().await?;
                db.upstream_checks().insert(&started.state_hash, family).await?;
                Ok(Check::AskThere(started.sign_in))
            }
            Err(error) => {
                tracing::warn!(provider = %row.provider, %error, "{} was not asked: {error}", row.provider);
                Ok(Check::GoOn)
            }
        }
    }

    /// What that session knows, if its provider is to be asked now and from that page, by this caller and no
    /// other.
    async fn due(&self, family: &str, page: &ReturnPath) -> Result<Option<(UpstreamSessionRow, Duration)>, StoreError> {
        let Some(row) = self.parts.store.read().await?.upstream_sessions().find(family).await? else {
            return Ok(None);
        };
        let settings = self.settings(&row.provider);
        if settings.is_some_and(|settings| settings.recheck_exempt.iter().any(|exempt| exempt.covers(page.path()))) {
            return Ok(None);
        }
        let every = settings.and_then(|settings| settings.recheck);
        let (Some(due), Some(every)) = (row.next_check_at, every) else { return Ok(None) };
        let now = self.now();
        if now < due {
            return Ok(None);
        }
        let first = self.parts.store.write().await?.upstream_sessions().put_off(family, due, now + RETRY).await?;
        Ok(first.then_some((row, every)))
    }

    async fn renews(&self, row: &UpstreamSessionRow) -> Result<bool, TokenError> {
        let kept = self.parts.store.read().await?.upstream_tokens().find(&identity(row)).await?;
        Ok(match kept {
            Some(kept) => self.open(&kept)?.refresh_token.is_some(),
            None => false,
        })
    }

    async fn check_by_renewal(self: &Arc<Self>, row: &UpstreamSessionRow, every: Duration) -> Result<(), TokenError> {
        let wanted = Wanted { identity: identity(row), scope: None };
        // Whatever access token is there: it is the provider that is to be heard.
        match self.tokens(wanted, never).await {
            Ok(_) => Ok(self.goes_on(&row.family_id, every).await?),
            Err(NotRenewed::Over) => {
                let why = "the provider does not renew the tokens any more";
                Ok(self.over(&row.family_id, why, &Visitor::default()).await?)
            }
            Err(NotRenewed::Fault(error)) => Err(error),
            Err(why) => {
                tracing::warn!(provider = %row.provider, "a check at {} came to nothing: {why}", row.provider);
                Ok(())
            }
        }
    }

    /// The session that a sign-in under way asks for; `None` where it is a sign-in in earnest.
    pub async fn asked_for(&self, state_hash: &str) -> Result<Option<String>, StoreError> {
        self.parts.store.read().await?.upstream_checks().family_of(state_hash).await
    }

    /// What comes of the provider's answer for that session.
    pub async fn checked(
        &self,
        family: &str,
        answer: Result<Vouched, FinishError>,
        visitor: &Visitor,
    ) -> Result<Checked, TokenError> {
        let row = self.parts.store.read().await?.upstream_sessions().find(family).await?;
        let Some(row) = row else { return Ok(Checked::GoesOn) };
        match answer {
            Ok(vouched) if is_about(&vouched, &row) => {
                self.renewed(&row, &vouched).await?;
                Ok(Checked::GoesOn)
            }
            Ok(_) => {
                self.over(family, "somebody else is signed in there", visitor).await?;
                Ok(Checked::Ended)
            }
            Err(error) if error.says_signed_out() => {
                self.over(family, &error.to_string(), visitor).await?;
                Ok(Checked::Ended)
            }
            Err(error) => {
                tracing::warn!(provider = %row.provider, %error, "a check at {} came to nothing: {error}", row.provider);
                Ok(Checked::GoesOn)
            }
        }
    }

    /// The provider's session may be another one by now, with an ID token of its own.
    async fn renewed(&self, row: &UpstreamSessionRow, vouched: &Vouched) -> Result<(), TokenError> {
        let Some(settings) = self.settings(&row.provider) else { return Ok(()) };
        let origin = Origin::of(&vouched.tokens);
        let id_token = vouched.tokens.id_token.as_ref().filter(|_| settings.keeps_id_token());
        let id_token = id_token.map(|token| seal(&self.parts.vault, &of_family(&row.family_id), token)).transpose()?;
        let row = UpstreamSessionRow {
            sid: origin.sid.clone().or_else(|| row.sid.clone()),
            sealed_id_token: id_token.or_else(|| row.sealed_id_token.clone()),
            next_check_at: settings.recheck.map(|every| self.now() + every),
            ..row.clone()
        };
        let mut tx = self.parts.store.begin().await?;
        tx.upstream_sessions().update(&row).await?;
        if settings.keep_tokens {
            self.keep(&mut tx, &identity(&row), self.told(vouched, origin)).await?;
        }
        Ok(tx.save().await?)
    }

    async fn goes_on(&self, family: &str, every: Duration) -> Result<(), StoreError> {
        let next: Timestamp = self.now() + every;
        self.parts.store.write().await?.upstream_sessions().checked(family, next).await
    }

    /// Ends a session whose provider says that its own is over.
    async fn over(&self, family: &str, why: &str, visitor: &Visitor) -> Result<(), StoreError> {
        let mut tx = self.parts.store.begin().await?;
        let ended = self.parts.sessions.end_these(&mut tx, &[family.to_owned()], OVER_THERE).await?;
        let mut forgotten = Vec::new();
        for family in &ended {
            tx.upstream_sessions().take(&family.id).await?;
            forgotten.push(self.forget_unused(&mut tx, &family.person_id).await?);
            let event = AuditEvent::of_family("upstream_check", Outcome::Refused, family, visitor);
            event.with_detail(why).write(&mut tx, self.now(), self.parts.random.as_ref()).await?;
        }
        tx.save().await?;
        self.parts.sessions.forget(&Ended::of(&ended));
        forgotten.into_iter().for_each(super::Forgotten::give_back);
        Ok(())
    }
}

const fn never(_: &TokenSet) -> bool {
    false
}

fn identity(row: &UpstreamSessionRow) -> UpstreamIdentity {
    UpstreamIdentity { provider: row.provider.clone(), issuer: row.issuer.clone(), subject: row.subject.clone() }
}

fn is_about(vouched: &Vouched, row: &UpstreamSessionRow) -> bool {
    vouched.identity.issuer == row.issuer && vouched.identity.subject == row.subject
}
