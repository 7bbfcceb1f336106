use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;

use super::Reader;
use crate::token::{Algorithm, Vault};

const DAY: u64 = 24 * 60 * 60;
/// Many verifiers keep keys for longer than they are told to: an hour is what they may take.
const PUBLISH_AHEAD: Duration = Duration::from_secs(60 * 60);
/// A rotation by another process is noticed within this time.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Keys at rest and in use.
#[derive(Debug)]
pub struct KeyConfig {
    /// What seals private keys in the database.
    pub vault: VaultKey,
    /// What our own access tokens are signed with.
    pub algorithm: Algorithm,
    /// How long a key signs before the next takes over.
    pub rotate_every: Duration,
    /// How long a key stands published before it signs.
    pub publish_ahead: Duration,
}

/// Where the key that seals keys comes from.
#[derive(Debug)]
pub enum VaultKey {
    /// `keys.encryption_key`: 32 bytes in base64. Replicas share it.
    Given(SecretString),
    /// A file, made at the first start; `gatepost.key` beside the database unless it is named.
    File(Option<PathBuf>),
}

impl KeyConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let file = reader.text("keys.encryption_key_file").map(PathBuf::from);
        let vault = match reader.text("keys.encryption_key") {
            Some(key) => {
                let key = SecretString::from(key);
                if Vault::from_base64(&key).is_err() {
                    reader.mistake("keys.encryption_key", "is 32 bytes in base64");
                }
                VaultKey::Given(key)
            }
            None => VaultKey::File(file),
        };
        let rotate_every = reader.seconds("keys.rotate_every", Duration::from_secs(30 * DAY), 2, 400 * DAY);
        let publish_ahead = reader.seconds("keys.publish_ahead", PUBLISH_AHEAD.min(rotate_every), 2, 30 * DAY);
        if publish_ahead > rotate_every {
            reader.mistake("keys.publish_ahead", "is no longer than keys.rotate_every");
        }
        let algorithm = reader.get("keys.algorithm", Algorithm::default(), str::parse);
        Self { vault, algorithm, rotate_every, publish_ahead }
    }

    /// How often each replica looks at the keys. A next key is known to all of them within a quarter of
    /// the time that it has, and verifiers may keep what they have for half of it.
    pub fn look_every(&self) -> Duration {
        LOOK_EVERY.min(self.publish_ahead / 4)
    }
}
