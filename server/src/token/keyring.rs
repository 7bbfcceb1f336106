use std::sync::Arc;

use jsonwebtoken::{Header, encode};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Algorithm, Refused, RingPolicy, TokenError, Vault,
    ring::{KeyState, Ring, RingParts},
    signing_key::SigningKey,
    verify::{self, Expected},
};
use crate::{clock::Timestamp, random::Random, store::Store};

/// The keys that sign one issuer's JWTs.
pub struct Keyring {
    ring: Ring<SigningKey>,
}

impl Keyring {
    /// Loads the ring; makes its first key where there is none.
    pub async fn open(
        store: Store,
        (vault, random): (Arc<Vault>, Arc<dyn Random>),
        policy: RingPolicy,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<Self, TokenError> {
        Ok(Self { ring: Ring::open(RingParts { store, vault, random }, policy, algorithm, now).await? })
    }

    /// What the active key signs with. Another one than configured until the next rotation, if the
    /// configuration has changed: [`Keyring::maintain`] has a key of the new one ready for it.
    pub fn algorithm(&self) -> Result<Algorithm, TokenError> {
        self.ring.with_active(|key| key.material.algorithm)
    }

    /// What tokens may be signed with, now and after the next rotation: each algorithm once.
    pub fn algorithms(&self) -> Vec<Algorithm> {
        let mut algorithms = Vec::new();
        for key in self.ring.held().iter() {
            if !algorithms.contains(&key.material.algorithm) {
                algorithms.push(key.material.algorithm);
            }
        }
        algorithms
    }

    /// A JWT of that `typ` (RFC 8725 §3.11), signed by the active key.
    pub fn sign<C: Serialize>(&self, typ: &str, claims: &C) -> Result<String, TokenError> {
        let signed = self.ring.with_active(|key| {
            let mut header = Header::new(key.material.algorithm.jose());
            header.typ = Some(typ.to_owned());
            header.kid = Some(key.id.clone());
            encode(&header, claims, &key.material.signs)
        })?;
        Ok(signed?)
    }

    /// The claims of a JWT that one of this ring's keys signed and that is good now, for whomever if no
    /// audience is named.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        typ: &str,
        issuer: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<C, Refused> {
        self.check(token, typ, issuer, (audience, Some(now)))
    }

    /// The claims of a JWT that one of this ring's keys signed, for whomever and however long ago.
    pub fn verify_past<C: DeserializeOwned>(&self, token: &str, typ: &str, issuer: &str) -> Result<C, Refused> {
        self.check(token, typ, issuer, (None, None))
    }

    fn check<C: DeserializeOwned>(
        &self,
        token: &str,
        typ: &str,
        issuer: &str,
        (audience, now): (Option<&str>, Option<Timestamp>),
    ) -> Result<C, Refused> {
        let header = verify::header(token)?;
        let held = self.ring.held();
        let key = held.iter().find(|key| key.id == header.kid).ok_or(Refused::UnknownKey)?;
        let expected = Expected { algorithm: key.material.algorithm, typ, issuer, audience, now };
        verify::claims(token, &header, &key.material.verifies, &expected)
    }

    /// The public keys (RFC 7517 §5): next, active and retired ones.
    pub fn jwks(&self) -> serde_json::Value {
        let keys: Vec<_> = self.ring.held().iter().map(|key| serde_json::json!(key.material.jwk)).collect();
        serde_json::json!({ "keys": keys })
    }

    /// The ids of the keys and what they are doing, oldest first.
    pub fn states(&self) -> Vec<(String, KeyState)> {
        self.ring.held().iter().map(|key| (key.id.clone(), key.state)).collect()
    }

    /// Looks at the store again: another replica may have rotated.
    pub async fn reload(&self) -> Result<(), TokenError> {
        self.ring.reload().await
    }

    /// To be called from time to time: has a next key ready, rotates when it is time.
    pub async fn maintain(&self, now: Timestamp) -> Result<(), TokenError> {
        self.ring.maintain(now).await
    }

    /// The next key signs from now on.
    pub async fn rotate(&self, now: Timestamp) -> Result<(), TokenError> {
        self.ring.rotate(now).await
    }
}
