//! The doctor's words, for the command and the page.

mod de;
mod en;

use app::words::Language;

use super::{
    Check, Level,
    finding::{SMALL_DIFFERENCE, Said},
};

/// What was found.
pub(super) fn sentence(language: Language, said: &Said) -> String {
    match language {
        Language::En => en::sentence(said),
        Language::De => de::sentence(said),
    }
}

/// What was looked at.
pub const fn check(language: Language, check: Check) -> &'static str {
    match language {
        Language::En => en::check(check),
        Language::De => de::check(check),
    }
}

/// How it stands.
pub const fn level(language: Language, level: Level) -> &'static str {
    match (language, level) {
        (_, Level::Ok) => "OK",
        (Language::En, Level::Note) => "Note",
        (Language::De, Level::Note) => "Hinweis",
        (Language::En, Level::Warning) => "Warning",
        (Language::De, Level::Warning) => "Warnung",
        (Language::En, Level::Failed) => "Failed",
        (Language::De, Level::Failed) => "Fehler",
    }
}

/// Whether tokens are refused for that difference of the clocks.
const fn is_small(seconds: i64) -> bool {
    seconds.abs() <= SMALL_DIFFERENCE
}
