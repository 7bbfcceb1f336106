//! The two endpoints at which a client asks something about a token: introspection (RFC 7662)
//! and revocation (RFC 7009). Their errors are those of RFC 6749 §5.2.

use std::collections::BTreeSet;

use http::StatusCode;
use serde::Serialize;

use super::{Audience, Client, ClientError, Failure, Grant, IssuedToken, Parameters, Provider};
use crate::token::TokenParts;

/// What is known of a token (RFC 7662 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Introspection {
    /// Not a token of this client that counts. Nothing more is said, whatever the reason.
    Inactive {
        /// `false`.
        active: bool,
    },
    /// One that does.
    Active(Box<ActiveToken>),
}

/// A token that counts (RFC 7662 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members of RFC 7662")]
pub struct ActiveToken {
    pub active: bool,
    pub scope: String,
    pub client_id: String,
    pub token_type: &'static str,
    pub exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    pub sub: String,
    #[serde(skip_serializing_if = "Audience::is_empty")]
    pub aud: Audience,
    pub iss: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
}

/// Why a question about a token is not answered.
#[derive(Debug, thiserror::Error)]
pub enum TokenQueryError {
    /// A parameter is missing.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The client did not prove who it is.
    #[error(transparent)]
    Client(ClientError),
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl From<ClientError> for TokenQueryError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Failed(failure) => Self::Failed(failure),
            error => Self::Client(error),
        }
    }
}

/// A token that somebody asks about.
enum Known {
    Access(IssuedToken),
    Refresh(Grant),
}

impl TokenQueryError {
    /// Status and word on the wire.
    pub fn wire(&self) -> (StatusCode, &'static str) {
        match self {
            Self::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Client(error) => error.wire(),
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }
}

impl Provider {
    /// What a client may know of a token. Of one that is neither its own nor for it, it learns nothing.
    pub async fn introspect(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Introspection, TokenQueryError> {
        let client = self.authenticate(authorization, parameters).await?;
        // Whoever cannot prove who they are may not try tokens out (RFC 7662 §2.1).
        if client.is_public() {
            return Err(TokenQueryError::Client(ClientError::Unauthenticated { by_header: authorization.is_some() }));
        }
        Ok(match self.known(parameters).await? {
            Some(Known::Access(token))
                if token.client_id == client.id || token.audience.contains(client.id.as_str()) =>
            {
                Introspection::Active(Box::new(self.active(token)))
            }
            Some(Known::Refresh(grant)) if grant.client_id == client.id => self.active_refresh(&grant),
            _ => Introspection::Inactive { active: false },
        })
    }

    /// Ends a token of this client: with a refresh token its whole grant, an access token alone where it stands
    /// for nothing else. One that does not count, or is another client's, changes nothing and is not told apart
    /// (RFC 7009 §2.1, §2.2).
    pub async fn revoke(&self, authorization: Option<&str>, parameters: &Parameters) -> Result<(), TokenQueryError> {
        let client = self.authenticate(authorization, parameters).await?;
        match self.known(parameters).await? {
            Some(Known::Access(token)) if token.client_id == client.id => self.revoke_access(&client, &token).await?,
            Some(Known::Refresh(grant)) if grant.client_id == client.id => self.end(&grant).await?,
            _ => {}
        }
        Ok(())
    }

    /// Where there is no refresh token, the access token is all there is of the grant.
    async fn revoke_access(&self, client: &Client, token: &IssuedToken) -> Result<(), Failure> {
        match &token.grant {
            Some(grant) if grant.renewal.is_none() && grant.client_id == client.id => self.end(grant).await,
            _ => self.revoke_token(token).await,
        }
    }

    async fn known(&self, parameters: &Parameters) -> Result<Option<Known>, TokenQueryError> {
        let token = parameters.get("token").ok_or(TokenQueryError::InvalidRequest("token is missing"))?;
        let Some(parts) = TokenParts::parse(token) else {
            return Ok(self.issued_token(token).await?.map(Known::Access));
        };
        let Some((_, grant)) = self.grant_of_refresh_token(&parts).await? else { return Ok(None) };
        let good = grant.standing.counts() && self.still_stands(&grant).await?;
        let live = grant.renewal.as_ref().map(|renewal| &renewal.live);
        let now = self.clock.now();
        let current = live.is_some_and(|live| {
            live.generation == parts.generation && now < live.idle_expires_at && now < live.absolute_expires_at
        });
        Ok((good && current).then_some(Known::Refresh(grant)))
    }

    fn active(&self, token: IssuedToken) -> ActiveToken {
        ActiveToken {
            active: true,
            scope: token.scope.to_string(),
            client_id: token.client_id.as_str().to_owned(),
            token_type: "Bearer",
            exp: token.expires_at.seconds(),
            iat: Some(token.issued_at.seconds()),
            sub: token.subject,
            aud: token.audience,
            iss: self.settings.issuer.clone(),
            jti: Some(token.id),
        }
    }

    fn active_refresh(&self, grant: &Grant) -> Introspection {
        let Some(renewal) = &grant.renewal else { return Introspection::Inactive { active: false } };
        Introspection::Active(Box::new(ActiveToken {
            active: true,
            scope: grant.scope.to_string(),
            client_id: grant.client_id.as_str().to_owned(),
            token_type: "refresh_token",
            exp: renewal.live.idle_expires_at.seconds(),
            iat: None,
            sub: grant.subject.as_str().to_owned(),
            aud: Audience::Several(BTreeSet::new()),
            iss: self.settings.issuer.clone(),
            jti: None,
        }))
    }
}
