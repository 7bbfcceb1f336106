use std::{str::FromStr, time::Duration};

use chrono::DateTime;
use server::clock::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A point in time, as an operator writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// RFC 3339.
    At(Timestamp),
    /// So long ago.
    Ago(Duration),
}

impl Moment {
    /// The point in time, seen from `now`.
    pub fn before(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Ago(span) => {
                let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
                Timestamp::from_millis(now.millis().saturating_sub(millis))
            }
        }
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(Timestamp::from_millis(at.timestamp_millis())));
        }
        span(text).map(Self::Ago).ok_or("is a time such as 2026-01-31T12:00:00Z, or a span such as 90s, 15m, 2h or 7d")
    }
}

/// A span, as an operator writes it: `90s`, `15m`, `2h`, `7d`.
pub fn span(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1,
        "m" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        _ => return None,
    };
    // `parse` would take a sign.
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| number.parse::<u64>().ok())??;
    number.checked_mul(unit).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_or_so_long_ago() {
        let now = Timestamp::from_seconds(10 * 86_400);
        let before = |text: &str| text.parse::<Moment>().map(|moment| moment.before(now).seconds());
        assert_eq!(before("1970-01-02T00:00:00Z"), Ok(86_400));
        assert_eq!(before("1970-01-02T02:00:00.5+02:00"), Ok(86_400));
        assert_eq!(before("90s"), Ok(10 * 86_400 - 90));
        assert_eq!(before("15m"), Ok(10 * 86_400 - 900));
        assert_eq!(before("2h"), Ok(10 * 86_400 - 7200));
        assert_eq!(before("7d"), Ok(3 * 86_400));
        for bad in ["", "d", "7", "-1d", "+1d", "1.5h", "7 d", "7w", "1970-01-02", "99999999999999999999d", "7é"] {
            assert!(before(bad).is_err(), "{bad}");
        }
    }
}
