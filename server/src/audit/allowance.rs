use std::sync::{Mutex, PoisonError};

use crate::clock::Timestamp;

const MINUTE: i64 = 60;

/// How often something may be done a minute. What anybody can cause, without a session and without
/// a sign-in of their own, must not fill the disk.
pub struct Allowance {
    per_minute: u32,
    used: Mutex<(i64, u32)>,
}

impl Allowance {
    /// So many a minute.
    pub const fn new(per_minute: u32) -> Self {
        Self { per_minute, used: Mutex::new((0, 0)) }
    }

    /// Whether it may be done once more now.
    pub fn take(&self, now: Timestamp) -> bool {
        let minute = now.seconds().div_euclid(MINUTE);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.0 != minute {
            *used = (minute, 0);
        }
        used.1 = used.1.saturating_add(1);
        used.1 <= self.per_minute
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_minute_has_its_own() {
        let allowance = Allowance::new(2);
        let taken = |seconds| allowance.take(Timestamp::from_seconds(seconds));
        assert_eq!([taken(60), taken(61), taken(119), taken(120)], [true, true, false, true]);
        assert_eq!([taken(59), taken(-1)], [true, true], "a clock set back opens a minute of its own");
    }
}
