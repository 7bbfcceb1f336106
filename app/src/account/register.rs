use leptos::prelude::*;

use super::{
    form::{Asked, Errors, Field},
    parts::{Form, Input, NewPassword, external, hidden, panel, primary, silence},
    section::Page,
    words::AccountWords,
};
use crate::{
    components::provider_mark,
    wire::{PASSWORD, ProviderLink, StartMode, sign_in_path, start_path},
    words::words as site_words,
};

/// `/register`, and what was typed there.
#[derive(Clone, Debug, Default)]
pub struct RegisterPage {
    /// Whether new accounts are made here at all.
    pub open: bool,
    /// Whether a user name is asked for.
    pub ask_username: Asked,
    /// Fewest characters of a password.
    pub least: u32,
    /// The other ways in.
    pub providers: Vec<ProviderLink>,
    /// Where the person was going.
    pub return_to: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub username: String,
    /// As typed.
    pub first_name: String,
    /// As typed.
    pub last_name: String,
    /// What was wrong with it.
    pub errors: Errors,
}

impl Page for RegisterPage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.register.title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.register;
        let body = if self.open { self.form(words) } else { view! { <p>{said.closed}</p> }.into_any() };
        let sign_in = external(sign_in_path(&self.return_to), words.form.sign_in, "");
        let rest = view! {
            {body}
            <p>{said.have_account} " " {sign_in}</p>
            {self.other_ways(words)}
        };
        panel(said.title, said.lead, rest)
    }
}

impl RegisterPage {
    fn form(&self, words: &'static AccountWords) -> AnyView {
        let form = Form { words, id: "register", action: "/register".to_owned(), errors: &self.errors };
        // A browser keeps a password beside the field that says `username`: the one signed in with.
        let address_is = if self.ask_username == Asked::Always { "email" } else { "username" };
        let email = Input::address(Field::Email, words.field.email, &self.email, address_is).view(&form);
        let username = self.user_name(&form, words);
        let password = NewPassword { field: Field::Password, label: words.field.password, least: self.least };
        let optional = |label| (words.form.optional)(label);
        let first = Input::name(Field::FirstName, &optional(words.field.first_name), &self.first_name, "given-name");
        let last = Input::name(Field::LastName, &optional(words.field.last_name), &self.last_name, "family-name");
        form.view(view! {
            {hidden("return_to", self.return_to.clone())}
            {email}
            {username}
            {password.view(&form)}
            <div class="side-by-side">{first.view(&form)} {last.view(&form)}</div>
            {primary(words.register.submit)}
        })
    }

    fn user_name(&self, form: &Form<'_>, words: &'static AccountWords) -> Option<AnyView> {
        let (label, hint) = (words.field.username, words.field.username_hint);
        match self.ask_username {
            Asked::Never => None,
            Asked::Optionally => {
                let label = (words.form.optional)(label);
                let input = Input::user_name(Field::Username, &label, &self.username, "nickname");
                Some(input.optional().hint(hint).view(form))
            }
            Asked::Always => {
                Some(Input::user_name(Field::Username, label, &self.username, "username").hint(hint).view(form))
            }
        }
    }

    fn other_ways(&self, words: &'static AccountWords) -> Option<AnyView> {
        let said = &site_words(words.language).sign_in;
        let links: Vec<_> = self
            .providers
            .iter()
            .filter(|link| link.id != PASSWORD)
            .map(|link| {
                let href = start_path(&link.id, StartMode::Page, &self.return_to, None);
                let mark = provider_mark(&link.id);
                view! {
                    <li class="provider">
                        <a class="button wide" href=href rel="nofollow external">
                            <span class="mark" aria-hidden="true" inner_html=mark></span>
                            <span>{(said.with)(&link.label)}</span>
                        </a>
                        {silence(link, words.language)}
                    </li>
                }
            })
            .collect();
        (!links.is_empty()).then(|| {
            view! {
                <div class="sign-in">
                    <h2 class="divider">{words.register.or_with}</h2>
                    <ul class="providers" role="list">{links}</ul>
                </div>
            }
            .into_any()
        })
    }
}
