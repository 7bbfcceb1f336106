use std::time::Duration;

use aws_lc_rs::digest::{self, SHA256, SHA512};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

use super::{Grant, Provider, StandardClaims};
use crate::token::Algorithm;

/// It reports a sign-in; nothing is fetched with it.
pub(super) const ID_TOKEN_LIFE: Duration = Duration::from_hours(1);
/// `typ` of an ID token.
pub(super) const ID_TOKEN_TYPE: &str = "JWT";

/// The claims of every ID token that do not tell of the person.
pub(super) const ID_TOKEN_CLAIMS: [&str; 8] = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash"];

/// Claims of an ID token (OpenID Connect Core §2, §3.1.3.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct IdTokenClaims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    at_hash: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amr: Vec<String>,
    #[serde(flatten)]
    person: StandardClaims,
}

impl Provider {
    /// What the ID token of a grant says.
    pub(super) fn id_token_claims(&self, grant: &Grant, access_token: &str) -> IdTokenClaims {
        let now = self.clock.now();
        IdTokenClaims {
            iss: self.settings.issuer.clone(),
            sub: grant.subject.as_str().to_owned(),
            aud: grant.client_id.as_str().to_owned(),
            exp: (now + ID_TOKEN_LIFE).seconds(),
            iat: now.seconds(),
            auth_time: grant.auth_time.seconds(),
            nonce: grant.nonce.clone(),
            at_hash: at_hash(self.keys.algorithm(), access_token),
            amr: grant.amr.clone(),
            person: grant.claims.within(&grant.scope),
        }
    }
}

/// Left half of the access token's hash, by the hash of the algorithm that signs the ID token
/// (OpenID Connect Core §3.1.3.6): Ed25519 hashes with SHA-512 (RFC 8032 §5.1).
fn at_hash(algorithm: Algorithm, access_token: &str) -> String {
    let hash = match algorithm {
        Algorithm::Es256 | Algorithm::Rs256 => &SHA256,
        Algorithm::EdDsa | Algorithm::Es512 => &SHA512,
    };
    let digest = digest::digest(hash, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.as_ref()[..hash.output_len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The access token of OpenID Connect Core appendix A.3, whose ID token is signed with RS256.
    #[test]
    fn the_example_of_openid_connect_core() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(at_hash(Algorithm::Rs256, token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(at_hash(Algorithm::Es256, token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn ed25519_takes_half_of_sha_512() {
        let half = URL_SAFE_NO_PAD.decode(at_hash(Algorithm::EdDsa, "abc")).unwrap();
        assert_eq!(half.len(), 32);
        assert_eq!(half[..4], [0xdd, 0xaf, 0x35, 0xa1]);
    }
}
