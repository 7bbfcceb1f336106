use std::time::Duration;

use crate::store::StoreError;

/// Where a key is in its life. It is published before it signs, so that no verifier meets a key that
/// it has not had the chance to fetch, and after, until what it signed has lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Published, signs nothing yet.
    Next,
    /// Signs.
    Active,
    /// Verifies only.
    Retired,
    /// Published no more. It still tells what we once signed (an `id_token_hint`) from what we did not.
    Lapsed,
}

impl KeyState {
    /// The name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Lapsed => "lapsed",
        }
    }

    pub(super) fn parse(name: &str) -> Result<Self, StoreError> {
        [Self::Next, Self::Active, Self::Retired, Self::Lapsed]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or(StoreError::Corrupt("a key state"))
    }
}

/// A key, as far as it is no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySummary {
    /// `kid`.
    pub id: String,
    /// What it signs with.
    pub algorithm: &'static str,
    /// What it does.
    pub state: KeyState,
}

/// How the keys of a ring live.
#[derive(Clone, Copy, Debug)]
pub struct RingPolicy {
    /// The ring's name in the store.
    pub ring: &'static str,
    /// How long a key stands published before it signs.
    pub publish_ahead: Duration,
    /// How long a key signs.
    pub signs_for: Duration,
    /// How long it verifies after that: no less than the life of what it signs.
    pub verifies_for: Duration,
    /// How long it is known after that end of signing. No longer than it verifies, where nobody asks
    /// for what has lapsed.
    pub known_for: Duration,
}
