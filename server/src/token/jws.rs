//! The compact form of a JWS (RFC 7515 §7.1), as far as our own tokens need it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Refused, TokenError, public_key::PublicKey, signing_key::SigningKey};

/// Longer tokens are refused before anything is decoded.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The part of a JOSE header that we write. Anything that asks for more is refused: `crit` and
/// `b64` change what is signed, `jku`, `jwk`, `x5u` and `x5c` would let a token bring its own key.
/// So is a member that stands there twice (RFC 7515 §4).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) typ: String,
    pub(super) kid: String,
}

/// A token taken apart. Nothing of it counts before the signature was checked.
pub(super) struct Compact<'a> {
    pub(super) header: Header,
    signed: &'a str,
    payload: &'a str,
    signature: &'a str,
}

/// A token of that `typ` (RFC 8725 §3.11), signed with that key.
pub(super) fn sign<C: Serialize>(key: &SigningKey, kid: &str, typ: &str, claims: &C) -> Result<String, TokenError> {
    let header = Header { alg: key.public.algorithm().name().to_owned(), typ: typ.to_owned(), kid: kid.to_owned() };
    let mut token = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header)?);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(serde_json::to_vec(claims)?, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

impl<'a> Compact<'a> {
    pub(super) fn parse(token: &'a str) -> Result<Self, Refused> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refused::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Refused::Malformed)?;
        Ok(Self { header: json(header)?, signed, payload, signature })
    }

    /// The claims, if that key signed them.
    pub(super) fn claims<C: DeserializeOwned>(&self, key: &PublicKey) -> Result<C, Refused> {
        let signature = URL_SAFE_NO_PAD.decode(self.signature).map_err(|_| Refused::Malformed)?;
        if !key.is_signature(self.signed.as_bytes(), &signature) {
            return Err(Refused::Signature);
        }
        json(self.payload)
    }
}

fn json<T: DeserializeOwned>(encoded: &str) -> Result<T, Refused> {
    let json = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| Refused::Malformed)
}
