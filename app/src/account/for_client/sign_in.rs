use leptos::prelude::*;

use super::ClientFace;
use crate::{
    account::{
        alone::{Alone, Dressing},
        form::{Errors, Field, LoginKind},
        parts::{Form, external, hidden, primary},
        sign_in::login_input,
        words::{AccountWords, words},
    },
    wire::ProviderLink,
    words::{Language, words as site_words},
};

/// `/oauth2/sign-in`: a person signs in to continue to an application.
#[derive(Clone, Debug)]
pub struct ClientSignInPage {
    /// The language of its words.
    pub language: Language,
    /// The application.
    pub client: ClientFace,
    /// Name of the request that waits.
    pub waiting: String,
    /// Who is signed in, and has to show once more that it is they.
    pub again: Option<String>,
    /// Ways in through others.
    pub providers: Vec<ProviderLink>,
    /// What is typed beside a password.
    pub kind: LoginKind,
    /// Whether new accounts are made here.
    pub registration: bool,
    /// Greatest age of the proof that a provider is asked for, seconds.
    pub max_age: Option<u32>,
    /// As typed.
    pub login: String,
    /// What was wrong.
    pub errors: Errors,
    /// What went wrong at a provider.
    pub notice: Option<String>,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl ClientSignInPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.for_client;
        let title = (said.sign_in)(&self.client.name);
        let has_errors = !self.errors.is_empty() || self.notice.is_some();
        let alone = Alone { words, title: &title, has_errors, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let lead =
                self.again.as_ref().map_or_else(|| (said.sign_in_lead)(&self.client.name), |name| (said.again)(name));
            let notice = self.notice.clone().map(|notice| view! { <p role="alert" class="error-summary">{notice}</p> });
            let divider = (!self.providers.is_empty()).then(|| view! { <h2 class="divider">{words.sign_in.or}</h2> });
            view! {
                {notice}
                <p class="lead">{lead}</p>
                {self.by_provider(words)}
                {divider}
                {self.by_password(words)}
                {self.register(words)}
                {self.client.links(words)}
            }
            .into_any()
        })
    }

    fn by_provider(&self, words: &'static AccountWords) -> Option<AnyView> {
        if self.providers.is_empty() {
            return None;
        }
        let label = site_words(words.language).sign_in.with;
        let link = |provider: &ProviderLink| {
            // Links, not a form: what a form leads to would have to be this site (`form-action`).
            let href = format!("/auth/{}/start?{}", provider.id, self.travels());
            view! { <li>{external(href, &label(&provider.label), "button wide")}</li> }
        };
        let links: Vec<_> = self.providers.iter().map(link).collect();
        Some(view! { <ul class="providers" role="list">{links}</ul> }.into_any())
    }

    /// Where a provider leads back to, and how fresh its word must be.
    fn travels(&self) -> String {
        // The name of a request is in the alphabet of addresses.
        let back = format!("return_to=%2Foauth2%2Fcontinue%3Fwaiting%3D{}", self.waiting);
        self.max_age.map_or_else(|| back.clone(), |age| format!("{back}&max_age={age}"))
    }

    fn by_password(&self, words: &'static AccountWords) -> AnyView {
        let form = Form { words, id: "sign-in", action: "/oauth2/sign-in".to_owned(), errors: &self.errors };
        let login = login_input(self.kind, &self.login, words).view(&form);
        let password = form.password(Field::Password, words.field.password);
        form.view(view! {
            {hidden("waiting", self.waiting.clone())}
            {login}
            {password}
            <p class="forgotten">{external("/reset", words.sign_in.forgotten, "")}</p>
            {primary(words.sign_in.submit)}
        })
    }

    fn register(&self, words: &'static AccountWords) -> Option<AnyView> {
        let href = format!("/register?return_to=%2Foauth2%2Fcontinue%3Fwaiting%3D{}", self.waiting);
        self.registration.then(|| {
            let link = external(href, words.sign_in.register, "");
            view! { <p>{words.sign_in.new_here} " " {link}</p> }.into_any()
        })
    }
}
