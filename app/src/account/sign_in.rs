use leptos::prelude::*;

use super::{
    form::{Errors, Field, LoginKind},
    parts::{Form, Input, external, hidden, primary},
    section::Page,
    words::AccountWords,
};
use crate::words::words as site_words;

/// The form for a password on `/sign-in`, below the providers' buttons.
#[derive(Clone, Debug, Default)]
pub struct SignInForm {
    /// What is typed beside the password.
    pub kind: LoginKind,
    /// Whether new accounts are made here.
    pub registration: bool,
    /// Whether there are providers' buttons above.
    pub after_providers: bool,
    /// Where the person was going.
    pub return_to: String,
    /// As typed.
    pub login: String,
    /// What was wrong with it.
    pub errors: Errors,
}

/// The field for what is typed beside a password.
pub(super) fn login_input(kind: LoginKind, login: &str, words: &'static AccountWords) -> Input {
    match kind {
        LoginKind::Email => Input::address(Field::Login, words.field.email, login, "username"),
        LoginKind::Username => Input::user_name(Field::Login, words.field.username, login, "username"),
        LoginKind::Either => Input::address(Field::Login, words.field.login_either, login, "username"),
    }
}

impl Page for SignInForm {
    fn title(&self, words: &'static AccountWords) -> String {
        site_words(words.language).sign_in.title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.sign_in;
        // The page's own address: what comes back is that page again.
        let form = Form { words, id: "sign-in", action: own_address(&self.return_to), errors: &self.errors };
        let login = login_input(self.kind, &self.login, words).view(&form);
        let password = form.password(Field::Password, words.field.password);
        let divider = self.after_providers.then(|| view! { <h2 class="divider">{said.or}</h2> });
        let register = self.registration.then(|| {
            let link = external(register_path(&self.return_to), said.register, "");
            view! { <p>{said.new_here} " " {link}</p> }
        });
        let fields = form.view(view! {
            {hidden("return_to", self.return_to.clone())}
            {login}
            {password}
            <p class="forgotten">{external("/reset", said.forgotten, "")}</p>
            {primary(said.submit)}
        });
        view! {
            {divider}
            {fields}
            {register}
            <p>
                <a href=self.return_to.clone()>{site_words(words.language).sign_in.back}</a>
            </p>
        }
        .into_any()
    }
}

fn own_address(return_to: &str) -> String {
    crate::wire::sign_in_path(return_to)
}

fn register_path(return_to: &str) -> String {
    crate::wire::sign_in_path(return_to).replacen("/sign-in", "/register", 1)
}
