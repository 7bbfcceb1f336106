use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Failure, Grant, Provider};
use crate::{clock::Timestamp, random, token::ACCESS_TOKEN_TYPE};

/// RFC 9700 §2.2.1: short, as it is a bearer token.
pub(super) const ACCESS_TOKEN_LIFE: Duration = Duration::from_mins(10);

/// Claims of an access token (RFC 9068 §2.2), and the grant it stands for.
#[derive(Serialize, Deserialize)]
struct AccessTokenClaims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    jti: String,
    client_id: String,
    scope: String,
    auth_time: i64,
    grant: String,
}

/// An access token that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// What it stands for.
    pub grant: Grant,
    /// `jti`.
    pub id: String,
    /// When it was made.
    pub issued_at: Timestamp,
    /// When it lapses.
    pub expires_at: Timestamp,
}

impl Provider {
    /// A fresh access token for a grant.
    pub(super) fn access_token(&self, grant: &Grant) -> Result<String, Failure> {
        let now = self.clock.now();
        let claims = AccessTokenClaims {
            iss: self.settings.issuer.clone(),
            sub: grant.subject.as_str().to_owned(),
            aud: self.settings.audience.clone(),
            exp: (now + ACCESS_TOKEN_LIFE).seconds(),
            iat: now.seconds(),
            jti: random::token(self.random.as_ref()),
            client_id: grant.client_id.as_str().to_owned(),
            scope: grant.scope.to_string(),
            auth_time: grant.auth_time.seconds(),
            grant: grant.id.clone(),
        };
        Ok(self.keys.sign(self.keys.algorithm(), ACCESS_TOKEN_TYPE, &claims)?)
    }

    /// What an access token of ours stands for; `None` if it does not count, or no longer.
    pub async fn issued_token(&self, access_token: &str) -> Result<Option<IssuedToken>, Failure> {
        let (issuer, now) = (&self.settings.issuer, self.clock.now());
        let verified = self.keys.verify(access_token, ACCESS_TOKEN_TYPE, issuer, &self.settings.audience, now);
        let Ok(AccessTokenClaims { grant, jti, iat, exp, .. }) = verified else { return Ok(None) };
        let row = self.store.read().await?.grants().find(issuer, &grant).await?;
        let grant = row.map(Grant::try_from).transpose()?.filter(|grant| grant.standing.counts());
        Ok(grant.map(|grant| IssuedToken {
            grant,
            id: jti,
            issued_at: Timestamp::from_seconds(iat),
            expires_at: Timestamp::from_seconds(exp),
        }))
    }
}
