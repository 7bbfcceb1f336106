use leptos::prelude::*;

use crate::{
    live::{Live, Text, text},
    words::{Language, Words, date, date_and_time, money, words},
};

/// The language of this page, and every way to read its catalogue.
///
/// A view shows words through closures, so that choosing another language changes them in place.
#[derive(Clone, Copy)]
pub struct Lang(RwSignal<Language>);

impl Lang {
    /// Begins with the language the server chose.
    pub fn new(language: Language) -> Self {
        Self(RwSignal::new(language))
    }

    /// The language, tracked.
    pub fn get(self) -> Language {
        self.0.get()
    }

    /// Changes every word on the page.
    pub fn set(self, language: Language) {
        self.0.set(language);
    }

    /// The catalogue, tracked.
    pub fn words(self) -> &'static Words {
        words(self.0.get())
    }

    /// One text of the catalogue. `pick` is a plain function pointer, so that it is compiled once
    /// for all of them.
    pub fn t(self, pick: fn(&'static Words) -> &'static str) -> Live<Text> {
        text(move || pick(self.words()))
    }

    /// A sentence with something in it.
    pub fn say<T: Into<Text>>(self, make: impl Fn(&'static Words) -> T + Send + 'static) -> Live<Text> {
        text(move || make(self.words()))
    }

    /// An amount of euro cents.
    pub fn money(self, cents: u32) -> String {
        money(self.get(), cents)
    }

    /// The day of a moment, in UTC.
    pub fn date(self, unix: i64) -> String {
        date(self.get(), unix)
    }

    /// Day and time of a moment, in UTC.
    pub fn date_and_time(self, unix: i64) -> String {
        date_and_time(self.get(), unix)
    }
}
