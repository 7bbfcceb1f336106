use std::sync::Arc;

use jsonwebtoken::Algorithm;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{Client, ClientId, Failure, Provider};
use crate::{
    clock::Timestamp,
    relying_party::{KeySet, Trust, verify_signature},
};

/// What a client may sign with. Nothing symmetric: its key is public here.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA];
/// How far our clocks may be apart, seconds.
const LEEWAY_SECONDS: i64 = 30;
/// Longest life of an assertion, seconds: its name must be remembered so long.
const LONGEST_LIFE_SECONDS: i64 = 60 * 60;

/// What a client says of itself (RFC 7523 §3).
#[derive(Deserialize)]
struct AssertionClaims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Provider {
    /// The client that signed an assertion for us, which counts once (RFC 7523 §3, OpenID Connect Core §9).
    pub(super) async fn by_assertion(
        &self,
        said: Option<ClientId>,
        assertion: &SecretString,
    ) -> Result<Option<Arc<Client>>, Failure> {
        let assertion = assertion.expose_secret();
        let Some(id) = unverified_subject(assertion).and_then(|sub| ClientId::parse(&sub)) else { return Ok(None) };
        if said.is_some_and(|said| said != id) {
            return Ok(None);
        }
        let Some(client) = self.client(&id).await? else { return Ok(None) };
        let Some(claims) = client.metadata.jwks.as_ref().and_then(|jwks| signed_claims(assertion, jwks)) else {
            return Ok(None);
        };
        if !self.is_for_us(&claims, &id) {
            return Ok(None);
        }
        let name = format!("{} {}", id.as_str(), claims.jti);
        let until = Timestamp::from_seconds(claims.exp + LEEWAY_SECONDS);
        let first = self.store.write().await?.spent_jtis().spend(&name, until).await?;
        Ok(first.then_some(client))
    }

    /// Whether the claims are its own, for this issuer, and good now.
    fn is_for_us(&self, claims: &AssertionClaims, id: &ClientId) -> bool {
        let now = self.clock.now().seconds();
        let ours = |audience: &String| *audience == self.settings.issuer || *audience == self.settings.token_endpoint;
        let addressed = match &claims.aud {
            Audience::One(one) => ours(one),
            // One for several could be used at another by whoever of them gets it.
            Audience::Several(several) => matches!(several.as_slice(), [one] if ours(one)),
        };
        let begun = |at: Option<i64>| at.is_none_or(|at| at <= now + LEEWAY_SECONDS);
        addressed
            && claims.iss == id.as_str()
            && claims.sub == id.as_str()
            && (now - LEEWAY_SECONDS..=now + LONGEST_LIFE_SECONDS).contains(&claims.exp)
            && begun(claims.nbf)
            && begun(claims.iat)
    }
}

fn signed_claims(assertion: &str, jwks: &serde_json::Value) -> Option<AssertionClaims> {
    let keys = KeySet::read(jwks.to_string().as_bytes()).ok()?;
    let trust = Trust { keys: &keys, algorithms: &ALGORITHMS, secret: None };
    let signed = verify_signature(assertion, trust).ok()?;
    serde_json::from_value(signed.claims.into()).ok()
}

/// Who it says it is: to know whose keys to check it with, and for nothing else.
fn unverified_subject(assertion: &str) -> Option<String> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    #[derive(Deserialize)]
    struct Said {
        sub: String,
    }
    let payload = URL_SAFE_NO_PAD.decode(assertion.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok().map(|Said { sub }| sub)
}
