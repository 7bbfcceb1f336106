//! How a password is verified, so that the time it takes tells little about the account.
//!
//! - Nobody of that name, no password, or a hash that cannot be read: one hash of the configured
//!   cost, and the password is wrong.
//! - A hash of the configured cost: that one hash.
//! - A cheaper argon2 hash, from before the settings were raised: what is missing is done on top.
//! - A hash of another kind: mostly far dearer than ours. One of ours is done on top, so that it is
//!   never cheaper, and [`Pace`](super::pace::Pace) holds the answers to the others back.

use super::{
    Password,
    argon::{self, SALT},
    cost::Cost,
    error::PasswordError,
    memory::Memory,
    stored::{NoHash, Stored},
};

/// What came of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is that person's.
    Right,
    /// It is that person's, and its hash is not one that would be made today: hash it anew.
    Outdated,
    /// It is not, or there is no such person.
    Wrong,
}

/// A verdict, and what the service has to know beside it.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) verdict: Verdict,
    /// The stored hash is of another cost than ours, so that its time may stand out.
    pub(super) foreign: bool,
    /// What is stored can never be verified, and ought to.
    pub(super) unreadable: bool,
}

/// Verifies one password. `salt` is that of the hash that is made where there is nothing to verify.
pub(super) fn check(
    memory: &mut Memory,
    own: Cost,
    password: &Password,
    stored: Option<&str>,
    salt: [u8; SALT],
) -> Result<Checked, PasswordError> {
    let stored = stored.map_or(Err(NoHash::Unusable), Stored::read);
    let (right, missing, foreign) = match &stored {
        Err(_) => (false, Some(own), false),
        Ok(hash) => {
            let mut right = hash.fits(memory, password.text())?;
            if let (false, true, Some(typed)) = (right, hash.is_djangos(), password.typed()) {
                right = hash.fits(memory, typed)?;
            }
            (right && !password.text().is_empty(), missing(hash, own), !is_current(hash, own))
        }
    };
    if let (false, Some(cost)) = (right, missing) {
        argon::hash(memory, cost, password.text().as_bytes(), salt)?;
    }
    let verdict = match (right, foreign) {
        (false, _) => Verdict::Wrong,
        (true, true) => Verdict::Outdated,
        (true, false) => Verdict::Right,
    };
    Ok(Checked { verdict, foreign, unreadable: matches!(stored, Err(NoHash::Unreadable)) })
}

/// What has to be done on top of verifying that hash.
fn missing(stored: &Stored, own: Cost) -> Option<Cost> {
    match stored {
        Stored::Own(hash) | Stored::DjangoArgon(hash) => own.beyond(hash.cost),
        Stored::Pbkdf2(_) | Stored::Bcrypt(_) | Stored::Scrypt(_) => Some(own),
    }
}

fn is_current(stored: &Stored, own: Cost) -> bool {
    matches!(stored, Stored::Own(hash) if hash.is_current(own))
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
