//! Checking a JWT of our own (RFC 7519 §7.2, RFC 8725).

use jsonwebtoken::{DecodingKey, Validation};
use serde::{Deserialize, de::DeserializeOwned};

use super::Algorithm;
use crate::clock::Timestamp;

/// Longer tokens are refused before anything is decoded.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;
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

/// The part of a JOSE header that we write. Anything that asks for more is refused: `crit` and
/// `b64` change what is signed, `jku`, `jwk`, `x5u` and `x5c` would let a token bring its own key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JoseHeader {
    alg: String,
    typ: String,
    pub(super) kid: String,
}

pub(super) struct Expected<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) typ: &'a str,
    pub(super) issuer: &'a str,
    /// Whom it must be for, where it must.
    pub(super) audience: Option<&'a str>,
    /// When it must be good, where it must.
    pub(super) now: Option<Timestamp>,
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

pub(super) fn header(token: &str) -> Result<JoseHeader, Refused> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    if token.len() > MAX_TOKEN_BYTES || token.bytes().filter(|&byte| byte == b'.').count() != 2 {
        return Err(Refused::Malformed);
    }
    let encoded = token.split('.').next().unwrap_or_default();
    let json = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| Refused::Malformed)
}

pub(super) fn claims<C: DeserializeOwned>(
    token: &str,
    header: &JoseHeader,
    key: &DecodingKey,
    expected: &Expected<'_>,
) -> Result<C, Refused> {
    if header.alg != expected.algorithm.name() {
        return Err(Refused::Signature);
    }
    if header.typ != expected.typ {
        return Err(Refused::WrongType);
    }
    let claims = jsonwebtoken::decode::<serde_json::Value>(token, key, &signature_only(expected.algorithm))
        .map_err(|_| Refused::Signature)?
        .claims;
    check(&Registered::deserialize(&claims).map_err(|_| Refused::Malformed)?, expected)?;
    C::deserialize(claims).map_err(|_| Refused::Malformed)
}

/// The rest is checked by [`check`], against a clock that is an argument.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm.jose());
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn check(claims: &Registered, expected: &Expected<'_>) -> Result<(), Refused> {
    if claims.iss != expected.issuer {
        return Err(Refused::WrongIssuer);
    }
    if expected.audience.is_some_and(|audience| !claims.aud.contains(audience)) {
        return Err(Refused::WrongAudience);
    }
    let Some(now) = expected.now.map(Timestamp::seconds) else { return Ok(()) };
    if now >= claims.exp {
        return Err(Refused::Expired);
    }
    if claims.iat > now + LEEWAY_SECONDS || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY_SECONDS) {
        return Err(Refused::NotYet);
    }
    Ok(())
}
