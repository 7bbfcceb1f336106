use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;

use super::Reader;
use crate::token::{Algorithm, Vault};

const DAY: u64 = 24 * 60 * 60;

/// Keys at rest and in use.
#[derive(Debug)]
pub struct KeyConfig {
    /// What seals private keys in the database.
    pub vault: VaultKey,
    /// What access tokens are signed with.
    pub algorithm: Algorithm,
    /// How long a key signs before the next takes over.
    pub rotate_every: Duration,
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
        Self {
            vault,
            algorithm: reader.get("keys.algorithm", Algorithm::default(), str::parse),
            rotate_every: reader.seconds("keys.rotate_every", Duration::from_secs(30 * DAY), 2, 400 * DAY),
        }
    }
}
