use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::{
    argon::ArgonHash,
    django::{BcryptHash, Pbkdf2Hash, ScryptHash},
    error::PasswordError,
    memory::Memory,
};

/// A hash as it stands in the database.
pub(super) enum Stored {
    /// A PHC string: ours, or another system's that writes them.
    Own(Box<ArgonHash>),
    /// Django's argon2, the same with a word before it.
    DjangoArgon(Box<ArgonHash>),
    Pbkdf2(Pbkdf2Hash),
    Bcrypt(BcryptHash),
    Scrypt(ScryptHash),
}

/// Nothing that a password could fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoHash {
    /// Set to be none: empty, or begins with Django's `!`.
    Unusable,
    /// Of no known kind, damaged, or asking for more work than is borne.
    Unreadable,
}

impl Stored {
    /// Reads what is stored.
    pub(super) fn read(text: &str) -> Result<Self, NoHash> {
        if text.is_empty() || text.starts_with('!') {
            return Err(NoHash::Unusable);
        }
        let (kind, rest) = text.split_once('$').ok_or(NoHash::Unreadable)?;
        match kind {
            "" => ArgonHash::read(text).map(|hash| Self::Own(Box::new(hash))),
            "argon2" => ArgonHash::read(&text[kind.len()..]).map(|hash| Self::DjangoArgon(Box::new(hash))),
            "pbkdf2_sha256" | "pbkdf2_sha1" => Pbkdf2Hash::read(kind, rest).map(Self::Pbkdf2),
            "bcrypt_sha256" | "bcrypt" => BcryptHash::read(kind, rest).map(Self::Bcrypt),
            "scrypt" => ScryptHash::read(rest).map(Self::Scrypt),
            _ => None,
        }
        .ok_or(NoHash::Unreadable)
    }

    /// Whether Django wrote it, which hashes passwords as they are typed.
    pub(super) const fn is_djangos(&self) -> bool {
        !matches!(self, Self::Own(_))
    }

    /// Whether it is the hash of that text.
    pub(super) fn fits(&self, memory: &mut Memory, text: &str) -> Result<bool, PasswordError> {
        match self {
            Self::Own(hash) | Self::DjangoArgon(hash) => hash.fits(memory, text.as_bytes()),
            Self::Pbkdf2(hash) => Ok(hash.fits(text)),
            Self::Bcrypt(hash) => Ok(hash.fits(text)),
            Self::Scrypt(hash) => Ok(hash.fits(text)),
        }
    }
}

/// Whether the two are equal, in a time that does not tell where they differ.
pub(super) fn equal(a: &[u8], b: &[u8]) -> bool {
    verify_slices_are_equal(a, b).is_ok()
}
