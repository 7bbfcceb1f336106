use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::WhyInvalid;
use crate::token::MAX_TOKEN_BYTES;

/// What a compact JWS says of itself before its signature is looked at. It chooses the issuer whose
/// keys are tried, and nothing else.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) header: Header,
    pub(super) issuer: String,
}

/// The part of a JOSE header that counts. Keys that it brings along or points to (`jwk`, `jku`, `x5c`,
/// `x5u`) are not even read (RFC 8725 §3.10).
#[derive(Debug, Deserialize)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) typ: Option<String>,
    pub(super) kid: Option<String>,
    crit: Option<IgnoredAny>,
    b64: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Named {
    iss: String,
}

impl Envelope {
    /// Of what may be one: three parts, the first two of them JSON.
    pub(super) fn read(token: &str) -> Option<Self> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let mut parts = token.split('.');
        let (header, payload) = (parts.next()?, parts.next()?);
        if parts.next().is_none() || parts.next().is_some() {
            return None;
        }
        let Named { iss } = json(payload)?;
        Some(Self { header: json(header)?, issuer: iss })
    }
}

impl Header {
    pub(super) const fn check(&self) -> Result<(), WhyInvalid> {
        if self.crit.is_some() || self.b64.is_some() { Err(WhyInvalid::Critical) } else { Ok(()) }
    }
}

/// What is no JWT, and may be an opaque token: of the characters of RFC 6750 §2.1.
pub(super) fn is_opaque(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    token.len() <= MAX_TOKEN_BYTES
        && token.bytes().all(plain)
        && token.bytes().filter(|&byte| byte == b'.').count() != 2
}

fn json<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
