//! What a client's fields are called, what they are for, and what is wrong with them: for the command, the page and,
//! in English, for a program that registers itself.

mod de;
mod en;

use app::words::Language;

use super::{ClientField, ClientWarning, FieldGroup, Mistake};

impl ClientField {
    /// What people call it.
    pub const fn label(self, language: Language) -> &'static str {
        match language {
            Language::En => en::label(self),
            Language::De => de::label(self),
        }
    }

    /// What to write there, or what comes of it; nothing where the label says it.
    pub const fn hint(self, language: Language) -> &'static str {
        match language {
            Language::En => en::hint(self),
            Language::De => de::hint(self),
        }
    }
}

impl FieldGroup {
    /// What people call it.
    pub const fn label(self, language: Language) -> &'static str {
        match language {
            Language::En => en::group(self),
            Language::De => de::group(self),
        }
    }
}

impl ClientWarning {
    /// What to think about.
    pub const fn in_words(self, language: Language) -> &'static str {
        match language {
            Language::En => en::warning(self),
            Language::De => de::warning(self),
        }
    }
}

impl Mistake {
    /// What is wrong, and with what, where that is one of several.
    pub fn sentence(&self, language: Language) -> String {
        let fault = match language {
            Language::En => en::fault(&self.fault),
            Language::De => de::fault(&self.fault),
        };
        match &self.text {
            Some(text) => format!("{}: {fault}", shortened(text)),
            None => fault,
        }
    }

    /// The same, with the field's name.
    pub fn in_words(&self, language: Language) -> String {
        format!("{}: {}", self.field.name(), self.sentence(language))
    }
}

/// Enough of it to be found again, in characters that do not speak to a terminal.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    let mut short: String =
        text.chars().map(|char| if char.is_control() { '\u{fffd}' } else { char }).take(MOST).collect();
    if text.chars().count() > MOST {
        short.push('…');
    }
    short
}
