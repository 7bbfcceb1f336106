//! Every word of a mail, one catalogue a language.

mod de;
mod en;

use std::time::Duration;

use app::words::Language;

/// What the letters say.
pub(super) struct Words {
    pub(super) hello: &'static str,
    pub(super) activation: Said,
    pub(super) already_registered: Said,
    pub(super) confirmation: Said,
    pub(super) password_reset: Said,
    pub(super) choose_password: Said,
    pub(super) no_password: Said,
    pub(super) no_account: Said,
    pub(super) password_changed: Said,
    pub(super) email_change: Said,
    pub(super) email_change_notice: Said,
    pub(super) email_changed: Said,
    pub(super) username_reset: Said,
    pub(super) new_device: Said,
    pub(super) refresh_reuse: Said,
    pub(super) signed_out_everywhere: Said,
    pub(super) method_added: Said,
    pub(super) method_removed: Said,
    pub(super) deletion_code: Said,
    pub(super) account_deleted: Said,
    /// Before a code that stands beside a link.
    pub(super) or_code: &'static str,
    /// Before a code that stands alone.
    pub(super) code: &'static str,
    /// How long a link is good.
    pub(super) link_life: fn(&str) -> String,
    /// How long a code is good.
    pub(super) code_life: fn(&str) -> String,
    /// How long a link and a code are good.
    pub(super) both_life: fn(&str) -> String,
    pub(super) forgotten: &'static str,
    pub(super) facts: Facts,
    pub(super) duration: fn(Duration) -> String,
    /// Under every letter, around the name of the site.
    pub(super) closing: fn(&str) -> String,
}

/// One letter.
pub(super) struct Said {
    pub(super) subject: &'static str,
    /// What it is about.
    pub(super) lead: &'static str,
    /// On the button; of no use where there is no link.
    pub(super) button: &'static str,
    /// Why it came, and what to do where that was not the reader.
    pub(super) why: &'static str,
}

/// Names of what a letter states.
pub(super) struct Facts {
    pub(super) when: &'static str,
    pub(super) device: &'static str,
    pub(super) ip: &'static str,
    pub(super) username: &'static str,
    pub(super) providers: &'static str,
    pub(super) provider: &'static str,
    pub(super) new_address: &'static str,
}

/// The catalogue of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::De => &de::WORDS,
    }
}

/// A span in its largest unit that leaves no rest, from minutes to days, rounded up to minutes.
fn largest_unit(span: Duration) -> (u64, Unit) {
    match span.as_secs().div_ceil(60) {
        minutes if minutes >= 48 * 60 && minutes.is_multiple_of(24 * 60) => (minutes / (24 * 60), Unit::Days),
        minutes if minutes >= 60 && minutes.is_multiple_of(60) => (minutes / 60, Unit::Hours),
        minutes => (minutes, Unit::Minutes),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_unit_that_people_use() {
        for (seconds, english, german) in [
            (60, "1 minute", "1 Minute"),
            (599, "10 minutes", "10 Minuten"),
            (3600, "1 hour", "1 Stunde"),
            (5400, "90 minutes", "90 Minuten"),
            (86_400, "24 hours", "24 Stunden"),
            (604_800, "7 days", "7 Tage"),
        ] {
            let span = Duration::from_secs(seconds);
            assert_eq!((words(Language::En).duration)(span), english);
            assert_eq!((words(Language::De).duration)(span), german);
        }
    }
}
