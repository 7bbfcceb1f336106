//! Checking a JWT of our own (RFC 7519 §7.2, RFC 8725).

use serde::{Deserialize, de::DeserializeOwned};

use super::{jws::Compact, public_key::PublicKey};
use crate::clock::Timestamp;

/// How far two of our replicas' clocks may be apart, seconds.
const LEEWAY_SECONDS: i64 = 30;

/// Why a token does not count. The bearer only ever hears that it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a compact JWS of ours by its very form.
    #[error("malformed")]
    Malformed,
    /// Signed by a key we do not hold.
    #[error("unknown key")]
    UnknownKey,
    /// The signature is not that of the key, or made with another algorithm.
    #[error("bad signature")]
    Signature,
    /// A token of ours for another purpose (RFC 8725 §3.11).
    #[error("wrong type")]
    WrongType,
    /// Of another issuer.
    #[error("wrong issuer")]
    WrongIssuer,
    /// For another audience.
    #[error("wrong audience")]
    WrongAudience,
    /// Over.
    #[error("expired")]
    Expired,
    /// Not good yet.
    #[error("not valid yet")]
    NotYet,
}

/// What a token must be.
pub(super) struct Expected<'a> {
    pub(super) typ: &'a str,
    pub(super) issuer: &'a str,
    pub(super) now: Timestamp,
    pub(super) used: Use<'a>,
}

/// What somebody brings a token for.
pub(super) enum Use<'a> {
    /// To be let in with it.
    AsToken { audience: Option<&'a str> },
    /// To say whom it was about.
    AsHint,
}

#[derive(Deserialize)]
struct Registered {
    iss: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    iat: i64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn contains(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Several(several) => several.iter().any(|one| one == audience),
        }
    }
}

/// The claims of a token that `key` signed and that is what is expected.
pub(super) fn claims<C: DeserializeOwned>(
    token: &Compact<'_>,
    key: &PublicKey,
    expected: &Expected<'_>,
) -> Result<C, Refused> {
    if token.header.alg != key.algorithm().name() {
        return Err(Refused::Signature);
    }
    if token.header.typ != expected.typ {
        return Err(Refused::WrongType);
    }
    let claims: serde_json::Value = token.claims(key)?;
    check(&Registered::deserialize(&claims).map_err(|_| Refused::Malformed)?, expected)?;
    C::deserialize(claims).map_err(|_| Refused::Malformed)
}

fn check(claims: &Registered, expected: &Expected<'_>) -> Result<(), Refused> {
    let now = expected.now.seconds();
    if claims.iss != expected.issuer {
        return Err(Refused::WrongIssuer);
    }
    if let Use::AsToken { audience } = expected.used {
        if audience.is_some_and(|audience| !claims.aud.contains(audience)) {
            return Err(Refused::WrongAudience);
        }
        if now >= claims.exp {
            return Err(Refused::Expired);
        }
    }
    if claims.iat > now + LEEWAY_SECONDS || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY_SECONDS) {
        return Err(Refused::NotYet);
    }
    Ok(())
}
