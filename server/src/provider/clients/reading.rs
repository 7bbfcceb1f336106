use serde::de::DeserializeOwned;

use super::{ClientDraft, ClientField, ClientMistakes, Fault, FieldKind, Mistake};

/// Entries of a list.
const MOST: usize = 100;

/// Takes values out of a draft, and remembers every mistake.
pub(super) struct Reading<'a> {
    draft: &'a ClientDraft,
    mistakes: Vec<Mistake>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(draft: &'a ClientDraft) -> Self {
        Self { draft, mistakes: Vec::new() }
    }

    /// Notes what is wrong with a field as a whole.
    pub(super) fn fault(&mut self, field: ClientField, fault: Fault) {
        self.mistakes.push(Mistake { field, text: None, fault });
    }

    /// Notes what is wrong with one of a field's texts.
    pub(super) fn fault_of(&mut self, field: ClientField, text: &str, fault: Fault) {
        self.mistakes.push(Mistake { field, text: Some(text.to_owned()), fault });
    }

    pub(super) fn says(&self, field: ClientField) -> bool {
        self.draft.says(field)
    }

    /// Whether there is no text in it.
    pub(super) fn has_none(&self, field: ClientField) -> bool {
        self.draft.texts(field).is_empty()
    }

    /// Each of a field's texts as `parse` takes it.
    pub(super) fn each<T>(&mut self, field: ClientField, parse: impl Fn(&str) -> Result<T, Fault>) -> Vec<T> {
        let texts = self.draft.texts(field);
        if texts.len() > MOST {
            self.fault(field, Fault::TooMany(MOST));
            return Vec::new();
        }
        let mut read = Vec::new();
        for text in texts {
            match parse(text) {
                Ok(value) => read.push(value),
                Err(fault) => self.fault_of(field, text, fault),
            }
        }
        read
    }

    /// A field's one text as `parse` takes it, if there is any.
    pub(super) fn one<T>(&mut self, field: ClientField, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match self.draft.texts(field) {
            [] => None,
            [text] => match parse(text) {
                Ok(value) => Some(value),
                Err(fault) => {
                    self.fault_of(field, text, fault);
                    None
                }
            },
            _ => {
                self.fault(field, Fault::Several);
                None
            }
        }
    }

    /// `default` where nothing is said.
    pub(super) fn flag(&mut self, field: ClientField, default: bool) -> bool {
        self.one(field, |text| text.parse().map_err(|_| Fault::NotYesOrNo)).unwrap_or(default)
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(&mut self, field: ClientField, least: u32, most: u32) -> Option<u32> {
        self.one(field, |text| match text.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(Fault::NotNumber(least, most)),
        })
    }

    /// Everything that was wrong, if anything was.
    pub(super) fn end(self) -> Result<(), ClientMistakes> {
        if self.mistakes.is_empty() { Ok(()) } else { Err(ClientMistakes(self.mistakes)) }
    }
}

/// One of a field's choices, as the type that it names.
pub(super) fn choice<T: DeserializeOwned>(field: ClientField) -> impl Fn(&str) -> Result<T, Fault> {
    move |text| {
        let names = match field.kind() {
            FieldKind::OneOf(names) | FieldKind::SomeOf(names) => names,
            _ => &[],
        };
        serde_json::from_value(text.into()).map_err(|_| Fault::NotOneOf(names))
    }
}

/// A text that people read: nothing in it that does not show, or that turns the direction of writing.
pub(super) fn printable(text: &str, most: usize) -> Result<String, Fault> {
    let hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if text.chars().any(hidden) {
        Err(Fault::Unprintable)
    } else if text.chars().count() > most {
        Err(Fault::TooLong(most))
    } else {
        Ok(text.to_owned())
    }
}
