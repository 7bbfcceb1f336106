use leptos::prelude::*;

use super::{ACTION, ClientFace};
use crate::{
    account::{
        alone::{Alone, Dressing},
        form::Errors,
        parts::{Form, button, hidden, primary},
        words::words,
    },
    words::Language,
};

/// `/oauth2/continue`: a person says whether it is they who are signed in.
#[derive(Clone, Debug)]
pub struct ChoosePage {
    /// The language of its words.
    pub language: Language,
    /// The application.
    pub client: ClientFace,
    /// Name of the request that waits.
    pub waiting: String,
    /// Whoever is signed in, by name and address.
    pub person: String,
    /// Their session, as the form names it.
    pub session: String,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl ChoosePage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let title = (said.choose)(&self.client.name);
        let alone = Alone { words, title: &title, has_errors: false, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let errors = Errors::none();
            let form = |id, step, button| {
                let form = Form { words, id, action: ACTION.to_owned(), errors: &errors };
                form.view(view! {
                    {hidden("waiting", self.waiting.clone())}
                    {hidden("session", self.session.clone())}
                    {hidden("step", step)}
                    {button}
                })
            };
            view! {
                <p class="lead">{said.choose_lead}</p>
                {form("choose", "choose", primary(&(said.go_on_as)(&self.person)))}
                {form("another", "another", button(said.another, ""))}
            }
            .into_any()
        })
    }
}
