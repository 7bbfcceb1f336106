use std::time::Duration;

use crate::random::{Random, bytes};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
/// What is waited after each try that failed. Close together while a person may be waiting, far
/// apart later; about three days in all (RFC 5321 §4.5.4.1 asks for 4 to 5 days of a relay, but
/// none of our links is good for as long).
const WAITS: [u64; 8] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR];

/// How long to wait after the `attempts`th try; `None` after the last. Up to a tenth longer, so that
/// what failed together does not come back together.
pub(super) fn wait_after(attempts: i64, random: &dyn Random) -> Option<Duration> {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    let millis = WAITS.get(index)? * 1000;
    Some(Duration::from_millis(millis + stretch(millis / 10, random)))
}

/// From nothing to `most`, evenly.
pub(super) fn stretch(most: u64, random: &dyn Random) -> u64 {
    most * u64::from(u16::from_be_bytes(bytes(random))) / u64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills with one byte.
    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn tries_move_apart_for_about_three_days() {
        let all = |random: &dyn Random| (1..).map_while(|tries| wait_after(tries, random)).collect::<Vec<_>>();
        let shortest = all(&Always(0));
        assert_eq!(shortest.iter().map(Duration::as_secs).collect::<Vec<_>>(), WAITS);
        assert!(shortest.is_sorted());
        let longest: Duration = all(&Always(255)).iter().sum();
        let shortest: Duration = shortest.iter().sum();
        assert_eq!(shortest.as_secs(), 68 * HOUR + 36 * MINUTE);
        assert_eq!(longest.as_secs(), shortest.as_secs() * 11 / 10);
    }

    #[test]
    fn a_row_that_counts_wrongly_waits_too() {
        assert_eq!(wait_after(0, &Always(0)), Some(Duration::from_secs(60)));
        assert_eq!(wait_after(i64::MAX, &Always(0)), None);
    }
}
