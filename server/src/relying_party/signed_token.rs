//! A signature of somebody else's over a JWT (RFC 7515, RFC 8725). What is signed is judged elsewhere.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use super::key_set::KeySet;
use crate::config::is_symmetric;

/// Longer tokens are refused before anything is decoded.
const LONGEST: usize = 16 * 1024;

/// Whose signatures count.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    /// The issuer's keys.
    pub keys: &'a KeySet,
    /// The algorithms that count.
    pub algorithms: &'a [Algorithm],
    /// What symmetric algorithms are keyed with, where one of them counts.
    pub secret: Option<&'a str>,
}

/// A token whose signature is good.
#[derive(Clone, Debug)]
pub struct SignedToken {
    /// What it was signed with.
    pub algorithm: Algorithm,
    /// Which kind of token it says it is.
    pub typ: Option<String>,
    /// What is signed.
    pub claims: Map<String, Value>,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No key that we know of made it: the issuer may have new ones.
    #[error("it is signed with an unknown key")]
    UnknownKey,
    /// It is no signed token by its very form.
    #[error("it is no signed token")]
    Malformed,
    /// Its algorithm does not count here; `none` never does.
    #[error("its algorithm is not allowed")]
    Algorithm,
    /// It asks for what we do not know (`crit`), or for another way of signing (`b64`).
    #[error("its header asks for an extension")]
    Extension,
    /// The signature is not the key's.
    #[error("its signature is wrong")]
    Signature,
}

/// The token, if its signature counts. Keys that it brings itself (`jwk`, `jku`, `x5c`, `x5u`) are
/// never looked at.
pub fn verify(token: &str, trust: Trust<'_>) -> Result<SignedToken, SignatureError> {
    if token.len() > LONGEST || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
        return Err(SignatureError::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(SignatureError::Malformed)?;
    let (header, claims) = message.split_once('.').ok_or(SignatureError::Malformed)?;
    // Strictly: no padding, no white space, no bits left over.
    URL_SAFE_NO_PAD.decode(signature).map_err(|_| SignatureError::Malformed)?;
    let (header, claims) = (object(header)?, object(claims)?);
    if header.contains_key("crit") || header.contains_key("b64") {
        return Err(SignatureError::Extension);
    }
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    let algorithm: Algorithm = text("alg").and_then(|name| name.parse().ok()).ok_or(SignatureError::Algorithm)?;
    if !trust.algorithms.contains(&algorithm) {
        return Err(SignatureError::Algorithm);
    }
    let made_by = |key: &DecodingKey| {
        jsonwebtoken::crypto::verify(signature, message.as_bytes(), key, algorithm).unwrap_or(false)
    };
    if is_symmetric(algorithm) {
        let secret = trust.secret.ok_or(SignatureError::Algorithm)?;
        if !made_by(&DecodingKey::from_secret(secret.as_bytes())) {
            return Err(SignatureError::Signature);
        }
    } else {
        let mut tried = trust.keys.candidates(text("kid"), algorithm).map(made_by).peekable();
        tried.peek().ok_or(SignatureError::UnknownKey)?;
        if !tried.any(|good| good) {
            return Err(if text("kid").is_none() { SignatureError::UnknownKey } else { SignatureError::Signature });
        }
    }
    Ok(SignedToken { algorithm, typ: text("typ").map(str::to_owned), claims })
}

fn object(encoded: &str) -> Result<Map<String, Value>, SignatureError> {
    let json = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| SignatureError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| SignatureError::Malformed)
}
