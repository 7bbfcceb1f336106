use aws_lc_rs::{
    encoding::AsDer,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{
    DecodingKey, EncodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::{Algorithm, TokenError, ring::Material};
use crate::random::Random;

/// A key pair that signs JWTs.
pub(super) struct SigningKey {
    pub(super) algorithm: Algorithm,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
    /// Public members only.
    pub(super) jwk: Jwk,
}

impl Material for SigningKey {
    type Kind = Algorithm;

    fn algorithm(kind: Algorithm) -> &'static str {
        kind.name()
    }

    fn algorithm_name(&self) -> &'static str {
        self.algorithm.name()
    }

    /// PKCS #8, for every algorithm.
    fn generate(kind: Algorithm, _: &dyn Random) -> Result<SecretSlice<u8>, TokenError> {
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let failed = |_| TokenError::Crypto("making a key");
        Ok(match kind {
            Algorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).map_err(failed)?.as_ref().to_vec()
            }
            // Version 1: jsonwebtoken finds the public key of no other.
            Algorithm::EdDsa => Ed25519KeyPair::generate_pkcs8v1(&rng).map_err(failed)?.as_ref().to_vec(),
            Algorithm::Rs256 => {
                RsaKeyPair::generate(KeySize::Rsa2048).and_then(|pair| pair.as_der()).map_err(failed)?.as_ref().to_vec()
            }
        }
        .into())
    }

    fn load(id: &str, algorithm: &str, private: &SecretSlice<u8>) -> Result<Self, TokenError> {
        let algorithm: Algorithm = algorithm.parse().map_err(|_| TokenError::Crypto("a stored key's algorithm"))?;
        let signs = match algorithm {
            Algorithm::Es256 => EncodingKey::from_ec_der(private.expose_secret()),
            Algorithm::EdDsa => EncodingKey::from_ed_der(private.expose_secret()),
            Algorithm::Rs256 => EncodingKey::from_rsa_pem(pem(private).expose_secret().as_bytes())?,
        };
        let mut jwk = Jwk::from_encoding_key(&signs, algorithm.jose())?;
        jwk.common.key_id = Some(id.to_owned());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { algorithm, verifies: DecodingKey::from_jwk(&jwk)?, signs, jwk })
    }
}

/// RFC 7468. jsonwebtoken takes an RSA key in PKCS #8 only in this form.
fn pem(pkcs8: &SecretSlice<u8>) -> SecretString {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(pkcs8.expose_secret()))
        .into()
}
