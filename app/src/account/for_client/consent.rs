use leptos::prelude::*;

use super::{ACTION, ClientFace};
use crate::{
    account::{
        alone::{Alone, Dressing},
        form::Errors,
        parts::{Form, button, hidden, primary},
        words::{AccountWords, words},
    },
    words::Language,
};

/// `/oauth2/continue`: a person lets an application have something, or not.
#[derive(Clone, Debug)]
pub struct ConsentPage {
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
    /// What it asks for, by the names of scopes.
    pub scopes: Vec<String>,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl ConsentPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let title = (said.consent)(&self.client.name);
        let alone = Alone { words, title: &title, has_errors: false, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let lines: Vec<_> = self.lines(words).into_iter().map(|line| view! { <li>{line}</li> }).collect();
            view! {
                <p class="lead">{(said.signed_in_as)(&self.person)}</p>
                <p>{(said.consent_lead)(&self.client.name)}</p>
                <ul class="scopes">{lines}</ul>
                <div class="actions">
                    {self.form(words, "allow", primary(said.allow))} {self.form(words, "deny", button(said.deny, ""))}
                </div>
                {self.client.links(words)}
                <div class="aside">
                    <p class="hint">{said.not_you}</p>
                    {self.form(words, "another", button(said.another, "quiet"))}
                </div>
            }
            .into_any()
        })
    }

    fn form(&self, words: &'static AccountWords, step: &'static str, button: AnyView) -> AnyView {
        let errors = Errors::none();
        let form = Form { words, id: step, action: ACTION.to_owned(), errors: &errors };
        form.view(view! {
            {hidden("waiting", self.waiting.clone())}
            {hidden("session", self.session.clone())}
            {hidden("step", step)}
            {button}
        })
    }

    /// What is asked for, in words; what only the application knows, last.
    fn lines(&self, words: &'static AccountWords) -> Vec<String> {
        let said = &words.for_client;
        let known = [
            ("openid", said.open_id),
            ("profile", said.profile),
            ("email", said.email),
            ("address", said.address),
            ("phone", said.phone),
            ("offline_access", said.offline),
        ];
        let asked = |name: &str| self.scopes.iter().any(|scope| scope == name);
        let lines = known.iter().filter(|(name, _)| asked(name)).map(|(_, line)| (*line).to_owned());
        let others = self.scopes.iter().filter(|scope| known.iter().all(|(name, _)| name != scope));
        lines.chain(others.map(|scope| (said.other)(scope))).collect()
    }
}
