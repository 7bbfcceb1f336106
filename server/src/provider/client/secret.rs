use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    digest,
    random::{self, Random},
};

/// A client's secret, or the token for its own registration, as it is shown once. It does not print.
#[derive(Clone, Debug)]
pub struct ClientSecret(SecretString);

impl ClientSecret {
    /// 256 random bits, 43 characters.
    pub fn new(random: &dyn Random) -> Self {
        Self(random::token(random).into())
    }

    /// What is kept of it. No salt: it is random, and long.
    pub fn hash(&self) -> String {
        digest::sha256(self.0.expose_secret())
    }

    /// The text, to be shown.
    pub fn show(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What is kept of a client's secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashedSecret {
    /// SHA-256 in base64url.
    pub sha256: String,
    /// When it ceases to count; it was replaced. The one that counts on has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl HashedSecret {
    /// That one, for as long as nobody replaces it.
    pub fn of(secret: &ClientSecret) -> Self {
        Self { sha256: secret.hash(), until: None }
    }

    /// Whether it counts.
    pub fn counts(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether that is it, and it counts.
    pub fn admits(&self, shown: &str, now: Timestamp) -> bool {
        digest::equal(&digest::sha256(shown), &self.sha256) && self.counts(now)
    }

    /// `secret` in the place of these, of which those that count do so until the grace is over.
    pub(in crate::provider) fn replaced(
        replaced: &[Self],
        secret: &ClientSecret,
        grace: Duration,
        now: Timestamp,
    ) -> Vec<Self> {
        let end = now + grace;
        let ending =
            replaced.iter().map(|one| Self { until: Some(one.until.map_or(end, |at| at.min(end))), ..one.clone() });
        std::iter::once(Self::of(secret)).chain(ending.filter(|one| one.counts(now))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const NOW: Timestamp = Timestamp::from_seconds(1000);
    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn the_old_one_counts_until_its_grace_is_over() {
        let (old, new) = (ClientSecret::new(&SystemRandom), ClientSecret::new(&SystemRandom));
        let kept = HashedSecret::replaced(&[HashedSecret::of(&old)], &new, HOUR, NOW);
        let counts = |secret: &ClientSecret, at| kept.iter().any(|one| one.admits(secret.show(), at));
        assert!(counts(&old, NOW) && counts(&new, NOW));
        assert!(!counts(&old, NOW + HOUR) && counts(&new, NOW + HOUR));
    }

    #[test]
    fn a_grace_is_never_lengthened_and_none_ends_at_once() {
        let secrets: Vec<_> = (0..3).map(|_| ClientSecret::new(&SystemRandom)).collect();
        let first = HashedSecret::replaced(&[HashedSecret::of(&secrets[0])], &secrets[1], HOUR, NOW);
        let second = HashedSecret::replaced(&first, &secrets[2], HOUR * 24, NOW);
        assert_eq!(
            second.iter().map(|one| one.until).collect::<Vec<_>>(),
            [None, Some(NOW + HOUR * 24), Some(NOW + HOUR)]
        );
        let at_once = HashedSecret::replaced(&second, &secrets[0], Duration::ZERO, NOW);
        assert_eq!(at_once.len(), 1);
    }

    #[test]
    fn it_does_not_print() {
        let secret = ClientSecret::new(&SystemRandom);
        assert!(!format!("{secret:?}").contains(secret.show()) && secret.show().len() == 43);
        assert_ne!(secret.hash(), secret.show());
    }
}
