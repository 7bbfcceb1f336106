use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Client, ClientId, Entitlement, Failure, Grant, Provider, Scope};
use crate::{clock::Timestamp, random, token::ACCESS_TOKEN_TYPE};

/// Claims of an access token (RFC 9068 §2.2), and the grant it stands for.
#[derive(Serialize, Deserialize)]
struct AccessTokenClaims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    jti: String,
    client_id: String,
    #[serde(default)]
    scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auth_time: Option<i64>,
    /// The grant; none where a client has a token for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grant: Option<String>,
    /// Which of the grant's refresh tokens it came with.
    #[serde(default)]
    generation: u32,
}

/// Whom a token is for: a text where it is one alone, as most verifiers know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One alone.
    One(String),
    /// More than one, or none.
    Several(BTreeSet<String>),
}

impl Audience {
    /// Whether that is one of them.
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Several(several) => several.contains(name),
        }
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Several(several) if several.is_empty())
    }
}

/// An access token that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// What it stands for; `None` for a client's own.
    pub grant: Option<Grant>,
    /// Whose it is.
    pub client_id: ClientId,
    /// `sub`.
    pub subject: String,
    /// How far it goes.
    pub scope: Scope,
    /// Whom it is for.
    pub audience: Audience,
    /// `jti`.
    pub id: String,
    /// When it was made.
    pub issued_at: Timestamp,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// Which of the grant's refresh tokens it came with.
    pub generation: u32,
}

impl Provider {
    /// A fresh access token.
    pub(super) fn access_token(&self, entitlement: &Entitlement) -> Result<String, Failure> {
        let now = self.clock.now();
        let client = &entitlement.client;
        let grant = entitlement.grant();
        let subject = grant.map_or(client.id.as_str(), |grant| grant.subject.as_str());
        let claims = AccessTokenClaims {
            iss: self.settings.issuer.clone(),
            sub: subject.to_owned(),
            aud: self.audience(client, &entitlement.resources),
            exp: (now + client.metadata.lives.access_token()).seconds(),
            iat: now.seconds(),
            jti: random::token(self.random.as_ref()),
            client_id: client.id.as_str().to_owned(),
            scope: entitlement.scope.to_string(),
            auth_time: grant.map(|grant| grant.auth_time.seconds()),
            grant: grant.map(|grant| grant.id.clone()),
            generation: grant.and_then(|grant| grant.renewal.as_ref()).map_or(0, |renewal| renewal.live.generation),
        };
        Ok(self.keys.sign(ACCESS_TOKEN_TYPE, &claims)?)
    }

    /// The APIs asked for (RFC 8707 §2.2), or else our own and those of the client.
    fn audience(&self, client: &Client, resources: &BTreeSet<String>) -> Audience {
        let mut audience = resources.clone();
        if audience.is_empty() {
            audience.clone_from(&client.metadata.audiences);
            audience.insert(self.settings.audience.clone());
        }
        if audience.len() > 1 {
            return Audience::Several(audience);
        }
        Audience::One(audience.into_iter().next().unwrap_or_default())
    }

    /// What an access token of ours stands for; `None` if it does not count, or no longer.
    pub async fn issued_token(&self, access_token: &str) -> Result<Option<IssuedToken>, Failure> {
        let (issuer, now) = (&self.settings.issuer, self.clock.now());
        let verified = self.keys.verify::<AccessTokenClaims>(access_token, ACCESS_TOKEN_TYPE, issuer, None, now);
        let Ok(claims) = verified else { return Ok(None) };
        let grant = match &claims.grant {
            Some(id) => match self.grant_that_counts(id).await? {
                Some(grant) => Some(grant),
                None => return Ok(None),
            },
            None => None,
        };
        if self.store.read().await?.spent_jtis().holds(&revoked(&claims.jti)).await? {
            return Ok(None);
        }
        let (Some(client_id), Ok(scope)) = (ClientId::parse(&claims.client_id), Scope::parse(&claims.scope)) else {
            return Ok(None);
        };
        Ok(Some(IssuedToken {
            grant,
            client_id,
            subject: claims.sub,
            scope,
            audience: claims.aud,
            id: claims.jti,
            issued_at: Timestamp::from_seconds(claims.iat),
            expires_at: Timestamp::from_seconds(claims.exp),
            generation: claims.generation,
        }))
    }

    /// The grant, if tokens issued under it count.
    async fn grant_that_counts(&self, id: &str) -> Result<Option<Grant>, Failure> {
        let row = self.store.read().await?.grants().find(&self.settings.issuer, id).await?;
        let Some(grant) = row.map(Grant::try_from).transpose()?.filter(|grant| grant.standing.counts()) else {
            return Ok(None);
        };
        Ok(self.still_stands(&grant).await?.then_some(grant))
    }

    /// Ends one access token, and nothing else.
    pub(super) async fn revoke_token(&self, token: &IssuedToken) -> Result<(), Failure> {
        self.store.write().await?.spent_jtis().spend(&revoked(&token.id), token.expires_at).await?;
        Ok(())
    }
}

/// Under which name a revoked token is remembered, until it would have lapsed.
fn revoked(jti: &str) -> String {
    format!("revoked {jti}")
}
