//! A token of the provider's, for the person's own app.

use std::{sync::Arc, time::Duration};

use secrecy::SecretString;

use super::{
    Upstream,
    renewing::{NotRenewed, Wanted},
};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    config::UpstreamConfig,
    relying_party::TokenSet,
    store::{StoreError, UpstreamIdentity},
    token::TokenError,
};

/// One that lapses sooner is renewed first: it has to arrive, and be used.
const LEAST_LIFE: Duration = Duration::from_secs(30);

/// Who asks for a provider's token, and for what.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The person.
    pub person_id: &'a str,
    /// Their session.
    pub family: &'a str,
    /// The provider.
    pub provider: &'a str,
    /// What the token is to be good for; `None`: all that the settings allow.
    pub scope: Option<&'a str>,
}

/// A provider's access token.
#[derive(Clone, Debug)]
pub struct ApiToken {
    /// The token.
    pub access_token: SecretString,
    /// What it is good for.
    pub scope: Vec<String>,
    /// For how many seconds yet; `None` where the provider does not say.
    pub expires_in: Option<u64>,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum ApiTokenError {
    /// None is kept, or none is handed out.
    #[error("no token is kept")]
    NotKept,
    /// It was asked for more than the settings allow.
    #[error("the scope {0} is not allowed")]
    ScopeNotAllowed(String),
    /// The provider's token is good for more than the settings allow to hand out.
    #[error("the provider's token is good for {0} as well, which api_token_scopes does not name")]
    TooWide(String),
    /// The provider does not renew it: the person has to sign in there again.
    #[error("the provider does not renew the token any more")]
    Over,
    /// The provider refuses.
    #[error("{0}")]
    Refused(String),
    /// The provider gives no answer of use now.
    #[error("{0}")]
    Unreachable(String),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<StoreError> for ApiTokenError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<NotRenewed> for ApiTokenError {
    fn from(why: NotRenewed) -> Self {
        match why {
            NotRenewed::NotKept => Self::NotKept,
            NotRenewed::Over => Self::Over,
            NotRenewed::Foreign(_) | NotRenewed::Refused(_) => Self::Refused(why.to_string()),
            NotRenewed::Unreachable(_) => Self::Unreachable(why.to_string()),
            NotRenewed::Fault(error) => Self::Fault(error),
        }
    }
}

impl Upstream {
    /// An access token of that provider's for the person, renewed where it has to be. It is good for what
    /// the settings allow and for nothing else; the refresh token stays here.
    pub async fn access_token(
        self: &Arc<Self>,
        asked: &Asked<'_>,
        visitor: &Visitor,
    ) -> Result<ApiToken, ApiTokenError> {
        let settings = self.settings(asked.provider).filter(|settings| hands_out(settings));
        let allowed = &settings.ok_or(ApiTokenError::NotKept)?.api_token_scopes;
        let scope: Vec<String> = match asked.scope {
            Some(scope) => scope.split_whitespace().map(str::to_owned).collect(),
            None => allowed.clone(),
        };
        if let Some(more) = scope.iter().find(|scope| !allowed.contains(scope)) {
            return Err(ApiTokenError::ScopeNotAllowed(more.clone()));
        }
        let identity = self.identity_of(asked).await?.ok_or(ApiTokenError::NotKept)?;
        let now = self.now();
        let fresh = |tokens: &TokenSet| tokens.expires_at.is_none_or(|at| at > now + LEAST_LIFE);
        let asked_for: &[String] = if asked.scope.is_some() { &scope } else { &[] };
        let fits = |tokens: &TokenSet| beyond(tokens, allowed).is_none() && covers(tokens, asked_for);
        let kept = self.kept(&identity).await?;
        if kept.refresh_token.is_none()
            && fresh(&kept)
            && let Some(more) = beyond(&kept, allowed)
        {
            // There is no narrowing it, and it may still be of use once the settings fit.
            return Err(ApiTokenError::TooWide(more.to_owned()));
        }
        let wanted = Wanted { identity, scope: Some(scope.clone()) };
        let tokens = self.tokens(wanted, |tokens| fresh(tokens) && fits(tokens)).await?;
        if let Some(more) = beyond(&tokens, allowed) {
            return Err(ApiTokenError::TooWide(more.to_owned()));
        }
        self.note(asked, &tokens, visitor).await?;
        let expires_in = tokens.expires_at.map(|at| at.since(now).as_secs());
        Ok(ApiToken { access_token: tokens.access_token, scope: tokens.scope, expires_in })
    }

    /// The identity that the session began with, or else the one of that provider's last used.
    async fn identity_of(&self, asked: &Asked<'_>) -> Result<Option<UpstreamIdentity>, StoreError> {
        let mut db = self.parts.store.read().await?;
        let known = db.upstream_tokens().identities_of(asked.person_id, asked.provider).await?;
        let session = db.upstream_sessions().find(asked.family).await?;
        let own = session.and_then(|session| {
            known.iter().find(|known| known.subject == session.subject && known.issuer == session.issuer).cloned()
        });
        Ok(own.or_else(|| known.into_iter().next()))
    }

    async fn note(&self, asked: &Asked<'_>, tokens: &TokenSet, visitor: &Visitor) -> Result<(), StoreError> {
        let event = AuditEvent::at_provider("upstream_token", Outcome::Ok, asked.provider, visitor)
            .with_session(asked.person_id, asked.family)
            .with_detail(tokens.scope.join(" "));
        event.write(&mut self.parts.store.write().await?, self.now(), self.parts.random.as_ref()).await
    }
}

fn hands_out(settings: &UpstreamConfig) -> bool {
    settings.keep_tokens && !settings.api_token_scopes.is_empty()
}

/// The first of a token's scopes that is not among those.
fn beyond<'t>(tokens: &'t TokenSet, allowed: &[String]) -> Option<&'t str> {
    tokens.scope.iter().find(|scope| !allowed.contains(scope)).map(String::as_str)
}

fn covers(tokens: &TokenSet, scope: &[String]) -> bool {
    scope.iter().all(|wanted| tokens.scope.contains(wanted))
}
