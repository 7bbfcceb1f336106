//! Time, as an argument.

use std::{
    ops::Add,
    time::{Duration, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970, UTC. Both databases keep it exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since 1970.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From seconds since 1970, as JWTs count.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Time from `earlier` to this; zero if it is not earlier.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Distance between the two, whichever comes first.
    pub const fn distance(self, other: Self) -> Duration {
        Duration::from_millis(self.0.abs_diff(other.0))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// A point in time that also tells spans apart from steps of the wall clock.
///
/// Two moments of one process are compared by its monotonic clock, so that setting the wall
/// clock neither opens nor closes a window that is seconds long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub at: Timestamp,
    /// The process that looked at it.
    pub process: String,
    /// That process's monotonic clock, milliseconds since its start.
    pub tick: i64,
}

impl Moment {
    /// Time from `earlier` to this moment: monotonic within one process; between processes the
    /// distance on the wall clock, so that a step backwards does not stretch a window.
    pub fn elapsed_since(&self, earlier: &Self) -> Duration {
        if self.process == earlier.process {
            Timestamp(self.tick).since(Timestamp(earlier.tick))
        } else {
            self.at.distance(earlier.at)
        }
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The moment.
    fn moment(&self) -> Moment;

    /// The wall clock's part of it.
    fn now(&self) -> Timestamp {
        self.moment().at
    }
}

/// The computer's clock.
pub struct SystemClock {
    process: String,
    started: std::time::Instant,
}

impl SystemClock {
    /// `process` tells this process from every other that shares the database.
    #[expect(clippy::disallowed_methods, reason = "the one place where time enters")]
    pub fn new(process: String) -> Self {
        Self { process, started: std::time::Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time enters")]
    fn moment(&self) -> Moment {
        let wall = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment {
            at: Timestamp(0) + wall,
            process: self.process.clone(),
            tick: i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at: i64, process: &str, tick: i64) -> Moment {
        Moment { at: Timestamp(at), process: process.to_owned(), tick }
    }

    #[test]
    fn a_step_of_the_wall_clock_is_no_time_within_one_process() {
        let before = moment(1_000_000, "a", 10);
        assert_eq!(moment(9_000_000, "a", 15).elapsed_since(&before), Duration::from_millis(5));
        assert_eq!(moment(0, "a", 15).elapsed_since(&before), Duration::from_millis(5));
    }

    #[test]
    fn between_processes_a_step_backwards_closes_a_window_too() {
        let before = moment(1_000_000, "a", 10);
        assert_eq!(moment(0, "b", 15).elapsed_since(&before), Duration::from_secs(1000));
    }
}
