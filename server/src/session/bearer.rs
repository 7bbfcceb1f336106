use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use quick_cache::sync::Cache;

use super::Sessions;
use crate::{
    clock::Timestamp,
    token::{ACCESS_TOKEN_TYPE, AccessClaims, MAX_TOKEN_BYTES, Refused, TokenError},
};

/// Tokens remembered at a time.
const MOST: usize = 20_000;

/// Whoever an access token lets in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The token's claims.
    pub claims: Arc<AccessClaims>,
    /// The person's address now.
    pub email: Option<String>,
    /// Whose word the token is.
    pub origin: TokenOrigin,
}

/// Whose word an access token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOrigin {
    /// That of a session of ours.
    Session,
    /// That of the system which Gatepost has taken over from.
    FormerSystem,
    /// That of another issuer: good for looking, not for changing anything.
    ForeignIssuer,
}

/// Why an access token lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum NotAuthenticated {
    /// It does not count, or not any more.
    #[error("the token was refused: {0}")]
    Refused(#[from] Refused),
    /// Its session was ended.
    #[error("the session was ended")]
    Ended,
    /// Its person may not sign in any more.
    #[error("the account is not active")]
    Inactive,
    /// We cannot tell now.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl NotAuthenticated {
    /// As simplejwt says it.
    pub const fn in_simplejwt_words(&self) -> &'static str {
        match self {
            Self::Refused(Refused::Expired) => "Token is expired",
            Self::Refused(Refused::WrongType) => "Token has wrong type",
            _ => "Token is invalid",
        }
    }
}

/// Tokens whose signature has been checked. Checking a signature costs more than all the rest of
/// a request; expiry and the session's end are looked at every time all the same.
pub(super) struct VerifiedTokens {
    cache: Cache<[u8; 32], Arc<AccessClaims>>,
}

impl VerifiedTokens {
    pub(super) fn new() -> Self {
        Self { cache: Cache::new(MOST) }
    }
}

impl Sessions {
    /// Whoever an access token of ours lets in, now.
    pub async fn authenticate(&self, token: &str) -> Result<Caller, NotAuthenticated> {
        let moment = self.parts.clock.moment();
        let claims = self.verified_claims(token, moment.at).await?;
        let standing = self
            .standings
            .of(&self.parts.store, &claims.sid, moment)
            .await
            .map_err(TokenError::from)?
            .ok_or(NotAuthenticated::Ended)?;
        if !standing.is_active {
            return Err(NotAuthenticated::Inactive);
        }
        if i64::from(claims.generation) > standing.seen_generation {
            self.mark_seen(&claims.sid, claims.generation).await?;
        }
        Ok(Caller { claims, email: standing.email.clone(), origin: TokenOrigin::Session })
    }

    async fn verified_claims(&self, token: &str, now: Timestamp) -> Result<Arc<AccessClaims>, NotAuthenticated> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refused::Malformed.into());
        }
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        if let Some(claims) = self.verified.cache.get(&key) {
            if now.seconds() >= claims.exp {
                self.verified.cache.remove(&key);
                return Err(Refused::Expired.into());
            }
            return Ok(claims);
        }
        let claims = Arc::new(self.check(token, now).await?);
        self.verified.cache.insert(key, Arc::clone(&claims));
        Ok(claims)
    }

    /// A key that another replica has just made is looked for once.
    async fn check(&self, token: &str, now: Timestamp) -> Result<AccessClaims, NotAuthenticated> {
        let issuer = &self.parts.issuer;
        let verify = || self.parts.keys.verify(token, ACCESS_TOKEN_TYPE, issuer, Some(issuer), now);
        match verify() {
            Err(Refused::UnknownKey) => {
                self.parts.keys.reload().await?;
                Ok(verify()?)
            }
            other => Ok(other?),
        }
    }
}
