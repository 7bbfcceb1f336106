use leptos::prelude::*;

use super::words::{AccountWords, words};
use crate::words::Language;

/// A page's own part, as it stands in the HTML. In the Leptos context it becomes the page.
#[derive(Clone, Debug)]
pub struct Section {
    /// The page's name, for the title of the window.
    pub title: String,
    /// Its HTML.
    pub html: String,
}

/// A page of an account, as data.
pub trait Page {
    /// Its name, for the title of the window.
    fn title(&self, words: &'static AccountWords) -> String;

    /// What stands on it.
    fn view(&self, words: &'static AccountWords) -> AnyView;

    /// Whether it tells of something that has to be put right.
    fn has_errors(&self) -> bool {
        false
    }

    /// The page in a language. Who only hears the title hears there already that something is wrong.
    fn section(&self, language: Language) -> Section {
        let words = words(language);
        let title = self.title(words);
        Section {
            title: if self.has_errors() { (words.form.error_title)(&title) } else { title },
            html: Owner::new().with(|| self.view(words).to_html()),
        }
    }
}
