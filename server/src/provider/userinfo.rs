use http::StatusCode;
use serde::Serialize;

use super::{Failure, Grant, Provider, StandardClaims};

/// The answer of the userinfo endpoint (OpenID Connect Core §5.3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Userinfo {
    /// As in the ID token.
    pub sub: String,
    /// What the scope lets the application see.
    #[serde(flatten)]
    pub claims: StandardClaims,
}

/// Why the userinfo endpoint tells nothing (RFC 6750 §3.1).
#[derive(Debug, thiserror::Error)]
pub enum UserinfoError {
    /// No token. RFC 6750 §3.1 gives it no word.
    #[error("an access token is missing")]
    NoToken,
    /// Not one that counts.
    #[error("the access token is not valid")]
    InvalidToken,
    /// One without `openid`.
    #[error("the access token is not for userinfo")]
    InsufficientScope,
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl UserinfoError {
    /// Status, and the `WWW-Authenticate` header that belongs to it.
    pub fn wire(&self) -> (StatusCode, Option<&'static str>) {
        match self {
            Self::NoToken => (StatusCode::UNAUTHORIZED, Some("Bearer")),
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, Some(r#"Bearer error="invalid_token""#)),
            Self::InsufficientScope => {
                (StatusCode::FORBIDDEN, Some(r#"Bearer error="insufficient_scope", scope="openid""#))
            }
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, None),
        }
    }
}

impl Provider {
    /// The grant whose person that access token may ask about.
    pub async fn grant_for_userinfo(&self, access_token: Option<&str>) -> Result<Grant, UserinfoError> {
        let access_token = access_token.ok_or(UserinfoError::NoToken)?;
        let grant = self.issued_token(access_token).await?.ok_or(UserinfoError::InvalidToken)?.grant;
        if grant.scope.contains("openid") { Ok(grant) } else { Err(UserinfoError::InsufficientScope) }
    }
}

impl Grant {
    /// What the application may know of the person.
    pub fn userinfo(&self) -> Userinfo {
        Userinfo { sub: self.subject.as_str().to_owned(), claims: self.claims.within(&self.scope) }
    }
}
