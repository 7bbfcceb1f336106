//! Tokens of a provider's, renewed: one at a time, over all replicas.

use std::{sync::Arc, time::Duration};

use super::{Forgotten, Upstream};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    random,
    relying_party::{Renewal, RenewalError, TokenSet},
    session::Ended,
    store::{SignedOutThere, StoreError, UpstreamIdentity},
    token::TokenError,
};

/// A renewal takes no longer: a call to a provider is cut off well before. After it, whoever had it has
/// come to harm, and another may.
const LEASE: Duration = Duration::from_secs(30);
/// How often whoever waits for another's renewal looks whether it is there, and how many times.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const MOST_LOOKS: u32 = 120;
/// Why sessions end whose provider speaks of somebody else all of a sudden.
const ANOTHER_PERSON: &str = "provider_named_another_person";

/// Why there are no renewed tokens.
#[derive(Debug, thiserror::Error)]
pub enum NotRenewed {
    /// None are kept.
    #[error("no tokens are kept")]
    NotKept,
    /// The provider does not renew them any more; they are forgotten.
    #[error("the provider does not renew the tokens any more")]
    Over,
    /// The provider's answer was about somebody else; the sessions that began there have ended.
    #[error("the provider's answer was refused: {0}")]
    Foreign(String),
    /// The provider says no.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The provider gives no answer of use now.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<StoreError> for NotRenewed {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Which tokens are wanted.
#[derive(Clone)]
pub(super) struct Wanted {
    /// Whose.
    pub identity: UpstreamIdentity,
    /// What the access token is to be good for; `None`: whatever was granted.
    pub scope: Option<Vec<String>>,
}

impl Upstream {
    /// Tokens that will do: those that are there, or else renewed ones. Whoever comes while somebody else
    /// renews them gets what comes of it.
    pub(super) async fn tokens(
        self: &Arc<Self>,
        wanted: Wanted,
        will_do: impl Fn(&TokenSet) -> bool + Send,
    ) -> Result<TokenSet, NotRenewed> {
        let lease = random::id(self.parts.random.as_ref()).to_string();
        for _ in 0..MOST_LOOKS {
            let tokens = self.kept(&wanted.identity).await?;
            if will_do(&tokens) {
                return Ok(tokens);
            }
            let now = self.now();
            let mut db = self.parts.store.write().await?;
            if db.upstream_tokens().lease(&wanted.identity, &lease, now, now + LEASE).await? {
                drop(db);
                let tokens = self.kept(&wanted.identity).await?;
                if will_do(&tokens) {
                    self.release(&wanted.identity, &lease).await?;
                    return Ok(tokens);
                }
                // In a task of its own: whoever asked may go away, the answer must not be lost with them.
                let (me, lease) = (Arc::clone(self), lease.clone());
                let renewal = tokio::spawn(async move {
                    let renewed = me.renew(&wanted, tokens).await;
                    me.release(&wanted.identity, &lease).await?;
                    renewed
                });
                return renewal.await.map_err(|_| NotRenewed::Unreachable("the renewal broke off".to_owned()))?;
            }
            drop(db);
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Err(NotRenewed::Unreachable("another renewal does not end".to_owned()))
    }

    pub(super) async fn kept(&self, identity: &UpstreamIdentity) -> Result<TokenSet, NotRenewed> {
        let row = self.parts.store.read().await?.upstream_tokens().find(identity).await?;
        Ok(self.open(&row.ok_or(NotRenewed::NotKept)?)?)
    }

    async fn release(&self, identity: &UpstreamIdentity, lease: &str) -> Result<(), NotRenewed> {
        Ok(self.parts.store.write().await?.upstream_tokens().release(identity, lease).await?)
    }

    async fn renew(&self, wanted: &Wanted, tokens: TokenSet) -> Result<TokenSet, NotRenewed> {
        let UpstreamIdentity { provider, issuer, subject } = &wanted.identity;
        let renewal = Renewal { provider, issuer, subject, tokens: &tokens, scope: wanted.scope.as_deref() };
        match self.parts.relying_party.renew(&renewal).await {
            Ok(next) => self.save(&wanted.identity, &tokens, next).await,
            Err(RenewalError::Over(why)) => {
                tracing::info!(%provider, "tokens of {provider} are not renewed any more: {why}");
                self.drop_tokens(&wanted.identity, &tokens).await?;
                Err(NotRenewed::Over)
            }
            Err(RenewalError::Foreign(why)) => {
                tracing::warn!(%provider, "tokens of {provider} were renewed wrongly: {why}");
                self.end_sessions_of(&wanted.identity, &why).await?;
                Err(NotRenewed::Foreign(why))
            }
            Err(RenewalError::Refused(why)) => Err(NotRenewed::Refused(why)),
            Err(RenewalError::Unreachable(why)) => Err(NotRenewed::Unreachable(why)),
        }
    }

    /// Keeps renewed tokens, unless a sign-in has brought others meanwhile.
    async fn save(
        &self,
        identity: &UpstreamIdentity,
        before: &TokenSet,
        next: TokenSet,
    ) -> Result<TokenSet, NotRenewed> {
        let mut tx = self.parts.store.begin().await?;
        let Some(row) = tx.upstream_tokens().hold(identity).await? else {
            // Signed out meanwhile: what has just come is of no use either.
            self.forgotten(identity, next).give_back();
            return Err(NotRenewed::NotKept);
        };
        if self.open(&row)?.renews_like(before) {
            let row = self.sealed(identity, &next)?;
            tx.upstream_tokens().put(&row).await?;
        }
        tx.save().await?;
        Ok(next)
    }

    /// Forgets tokens that are of no use, unless a sign-in has brought others meanwhile.
    async fn drop_tokens(&self, identity: &UpstreamIdentity, useless: &TokenSet) -> Result<(), NotRenewed> {
        let mut tx = self.parts.store.begin().await?;
        if let Some(row) = tx.upstream_tokens().hold(identity).await?
            && self.open(&row)?.renews_like(useless)
        {
            tx.upstream_tokens().forget(identity).await?;
        }
        Ok(tx.save().await?)
    }

    /// Ends what began with an identity that its provider does not stand by (OpenID Connect Core §12.2).
    async fn end_sessions_of(&self, identity: &UpstreamIdentity, why: &str) -> Result<(), NotRenewed> {
        let UpstreamIdentity { provider, issuer, subject } = identity;
        let whom = SignedOutThere { provider, issuer, subject: Some(subject), sid: None };
        let mut tx = self.parts.store.begin().await?;
        let families: Vec<_> = tx.upstream_sessions().live(&whom).await?.into_iter().map(|row| row.family_id).collect();
        let ended = self.parts.sessions.end_these(&mut tx, &families, ANOTHER_PERSON).await?;
        for family in &ended {
            let event = AuditEvent::of_family("upstream_check", Outcome::Refused, family, &Visitor::default());
            event.with_detail(why).write(&mut tx, self.now(), self.parts.random.as_ref()).await?;
        }
        tx.upstream_tokens().forget(identity).await?;
        tx.save().await?;
        self.parts.sessions.forget(&Ended::of(&ended));
        Ok(())
    }

    fn forgotten(&self, identity: &UpstreamIdentity, tokens: TokenSet) -> Forgotten {
        Forgotten::one(Arc::clone(&self.parts.relying_party), identity.clone(), tokens)
    }
}
