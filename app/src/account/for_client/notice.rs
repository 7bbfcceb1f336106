use leptos::prelude::*;

use crate::{
    account::{
        alone::{Alone, Dressing},
        parts::external,
        words::words,
    },
    words::Language,
};

/// What a form answers that leads back to an application: the browser goes on from here by itself. A redirect
/// would be a part of the form's way, and forms lead to nowhere but here (`form-action`).
#[derive(Clone, Debug)]
pub struct BackPage {
    /// The language of its words.
    pub language: Language,
    /// The application's name.
    pub client: String,
    /// Where it goes on.
    pub to: String,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl BackPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let title = (words.for_client.back)(&self.client);
        let alone =
            Alone { words, title: &title, has_errors: false, dressing: &self.dressing, goes_on_to: Some(&self.to) };
        alone.html(|| {
            let link = external(self.to.clone(), &title, "button primary");
            view! { <p class="lead">{words.for_client.back_lead}</p> {link} }.into_any()
        })
    }
}

/// A request of an application that is answered here, because there is no address that may be trusted with an
/// answer.
#[derive(Clone, Debug)]
pub struct CannotPage {
    /// The language of its words.
    pub language: Language,
    /// What is wrong, for whoever builds the application.
    pub what: String,
    /// Under which code the log has it.
    pub support_code: Option<String>,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl CannotPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let alone = Alone { words, title: said.cannot, has_errors: true, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let site = crate::words::words(self.language);
            let code = self.support_code.as_ref().map(|code| view! { <p>{(site.common.support_code)(code)}</p> });
            view! {
                <p class="lead">{said.cannot_lead}</p>
                <p role="alert" class="error-summary">{self.what.clone()}</p>
                {code}
            }
            .into_any()
        })
    }
}

/// After signing out.
#[derive(Clone, Debug)]
pub struct SignedOutPage {
    /// The language of its words.
    pub language: Language,
    /// Where the person may go on to.
    pub go_on: Option<String>,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl SignedOutPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let goes_on_to = self.go_on.as_deref();
        let alone = Alone { words, title: said.signed_out, has_errors: false, dressing: &self.dressing, goes_on_to };
        alone.html(|| {
            let next = self.go_on.clone().unwrap_or_else(|| "/".to_owned());
            let link = external(next, words.form.to_home, "button");
            view! { <p class="lead">{said.signed_out_lead}</p> {link} }.into_any()
        })
    }
}
