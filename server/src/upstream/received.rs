//! A provider's word that somebody is signed out there.

use super::Upstream;
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    config::{OidcConfig, ProviderKind},
    relying_party::LogoutTokenError,
    session::Ended,
    store::{SignedOutThere, StoreError, Tx},
};

/// Why sessions end of which the provider says that they are over there.
pub const SIGNED_OUT_THERE: &str = "signed_out_by_provider";

/// How the word came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedOutBy {
    /// A signed token from the provider's server.
    BackChannel,
    /// A frame in the person's browser.
    FrontChannel,
}

impl SignedOutBy {
    const fn name(self) -> &'static str {
        match self {
            Self::BackChannel => "back-channel logout",
            Self::FrontChannel => "front-channel logout",
        }
    }
}

/// Why a logout token was not obeyed.
#[derive(Debug, thiserror::Error)]
pub enum LogoutRefused {
    /// It does not count.
    #[error(transparent)]
    Token(#[from] LogoutTokenError),
    /// It was obeyed before.
    #[error("its jti was used before")]
    Replayed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether that is the provider's issuer, or one of its tenants'.
fn names(provider: &OidcConfig, issuer: &str) -> bool {
    match &provider.tenants {
        None => provider.issuer == issuer,
        Some(tenants) => tenants.covers(issuer),
    }
}

impl Upstream {
    /// Ends the sessions that a logout token is about (OpenID Connect Back-Channel Logout §2.7). How many.
    pub async fn obey(&self, provider: &str, token: &str, visitor: &Visitor) -> Result<usize, LogoutRefused> {
        let token = self.parts.relying_party.check_logout_token(provider, token).await?;
        let mut tx = self.parts.store.begin().await?;
        // Used up and obeyed, or neither: after a failure the provider may send it again.
        let id = format!("logout token of {}\n{}", token.issuer, token.id);
        if !tx.spent_jtis().spend(&id, token.lapses_at).await? {
            return Err(LogoutRefused::Replayed);
        }
        let whom = SignedOutThere {
            provider,
            issuer: &token.issuer,
            subject: token.subject.as_deref(),
            sid: token.sid.as_deref(),
        };
        Ok(self.end(tx, &whom, SignedOutBy::BackChannel, visitor).await?)
    }

    /// Ends the sessions of a provider's own session (OpenID Connect Front-Channel Logout §3). How many:
    /// none where nothing is known of it.
    pub async fn obey_frame(&self, provider: &str, told: (&str, &str), visitor: &Visitor) -> Result<usize, StoreError> {
        let (issuer, sid) = told;
        let config = self.parts.relying_party.provider(provider);
        let is_the_provider =
            config.is_some_and(|config| matches!(&config.kind, ProviderKind::Oidc(oidc) if names(oidc, issuer)));
        // What can be nobody's session is not looked for: PostgreSQL takes no text with a NUL in it.
        if !is_the_provider || sid.is_empty() || sid.chars().any(char::is_control) {
            return Ok(0);
        }
        let whom = SignedOutThere { provider, issuer, subject: None, sid: Some(sid) };
        // What anybody can ask for is looked up without keeping others from writing.
        if self.parts.store.read().await?.upstream_sessions().live(&whom).await?.is_empty() {
            return Ok(0);
        }
        let tx = self.parts.store.begin().await?;
        self.end(tx, &whom, SignedOutBy::FrontChannel, visitor).await
    }

    async fn end(
        &self,
        mut tx: Tx,
        whom: &SignedOutThere<'_>,
        by: SignedOutBy,
        visitor: &Visitor,
    ) -> Result<usize, StoreError> {
        let families: Vec<_> =
            tx.upstream_sessions().live(whom).await?.into_iter().map(|session| session.family_id).collect();
        let mut forgotten = Vec::new();
        let ended = self.parts.sessions.end_these(&mut tx, &families, SIGNED_OUT_THERE).await?;
        for family in &ended {
            tx.upstream_sessions().take(&family.id).await?;
            forgotten.push(self.forget_unused(&mut tx, &family.person_id).await?);
            let event = AuditEvent::of_family("sign_out_by_provider", Outcome::Ok, family, visitor);
            event.with_detail(by.name()).write(&mut tx, self.now(), self.parts.random.as_ref()).await?;
        }
        tx.save().await?;
        let count = ended.len();
        self.parts.sessions.forget(&Ended::of(&ended));
        forgotten.into_iter().for_each(super::Forgotten::give_back);
        tracing::info!(provider = whom.provider, "{count} sessions ended: {} of {}", by.name(), whom.provider);
        Ok(count)
    }
}
