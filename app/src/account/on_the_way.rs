use leptos::prelude::*;

use super::{
    alone::{Alone, Dressing},
    parts::external,
    words::words,
};
use crate::words::Language;

/// What a form answers that leads to a provider: the browser goes on from here by itself. A redirect would
/// be a part of the form's way, and forms lead to nowhere but here (`form-action`).
#[derive(Clone, Debug)]
pub struct OnTheWayPage {
    /// The language of its words.
    pub language: Language,
    /// The provider's name.
    pub provider: String,
    /// Where it goes on.
    pub to: String,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl OnTheWayPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.on_the_way;
        let title = (said.title)(&self.provider);
        let alone =
            Alone { words, title: &title, has_errors: false, dressing: &self.dressing, goes_on_to: Some(&self.to) };
        alone.html(|| {
            let lead = view! { <p class="lead">{(said.lead)(&self.provider)}</p> };
            let link = external(self.to.clone(), &(said.go_on)(&self.provider), "button primary");
            view! { {lead} {link} }.into_any()
        })
    }
}
