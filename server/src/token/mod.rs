//! Keys and the tokens made with them.

mod access;
mod algorithm;
mod jws;
mod key_state;
mod keyring;
mod looks;
mod macring;
mod public_key;
mod refresh;
mod ring;
mod rotation;
mod signing_key;
#[cfg(test)]
mod tests;
mod vault;
mod verify;

pub use access::{ACCESS_TOKEN_TYPE, AccessClaims};
pub use algorithm::Algorithm;
pub use jws::MAX_TOKEN_BYTES;
pub use key_state::{KeyState, KeySummary, RingPolicy};
pub use keyring::{Jwks, Keyring};
pub use macring::MacRing;
pub use refresh::{RefreshToken, TokenParts};
pub use ring::RingParts;
pub use vault::Vault;
pub use verify::Refused;

use std::time::Duration;

use crate::store::StoreError;

/// Nothing that a [`Keyring`] signs may live longer: its keys verify for so long after they were retired.
pub const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// What can go wrong with our own keys and tokens. None of it is a caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored sealed cannot be opened: the configured key is not the one it was sealed with.
    #[error("what is sealed as {0} cannot be opened with the configured key (keys.encryption_key)")]
    Sealed(String),
    /// The key file or setting is not 32 bytes in base64.
    #[error("the encryption key is not 32 bytes in base64")]
    BadVaultKey,
    /// A file could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The cryptography refused what should have worked.
    #[error("cryptography failed: {0}")]
    Crypto(&'static str),
    /// The ring has no key to sign with.
    #[error("ring {0} has no active key for {1}")]
    NoActiveKey(&'static str, &'static str),
    /// Claims that cannot be written as JSON.
    #[error("claims cannot be written")]
    Claims(#[from] serde_json::Error),
}
