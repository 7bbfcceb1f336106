use leptos::prelude::*;

use crate::{
    account::{
        alone::{Alone, Dressing},
        form::Errors,
        parts::{Form, external, hidden, primary},
        words::words,
    },
    words::Language,
};

/// `/oauth2/logout`: an application asks to sign the person out, who says whether they want to.
#[derive(Clone, Debug)]
pub struct SignOutPage {
    /// The language of its words.
    pub language: Language,
    /// The request, as it came.
    pub request: String,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl SignOutPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let alone =
            Alone { words, title: said.sign_out, has_errors: false, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let errors = Errors::none();
            let form = Form { words, id: "sign-out", action: "/oauth2/logout/confirm".to_owned(), errors: &errors };
            let fields = form.view(view! {
                {hidden("request", self.request.clone())}
                {primary(said.sign_out_now)}
            });
            view! { <p class="lead">{said.sign_out_lead}</p> {fields} {external("/", said.stay, "button quiet")} }
                .into_any()
        })
    }
}
