use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Client, Failure, Grant, IssuedToken, Provider, Scope, StandardClaims};
use crate::store::StoreError;

/// The answer of the userinfo endpoint (OpenID Connect Core §5.3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Userinfo {
    /// As in the ID token.
    pub sub: String,
    /// What the scope lets the application see.
    #[serde(flatten)]
    pub claims: StandardClaims,
    /// What the client has of its own.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What the userinfo endpoint answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserinfoAnswer {
    /// JSON.
    Plain(Userinfo),
    /// A JWT.
    Signed(String),
}

/// `typ` of signed userinfo: another than of ID tokens, so that none passes for one (RFC 8725 §3.11).
const USERINFO_TYPE: &str = "userinfo+jwt";

/// Userinfo that says whose word it is, and to whom.
#[derive(Serialize)]
struct SignedUserinfo<'a> {
    iss: &'a str,
    aud: &'a str,
    #[serde(flatten)]
    userinfo: &'a Userinfo,
}

/// Why the userinfo endpoint tells nothing (RFC 6750 §3.1).
#[derive(Debug, thiserror::Error)]
pub enum UserinfoError {
    /// No token. RFC 6750 §3.1 gives it no word.
    #[error("an access token is missing")]
    NoToken,
    /// One in the header and one in the form.
    #[error("there are two access tokens")]
    TwoTokens,
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
            Self::TwoTokens => (StatusCode::BAD_REQUEST, Some(r#"Bearer error="invalid_request""#)),
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, Some(r#"Bearer error="invalid_token""#)),
            Self::InsufficientScope => {
                (StatusCode::FORBIDDEN, Some(r#"Bearer error="insufficient_scope", scope="openid""#))
            }
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, None),
        }
    }
}

impl Provider {
    /// The grant whose person that access token may ask about, and how far the token goes.
    pub async fn grant_for_userinfo(&self, access_token: Option<&str>) -> Result<(Grant, Scope), UserinfoError> {
        let access_token = access_token.ok_or(UserinfoError::NoToken)?;
        let token = self.issued_token(access_token).await?.ok_or(UserinfoError::InvalidToken)?;
        let IssuedToken { grant: Some(grant), scope, audience, generation, .. } = token else {
            return Err(UserinfoError::InvalidToken);
        };
        // A token for somebody's API is not for us, who are another (RFC 8707 §2).
        if !audience.contains(&self.settings.audience) {
            return Err(UserinfoError::InvalidToken);
        }
        if !scope.contains("openid") {
            return Err(UserinfoError::InsufficientScope);
        }
        self.note_seen(&grant, generation).await?;
        Ok((grant, scope))
    }

    /// What the application may know of the person.
    pub async fn userinfo(&self, grant: &Grant, scope: &Scope) -> Result<Userinfo, Failure> {
        let client = self.client(&grant.client_id).await?.ok_or(StoreError::LostRace)?;
        self.told(&client, grant, scope).await
    }

    /// The same, signed where the client wants it so (OpenID Connect Core §5.3.2).
    pub async fn userinfo_answer(&self, grant: &Grant, scope: &Scope) -> Result<UserinfoAnswer, Failure> {
        let client = self.client(&grant.client_id).await?.ok_or(StoreError::LostRace)?;
        let userinfo = self.told(&client, grant, scope).await?;
        let Some(algorithm) = client.metadata.userinfo_signed_response_alg else {
            return Ok(UserinfoAnswer::Plain(userinfo));
        };
        let signed = SignedUserinfo { iss: &self.settings.issuer, aud: client.id.as_str(), userinfo: &userinfo };
        Ok(UserinfoAnswer::Signed(self.keys.sign(algorithm, USERINFO_TYPE, &signed)?))
    }

    async fn told(&self, client: &Client, grant: &Grant, scope: &Scope) -> Result<Userinfo, Failure> {
        let person = self.person_of(client, grant).await?;
        let claims = person.claims.among(scope, &grant.asked.userinfo);
        Ok(Userinfo { sub: grant.subject.as_str().to_owned(), claims, extra: person.extra })
    }

    /// A token of that generation came by: the answer that carried it has arrived.
    async fn note_seen(&self, grant: &Grant, generation: u32) -> Result<(), Failure> {
        if grant.renewal.as_ref().is_some_and(|renewal| renewal.live.seen < generation) {
            self.store.write().await?.grants().mark_seen(&grant.id, i64::from(generation)).await?;
        }
        Ok(())
    }
}
