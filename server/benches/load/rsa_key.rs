use aws_lc_rs::{
    encoding::AsDer,
    rsa::{KeyPair, KeySize},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};

use super::error::BenchError;

const KEY_ID: &str = "bench";

/// A key that signs RS256, as those of Okta and most others do.
pub struct RsaKey {
    key: EncodingKey,
    jwk: Jwk,
}

impl RsaKey {
    /// One that nobody has had before.
    pub fn new() -> Result<Self, BenchError> {
        let no_key = || std::io::Error::other("no RSA key can be made");
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| no_key())?;
        let pkcs8 = STANDARD.encode(pair.as_der().map_err(|_| no_key())?.as_ref());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{pkcs8}\n-----END PRIVATE KEY-----\n");
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| no_key())?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).map_err(|_| no_key())?;
        jwk.common.key_id = Some(KEY_ID.to_owned());
        Ok(Self { key, jwk })
    }

    /// What an issuer of that address says of itself, and its keys.
    pub fn documents(&self, url: &str) -> [Value; 2] {
        let metadata = json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/keys"),
        });
        [metadata, json!({ "keys": [self.jwk] })]
    }

    /// A JWT of those claims.
    pub fn sign(&self, claims: &Value) -> Result<String, BenchError> {
        let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::RS256) };
        encode(&header, claims, &self.key).map_err(|error| std::io::Error::other(error).into())
    }
}
