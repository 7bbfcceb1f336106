use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// No answer is held back longer than this, milliseconds.
const MOST: u64 = 1000;

/// When a wrong password is answered, so that accounts with dear imported hashes do not stand out.
///
/// To do as much work for everybody would let anyone keep all threads busy for the price of a form.
/// Instead the quick answers wait, which costs nothing: all wrong passwords are answered after what
/// the imported hashes took lately, and a quarter more. Where no imported hash was verified since the
/// start, nothing waits; the first one of all may stand out.
#[derive(Default)]
pub(super) struct Pace {
    millis: AtomicU64,
}

impl Pace {
    /// Notes what an imported hash took.
    pub(super) fn learn(&self, took: Duration) {
        let seen = u64::try_from(took.as_millis()).unwrap_or(MOST);
        let _ = self.millis.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |known| {
            // Slowly down, so that one that was held up does not slow everybody for good.
            Some((seen + seen / 4).max(known - known / 64).min(MOST))
        });
    }

    /// How long the answer to a wrong password still has to wait, of which `took` is past.
    pub(super) fn remaining(&self, took: Duration) -> Duration {
        Duration::from_millis(self.millis.load(Ordering::Relaxed)).saturating_sub(took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn nothing_waits_before_an_imported_hash_was_seen() {
        assert_eq!(Pace::default().remaining(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn quick_and_slow_are_answered_together() {
        let pace = Pace::default();
        pace.learn(millis(200));
        for took in [13, 190, 210] {
            assert_eq!(pace.remaining(millis(took)) + millis(took), millis(250));
        }
        assert_eq!(pace.remaining(millis(300)), Duration::ZERO);
    }

    #[test]
    fn one_that_was_held_up_is_forgotten_and_never_counts_whole() {
        let pace = Pace::default();
        pace.learn(millis(60_000));
        assert_eq!(pace.remaining(Duration::ZERO), millis(MOST));
        for _ in 0..200 {
            pace.learn(millis(100));
        }
        assert_eq!(pace.remaining(Duration::ZERO), millis(125));
    }
}
