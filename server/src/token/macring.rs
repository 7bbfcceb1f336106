use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretSlice};

use super::{
    KeyState, KeySummary, RingParts, RingPolicy, TokenError,
    ring::{Material, Ring},
};
use crate::random::{Random, bytes};

/// Name of the algorithm in the store.
const HS256: &str = "HS256";

/// The keys that refresh tokens are derived with.
pub struct MacRing {
    ring: Ring<MacKey>,
}

struct MacKey(hmac::Key);

impl Material for MacKey {
    type Kind = ();

    fn algorithm((): ()) -> &'static str {
        HS256
    }

    fn kind(&self) {}

    fn generate((): (), random: &dyn Random) -> Result<SecretSlice<u8>, TokenError> {
        Ok(bytes::<32>(random).to_vec().into())
    }

    fn load(_: &str, algorithm: &str, private: &SecretSlice<u8>) -> Result<Self, TokenError> {
        if algorithm != HS256 {
            return Err(TokenError::Crypto("a stored key's algorithm"));
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, private.expose_secret())))
    }
}

impl MacRing {
    /// Loads the ring; makes its first key where there is none.
    pub async fn open(parts: RingParts, policy: RingPolicy) -> Result<Self, TokenError> {
        Ok(Self { ring: Ring::open(parts, policy, vec![()]).await? })
    }

    /// The active key's id and its MAC of `message`.
    pub(super) fn mac(&self, message: &[u8]) -> Result<(String, Vec<u8>), TokenError> {
        self.ring.with_active((), |key| (key.id.clone(), hmac::sign(&key.material.0, message).as_ref().to_vec()))
    }

    /// Whether `mac` is that key's MAC of `message`. Takes the same time wherever they differ.
    pub(super) fn is_mac(&self, key_id: &str, message: &[u8], mac: &[u8]) -> bool {
        let held = self.ring.held();
        let key = held.iter().find(|key| key.id == key_id && key.state != KeyState::Lapsed);
        key.is_some_and(|key| hmac::verify(&key.material.0, message, mac).is_ok())
    }

    /// The MAC of a short code, to be kept in its place, with the id of its key.
    pub fn seal_code(&self, message: &str) -> Result<String, TokenError> {
        let (key_id, mac) = self.mac(message.as_bytes())?;
        Ok(format!("{key_id}.{}", URL_SAFE_NO_PAD.encode(mac)))
    }

    /// Whether `sealed` is what [`Self::seal_code`] made of that message.
    pub fn opens_code(&self, message: &str, sealed: &str) -> bool {
        sealed.split_once('.').is_some_and(|(key_id, mac)| {
            URL_SAFE_NO_PAD.decode(mac).is_ok_and(|mac| self.is_mac(key_id, message.as_bytes(), &mac))
        })
    }

    /// Whether a key of that id is held: if not, another replica may have made it.
    pub fn knows(&self, key_id: &str) -> bool {
        self.ring.held().iter().any(|key| key.id == key_id)
    }

    /// The keys and what they are doing, oldest first.
    pub fn keys(&self) -> Vec<KeySummary> {
        self.ring.summaries()
    }

    /// Looks at the store for a key that is not known here, as [`super::Keyring::reload`] does.
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

    /// The next key derives from now on.
    pub async fn rotate(&self) -> Result<(), TokenError> {
        self.ring.rotate().await
    }
}
