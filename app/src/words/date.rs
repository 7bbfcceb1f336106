//! Dates and times in UTC, from seconds since 1970. Server and browser must write the same text,
//! so neither asks its system for a locale or a time zone.

use super::Language;

const SECONDS_PER_DAY: i64 = 86_400;

/// A moment on the Gregorian calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    year: i64,
    /// 1 to 12.
    month: usize,
    /// 1 to 31.
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
    fn of(unix: i64) -> Self {
        let seconds = unix.rem_euclid(SECONDS_PER_DAY);
        let (year, month, day) = calendar(unix.div_euclid(SECONDS_PER_DAY));
        Self { year, month, day, hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60 }
    }
}

/// Year, month and day of a day counted from 1970-01-01.
///
/// Years are counted from March, so that the leap day ends a year and a 400-year cycle has
/// one length: 146 097 days.
fn calendar(days: i64) -> (i64, usize, i64) {
    const CYCLE: i64 = 146_097;
    const FROM_MARCH_OF_YEAR_0_TO_1970: i64 = 719_468;
    let shifted = days + FROM_MARCH_OF_YEAR_0_TO_1970;
    let (cycle, day_of_cycle) = (shifted.div_euclid(CYCLE), shifted.rem_euclid(CYCLE));
    let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / (CYCLE - 1);
    let year_of_cycle = (day_of_cycle - leap_days) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    // From March on, months repeat 31, 30, 31, 30, 31: five months are 153 days.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (month, next_year) = if month_from_march < 10 { (month_from_march + 3, 0) } else { (month_from_march - 9, 1) };
    (cycle * 400 + year_of_cycle + next_year, usize::try_from(month).unwrap_or(1), day)
}

/// RFC 3339, for `<time datetime>`.
pub fn machine_time(unix: i64) -> String {
    let Moment { year, month, day, hour, minute, second } = Moment::of(unix);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `20 November 2026`, `20. November 2026`.
pub fn date(language: Language, unix: i64) -> String {
    let Moment { year, month, day, .. } = Moment::of(unix);
    match language {
        Language::En => format!("{day} {} {year}", MONTHS_EN[month - 1]),
        Language::De => format!("{day}. {} {year}", MONTHS_DE[month - 1]),
    }
}

/// `20 November 2026, 16:35 UTC`.
pub fn date_and_time(language: Language, unix: i64) -> String {
    let Moment { hour, minute, .. } = Moment::of(unix);
    format!("{}, {hour:02}:{minute:02} UTC", date(language, unix))
}

/// Minutes and seconds of a short span: `9:05`.
pub fn countdown(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_are_written_right() {
        for (unix, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_709_251_200, "2024-03-01T00:00:00Z"),
            (1_795_192_530, "2026-11-20T16:35:30Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(machine_time(unix), text);
        }
    }

    /// Counts the days one by one by the calendar's plain rules, from 1900 to 2200.
    #[test]
    fn every_day_of_three_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1900_i64, 1_usize, 1_i64);
        for days in -25_567..84_005 {
            assert_eq!(calendar(days), (year, month, day));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn each_language_writes_dates_its_own_way() {
        assert_eq!(date(Language::En, 1_795_192_530), "20 November 2026");
        assert_eq!(date_and_time(Language::De, 1_772_323_200), "1. März 2026, 00:00 UTC");
    }

    #[test]
    fn a_countdown_pads_its_seconds() {
        assert_eq!(countdown(545), "9:05");
        assert_eq!(countdown(0), "0:00");
    }
}
