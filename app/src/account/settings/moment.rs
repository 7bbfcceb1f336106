use leptos::prelude::*;

use crate::{
    account::words::AccountWords,
    words::{date, date_and_time, machine_time},
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A day, for machines too.
pub(super) fn day(words: &'static AccountWords, at: i64) -> AnyView {
    view! { <time datetime=machine_time(at)>{date(words.language, at)}</time> }.into_any()
}

/// A moment to the minute, for machines too.
pub(super) fn exact(words: &'static AccountWords, at: i64) -> AnyView {
    view! { <time datetime=machine_time(at)>{date_and_time(words.language, at)}</time> }.into_any()
}

/// How long ago, as long as that says more than the date.
pub(super) fn ago(words: &'static AccountWords, at: i64, now: i64) -> AnyView {
    view! { <time datetime=machine_time(at)>{ago_text(words, at, now)}</time> }.into_any()
}

fn ago_text(words: &'static AccountWords, at: i64, now: i64) -> String {
    let said = &words.settings.sessions;
    match now.saturating_sub(at) {
        ..MINUTE => said.just_now.to_owned(),
        age @ MINUTE..HOUR => (said.minutes_ago)(age / MINUTE),
        age @ HOUR..DAY => (said.hours_ago)(age / HOUR),
        _ => date(words.language, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{account::words::words, words::Language};

    #[test]
    fn what_was_today_is_told_by_the_clock_and_the_rest_by_the_calendar() {
        let en = words(Language::En);
        let now = 1_795_192_530;
        for (age, said) in [
            (-5, "just now"),
            (0, "just now"),
            (60, "a minute ago"),
            (3_599, "59 minutes ago"),
            (3_600, "an hour ago"),
            (7_200, "2 hours ago"),
            (86_400, "19 November 2026"),
        ] {
            assert_eq!(ago_text(en, now - age, now), said);
        }
    }
}
