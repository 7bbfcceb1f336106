use aws_lc_rs::digest::{self, SHA256, SHA512};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Client, Failure, Grant, Provider, StandardClaims};
use crate::token::Algorithm;

/// `typ` of an ID token.
pub(super) const ID_TOKEN_TYPE: &str = "JWT";

/// The claims of every ID token that do not tell of the person.
pub(super) const ID_TOKEN_CLAIMS: [&str; 8] = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash"];

/// Claims of an ID token (OpenID Connect Core §2, §3.1.3.6, §3.3.2.11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct IdTokenClaims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    c_hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amr: Vec<String>,
    #[serde(flatten)]
    person: StandardClaims,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// What an ID token vouches for beside itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hashed<'a> {
    pub(super) access_token: Option<&'a str>,
    pub(super) code: Option<&'a str>,
}

impl Provider {
    /// The ID token of a grant. Where an access token comes with it, the scope's claims are for userinfo, but
    /// for those that are asked for here (OpenID Connect Core §5.4); our own clients have always had them in both.
    pub(super) async fn id_token(
        &self,
        client: &Client,
        grant: &Grant,
        hashed: Hashed<'_>,
        nonce: Option<&str>,
    ) -> Result<String, Failure> {
        let now = self.clock.now();
        let algorithm = self.signs_for(client);
        let person = self.person_of(client, grant).await?;
        let claims = IdTokenClaims {
            iss: self.settings.issuer.clone(),
            sub: grant.subject.as_str().to_owned(),
            aud: grant.client_id.as_str().to_owned(),
            exp: (now + client.metadata.lives.id_token()).seconds(),
            iat: now.seconds(),
            auth_time: grant.auth_time.seconds(),
            nonce: nonce.map(str::to_owned),
            at_hash: hashed.access_token.map(|token| half_hash(algorithm, token)),
            c_hash: hashed.code.map(|code| half_hash(algorithm, code)),
            sid: grant.account.as_ref().map(|account| session_id(&account.family_id, client)),
            amr: grant.amr.clone(),
            person: person.claims.among(&grant.scope, &grant.asked.id_token),
            extra: person.extra,
        };
        Ok(self.keys.sign(algorithm, ID_TOKEN_TYPE, &claims)?)
    }
}

impl Provider {
    /// What signs a client's ID tokens. The demo provider has one key for all.
    pub(super) fn signs_for(&self, client: &Client) -> Algorithm {
        let wanted = client.metadata.id_token_signed_response_alg;
        if self.keys.algorithms().contains(&wanted) { wanted } else { self.keys.algorithm() }
    }

    /// What ID tokens may be signed with.
    pub(super) fn signs_id_tokens_with(&self) -> Vec<Algorithm> {
        self.keys.algorithms().to_vec()
    }
}

/// What a client calls a session: each another name, so that two of them cannot compare.
pub(super) fn session_id(family: &str, client: &Client) -> String {
    crate::digest::sha256(&format!("sid\n{family}\n{}", client.id.as_str()))
}

/// Left half of a token's or a code's hash, by the hash of the algorithm that signs the ID token
/// (OpenID Connect Core §3.1.3.6): Ed25519 hashes with SHA-512 (RFC 8032 §5.1).
fn half_hash(algorithm: Algorithm, text: &str) -> String {
    let hash = match algorithm {
        Algorithm::Es256 | Algorithm::Rs256 => &SHA256,
        Algorithm::EdDsa | Algorithm::Es512 => &SHA512,
    };
    let digest = digest::digest(hash, text.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.as_ref()[..hash.output_len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The access token of OpenID Connect Core appendix A.3, whose ID token is signed with RS256.
    #[test]
    fn the_example_of_openid_connect_core() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(Algorithm::Rs256, token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash(Algorithm::Es256, token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn ed25519_takes_half_of_sha_512() {
        let half = URL_SAFE_NO_PAD.decode(half_hash(Algorithm::EdDsa, "abc")).unwrap();
        assert_eq!(half.len(), 32);
        assert_eq!(half[..4], [0xdd, 0xaf, 0x35, 0xa1]);
    }
}
