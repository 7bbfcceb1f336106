use std::{sync::Arc, time::Duration};

use serde::{
    Serialize,
    de::DeserializeOwned,
    ser::{SerializeMap, Serializer},
};

use super::{
    Algorithm, KeyState, KeySummary, Refused, RingParts, RingPolicy, TokenError,
    jws::{self, Compact},
    public_key::Jwk,
    ring::{Held, Ring},
    signing_key::SigningKey,
    verify::{self, Expected, Use},
};
use crate::clock::Timestamp;

/// No verifier may keep the public keys for longer than this.
const LONGEST_CACHE: Duration = Duration::from_secs(5 * 60);

/// The keys that sign one issuer's JWTs: of each of its algorithms one that signs, the one that comes
/// next, and those that did.
pub struct Keyring {
    pub(super) ring: Ring<SigningKey>,
    algorithm: Algorithm,
}

impl Keyring {
    /// Loads the keys, and makes the first of each algorithm that has none.
    ///
    /// All of them now, and not when a client first asks for one: an RSA key takes up to a second to
    /// make, and the algorithms that an issuer names are the ones that it has keys for.
    pub async fn open(
        parts: RingParts,
        policy: RingPolicy,
        algorithm: Algorithm,
        others: &[Algorithm],
    ) -> Result<Self, TokenError> {
        let others = others.iter().copied().filter(|&other| other != algorithm);
        let algorithms = std::iter::once(algorithm).chain(others).collect();
        Ok(Self { ring: Ring::open(parts, policy, algorithms).await?, algorithm })
    }

    /// What is signed with where nobody has asked for another.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// What tokens may be signed with: the one that [`Self::algorithm`] names first.
    pub fn algorithms(&self) -> &[Algorithm] {
        &self.ring.kinds
    }

    /// A JWT of that `typ` (RFC 8725 §3.11), signed by the active key of that algorithm.
    pub fn sign<C: Serialize>(&self, algorithm: Algorithm, typ: &str, claims: &C) -> Result<String, TokenError> {
        self.ring.with_active(algorithm, |key| jws::sign(&key.material, &key.id, typ, claims))?
    }

    /// The claims of a JWT that one of this issuer's keys signed and that is good now; for whomever, if no
    /// audience is named.
    ///
    /// [`Refused::UnknownKey`] may be a key that another replica has just made: [`Self::reload`] and
    /// ask once more.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        typ: &str,
        issuer: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<C, Refused> {
        self.check(token, &Expected { typ, issuer, now, used: Use::AsToken { audience } })
    }

    /// The claims of a JWT that this issuer once signed, for whomever, over or not: an `id_token_hint`
    /// (OpenID Connect Core §3.1.2.1). It proves nothing about whoever brings it.
    pub fn verify_hint<C: DeserializeOwned>(
        &self,
        token: &str,
        typ: &str,
        issuer: &str,
        now: Timestamp,
    ) -> Result<C, Refused> {
        self.check(token, &Expected { typ, issuer, now, used: Use::AsHint })
    }

    /// The algorithm is the key's, never the header's word for it (RFC 8725 §3.1).
    fn check<C: DeserializeOwned>(&self, token: &str, expected: &Expected<'_>) -> Result<C, Refused> {
        let compact = Compact::parse(token)?;
        let held = self.ring.held();
        let key = held.iter().find(|key| key.id == compact.header.kid).ok_or(Refused::UnknownKey)?;
        if key.state == KeyState::Lapsed && !matches!(expected.used, Use::AsHint) {
            return Err(Refused::Expired);
        }
        verify::claims(&compact, &key.material.public, expected)
    }

    /// The public keys: next, active and retired ones.
    pub fn jwks(&self) -> Jwks {
        Jwks(self.ring.held())
    }

    /// How long a verifier may keep them: half the time that a next key stands there before it signs.
    /// The other half is for replicas to notice it, and for clocks.
    pub fn cache_for(&self) -> Duration {
        LONGEST_CACHE.min(self.ring.policy.publish_ahead / 2)
    }

    /// The keys and what they are doing, oldest first.
    pub fn keys(&self) -> Vec<KeySummary> {
        self.ring.summaries()
    }

    /// Looks at the store for a key that is not known here. Shared and spaced out, so that made-up key
    /// ids cost the store next to nothing.
    pub async fn reload(&self) -> Result<(), TokenError> {
        self.ring.look_for_unknown().await
    }

    /// To be called from time to time: looks at the store and rotates when it is time.
    pub async fn maintain(&self) -> Result<(), TokenError> {
        self.ring.maintain().await
    }

    /// To be called as often, beside that: has next keys ready.
    pub async fn prepare(&self) -> Result<(), TokenError> {
        self.ring.prepare().await
    }

    /// The next keys sign from now on. Before [`Self::ready_at`], verifiers may not have them yet.
    pub async fn rotate(&self) -> Result<(), TokenError> {
        self.ring.rotate().await
    }

    /// When every next key will have been published long enough; `None` if there is none.
    pub fn ready_at(&self) -> Option<Timestamp> {
        self.ring.ready_at()
    }
}

/// A JWK set (RFC 7517 §5), to be serialized.
pub struct Jwks(Arc<Vec<Held<SigningKey>>>);

impl Serialize for Jwks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let published = self.0.iter().filter(|key| key.state != KeyState::Lapsed);
        let keys: Vec<&Jwk> = published.map(|key| &key.material.jwk).collect();
        let mut set = serializer.serialize_map(Some(1))?;
        set.serialize_entry("keys", &keys)?;
        set.end()
    }
}
