//! The two endpoints at which a client asks something about a token: introspection (RFC 7662)
//! and revocation (RFC 7009). Their errors are those of RFC 6749 §5.2.

use http::StatusCode;
use serde::Serialize;

use super::{ClientError, ClientId, Failure, IssuedToken, Parameters, Provider};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    pub token_type: &'static str,
    pub exp: i64,
    pub iat: i64,
    pub sub: String,
    pub aud: String,
    pub iss: String,
    pub jti: String,
}

/// Why a question about a token is not answered.
#[derive(Debug, thiserror::Error)]
pub enum TokenQueryError {
    /// A parameter is missing.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The client did not prove who it is.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
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
    /// What a client may know of a token. Of another client's it learns nothing.
    pub async fn introspect(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Introspection, TokenQueryError> {
        let client = self.authenticate(authorization, parameters)?;
        Ok(match self.token_of(&client, parameters).await? {
            Some(token) => Introspection::Active(Box::new(self.active(token))),
            None => Introspection::Inactive { active: false },
        })
    }

    /// Ends the grant of a token of this client. A token that does not count, or is another
    /// client's, changes nothing and is not told apart (RFC 7009 §2.2).
    pub async fn revoke(&self, authorization: Option<&str>, parameters: &Parameters) -> Result<(), TokenQueryError> {
        let client = self.authenticate(authorization, parameters)?;
        if let Some(token) = self.token_of(&client, parameters).await? {
            self.end(&token.grant).await?;
        }
        Ok(())
    }

    async fn token_of(
        &self,
        client: &ClientId,
        parameters: &Parameters,
    ) -> Result<Option<IssuedToken>, TokenQueryError> {
        let token = parameters.get("token").ok_or(TokenQueryError::InvalidRequest("token is missing"))?;
        Ok(self.issued_token(token).await?.filter(|token| token.grant.client_id == *client))
    }

    fn active(&self, token: IssuedToken) -> ActiveToken {
        let grant = token.grant;
        ActiveToken {
            active: true,
            scope: grant.scope.to_string(),
            client_id: grant.client_id.as_str().to_owned(),
            username: grant.claims.within(&grant.scope).preferred_username,
            token_type: "Bearer",
            exp: token.expires_at.seconds(),
            iat: token.issued_at.seconds(),
            sub: grant.subject.as_str().to_owned(),
            aud: self.settings.audience.clone(),
            iss: self.settings.issuer.clone(),
            jti: token.id,
        }
    }
}
