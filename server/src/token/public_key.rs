use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P521_SHA512_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    VerificationAlgorithm,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

use super::Algorithm;

/// The half of a key pair that anybody may have.
pub(super) struct PublicKey {
    algorithm: Algorithm,
    verifies: ParsedPublicKey,
}

/// A public key as it is published (RFC 7517 §4).
#[derive(Serialize)]
pub(super) struct Jwk {
    kid: String,
    alg: Algorithm,
    #[serde(rename = "use")]
    usage: &'static str,
    #[serde(flatten)]
    parameters: Parameters,
}

/// What is particular to a kind of keys (RFC 7518 §6, RFC 8037 §2), in base64url.
#[derive(Serialize)]
#[serde(tag = "kty")]
pub(super) enum Parameters {
    #[serde(rename = "EC")]
    Ec { crv: &'static str, x: String, y: String },
    #[serde(rename = "RSA")]
    Rsa { n: String, e: String },
    #[serde(rename = "OKP")]
    Okp { crv: &'static str, x: String },
}

impl PublicKey {
    /// From an uncompressed point, an `RSAPublicKey` (RFC 8017 §A.1.1) or the bytes of RFC 8032 §5.1.5.
    /// `None` if that is no key for that algorithm.
    pub(super) fn new(algorithm: Algorithm, bytes: &[u8]) -> Option<Self> {
        let scheme: &'static dyn VerificationAlgorithm = match algorithm {
            Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
            Algorithm::Es512 => &ECDSA_P521_SHA512_FIXED,
            Algorithm::EdDsa => &ED25519,
            Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        };
        Some(Self { algorithm, verifies: ParsedPublicKey::new(scheme, bytes).ok()? })
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether `signature` is this key's of `message`, made with this key's algorithm.
    pub(super) fn is_signature(&self, message: &[u8], signature: &[u8]) -> bool {
        self.verifies.verify_sig(message, signature).is_ok()
    }
}

impl Jwk {
    pub(super) fn new(kid: &str, alg: Algorithm, parameters: Parameters) -> Self {
        Self { kid: kid.to_owned(), alg, usage: "sig", parameters }
    }
}

impl Parameters {
    /// From an uncompressed point (SEC 1 §2.3.3): `04 ‖ x ‖ y`, both as long as the field.
    pub(super) fn of_point(crv: &'static str, point: &[u8]) -> Option<Self> {
        let (&4, coordinates) = point.split_first()? else { return None };
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        Some(Self::Ec { crv, x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) })
    }
}
