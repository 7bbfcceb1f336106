use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretSlice};

use super::{
    Algorithm, TokenError,
    public_key::{Jwk, Parameters, PublicKey},
    ring::Material,
};
use crate::random::Random;

/// A key pair that signs JWTs, read once and not at every signature.
pub(super) struct SigningKey {
    pair: Pair,
    pub(super) public: PublicKey,
    pub(super) jwk: Jwk,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl SigningKey {
    /// The signature of a message, in the form of RFC 7518 §3 and RFC 8037 §3.1.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let failed = |_| TokenError::Crypto("signing");
        Ok(match &self.pair {
            Pair::Ec(pair) => pair.sign(&SystemRandom::new(), message).map_err(failed)?.as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(failed)?;
                signature
            }
        })
    }
}

impl Material for SigningKey {
    type Kind = Algorithm;

    fn algorithm(kind: Algorithm) -> &'static str {
        kind.name()
    }

    fn kind(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// PKCS #8, for every algorithm.
    fn generate(kind: Algorithm, _: &dyn Random) -> Result<SecretSlice<u8>, TokenError> {
        let rng = SystemRandom::new();
        let pkcs8 = match kind {
            Algorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).map(|key| bytes(key.as_ref()))
            }
            Algorithm::Es512 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P521_SHA512_FIXED_SIGNING, &rng).map(|key| bytes(key.as_ref()))
            }
            Algorithm::EdDsa => Ed25519KeyPair::generate_pkcs8(&rng).map(|key| bytes(key.as_ref())),
            Algorithm::Rs256 => {
                RsaKeyPair::generate(KeySize::Rsa2048).and_then(|pair| pair.as_der()).map(|key| bytes(key.as_ref()))
            }
        };
        pkcs8.map_err(|_| TokenError::Crypto("making a key"))
    }

    fn load(id: &str, algorithm: &str, private: &SecretSlice<u8>) -> Result<Self, TokenError> {
        let algorithm: Algorithm = algorithm.parse().map_err(|_| TokenError::Crypto("a stored key's algorithm"))?;
        let pkcs8 = private.expose_secret();
        let read = match algorithm {
            Algorithm::Es256 => ec(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256", pkcs8),
            Algorithm::Es512 => ec(&ECDSA_P521_SHA512_FIXED_SIGNING, "P-521", pkcs8),
            Algorithm::EdDsa => ed25519(pkcs8),
            Algorithm::Rs256 => rsa(pkcs8),
        };
        read.and_then(|(pair, public, parameters)| {
            let public = PublicKey::new(algorithm, &public)?;
            Some(Self { pair, public, jwk: Jwk::new(id, algorithm, parameters) })
        })
        .ok_or(TokenError::Crypto("a stored key"))
    }
}

fn bytes(document: &[u8]) -> SecretSlice<u8> {
    document.to_vec().into()
}

/// A key pair, its public key as [`PublicKey::new`] takes it, and as it is published.
type Read = (Pair, Vec<u8>, Parameters);

fn ec(scheme: &'static EcdsaSigningAlgorithm, crv: &'static str, pkcs8: &[u8]) -> Option<Read> {
    let pair = EcdsaKeyPair::from_pkcs8(scheme, pkcs8).ok()?;
    let point = pair.public_key().as_ref().to_vec();
    let parameters = Parameters::of_point(crv, &point)?;
    Some((Pair::Ec(pair), point, parameters))
}

/// Either version of PKCS #8: there are keys of the first in databases.
fn ed25519(pkcs8: &[u8]) -> Option<Read> {
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).ok()?;
    let public = pair.public_key().as_ref().to_vec();
    let parameters = Parameters::Okp { crv: "Ed25519", x: URL_SAFE_NO_PAD.encode(&public) };
    Some((Pair::Ed(pair), public, parameters))
}

fn rsa(pkcs8: &[u8]) -> Option<Read> {
    let pair = RsaKeyPair::from_pkcs8(pkcs8).ok()?;
    let key = pair.public_key();
    let parameters = Parameters::Rsa {
        n: URL_SAFE_NO_PAD.encode(key.modulus().big_endian_without_leading_zero()),
        e: URL_SAFE_NO_PAD.encode(key.exponent().big_endian_without_leading_zero()),
    };
    let public = key.as_ref().to_vec();
    Some((Pair::Rsa(pair), public, parameters))
}
