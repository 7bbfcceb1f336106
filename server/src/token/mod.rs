//! Keys and the tokens made with them.

mod access;
mod algorithm;
mod keyring;
mod macring;
mod refresh;
mod ring;
mod signing_key;
mod vault;
mod verify;

pub use access::{ACCESS_TOKEN_TYPE, AccessClaims};
pub use algorithm::Algorithm;
pub use keyring::Keyring;
pub use macring::MacRing;
pub use refresh::{RefreshToken, TokenParts};
pub use ring::{KeyState, RingPolicy};
pub use vault::Vault;
pub use verify::{MAX_TOKEN_BYTES, Refused};

use crate::store::StoreError;

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
    #[error("ring {0} has no active key")]
    NoActiveKey(&'static str),
    /// Signing failed.
    #[error("signing failed")]
    Signing(#[from] jsonwebtoken::errors::Error),
}
