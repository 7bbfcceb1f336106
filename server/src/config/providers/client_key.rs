use std::fmt;

use jsonwebtoken::{Algorithm, EncodingKey, jwk::Jwk, jwk::PublicKeyUse};

use super::Section;

/// A private key of ours that a provider knows the public half of.
#[derive(Clone)]
pub struct ClientKey {
    /// What it signs with.
    pub algorithm: Algorithm,
    /// The key.
    pub key: EncodingKey,
    /// What it is called there.
    pub id: Option<String>,
    /// Its public half.
    pub public: Jwk,
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientKey").field("algorithm", &self.algorithm).field("id", &self.id).finish_non_exhaustive()
    }
}

const FORM: &str = "is a private key in PEM: RSA of 2048 bits or more, or EC on P-256 (PKCS #8)";

impl ClientKey {
    /// From `private_key` or the file of `private_key_file`; `None` where neither is set.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let id = section.text("private_key_id");
        let (key, pem) = match (section.text("private_key"), section.text("private_key_file")) {
            (Some(pem), None) => ("private_key", pem),
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(pem) => ("private_key_file", pem),
                Err(error) => {
                    section.mistake("private_key_file", &format!("cannot be read: {error}"));
                    return None;
                }
            },
            (Some(_), Some(_)) => {
                section.mistake("private_key_file", "stands beside private_key: one of them is enough");
                return None;
            }
            (None, None) => return None,
        };
        // An environment variable has no line breaks: they are written as \n there.
        let Some((algorithm, key_pair)) = parse(&pem.replace("\\n", "\n")) else {
            section.mistake(key, FORM);
            return None;
        };
        let wanted = section.get("private_key_algorithm", algorithm, |name| match (name, algorithm) {
            ("ES256", Algorithm::ES256) => Ok(Algorithm::ES256),
            ("RS256", Algorithm::RS256) => Ok(Algorithm::RS256),
            ("PS256", Algorithm::RS256) => Ok(Algorithm::PS256),
            _ => Err("is one that the key can make: ES256 for an EC key, RS256 or PS256 for an RSA key"),
        });
        match Jwk::from_encoding_key(&key_pair, wanted) {
            Ok(mut public) => {
                public.common.key_id.clone_from(&id);
                public.common.public_key_use = Some(PublicKeyUse::Signature);
                Some(Self { algorithm: wanted, key: key_pair, id, public })
            }
            Err(_) => {
                section.mistake(key, FORM);
                None
            }
        }
    }
}

fn parse(pem: &str) -> Option<(Algorithm, EncodingKey)> {
    let rsa = || EncodingKey::from_rsa_pem(pem.as_bytes()).map(|key| (Algorithm::RS256, key));
    EncodingKey::from_ec_pem(pem.as_bytes()).map(|key| (Algorithm::ES256, key)).or_else(|_| rsa()).ok()
}
