use leptos::prelude::*;

use super::{
    alone::{Alone, Dressing},
    form::{Errors, Field, LoginKind},
    parts::{Form, hidden, primary},
    sign_in::login_input,
    words::{AccountWords, words},
};
use crate::words::Language;

/// A page that asks for a password and stands alone: in a popup, or in the whole tab for who is to
/// prove themselves once more. It loads no WASM.
#[derive(Clone, Debug)]
pub struct PasswordPage {
    /// The language of its words.
    pub language: Language,
    /// What is typed beside the password.
    pub kind: LoginKind,
    /// Whose password it has to be. `None`: anybody may sign in.
    pub confirm: Option<String>,
    /// As typed.
    pub login: String,
    /// The sign-in that it is a part of.
    pub txn: String,
    /// Where Cancel leads.
    pub way_out: WayOut,
    /// What was wrong with it.
    pub errors: Errors,
    /// What it is dressed in.
    pub dressing: Dressing,
}

/// Where Cancel leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// The form is posted with `cancel`: the server tells the page that waits.
    Post,
    /// Back to a page of ours.
    Link(String),
}

impl PasswordPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.password_page;
        let title = if self.confirm.is_some() { said.confirm } else { said.sign_in };
        let alone =
            Alone { words, title, has_errors: !self.errors.is_empty(), dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            let lead = self.confirm.as_ref().map(|_| view! { <p class="lead">{said.confirm_lead}</p> });
            view! { {lead} {self.form(words)} }.into_any()
        })
    }

    fn form(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.password_page;
        let form = Form { words, id: "password", action: "/auth/password".to_owned(), errors: &self.errors };
        let login = self.confirm.as_ref().unwrap_or(&self.login);
        let login = login_input(self.kind, login, words).readonly(self.confirm.is_some()).view(&form);
        let submit = if self.confirm.is_some() { said.submit_confirm } else { words.form.sign_in };
        let cancel = match &self.way_out {
            // After the button that signs in: Enter presses the first.
            WayOut::Post => {
                view! { <button class="button quiet" name="cancel" value="1">{words.form.cancel}</button> }.into_any()
            }
            WayOut::Link(to) => view! { <a class="button quiet" href=to.clone()>{words.form.cancel}</a> }.into_any(),
        };
        form.view(view! {
            {hidden("txn", self.txn.clone())}
            {login}
            {form.password(Field::Password, words.field.password)}
            // A window of its own: this one belongs to the sign-in.
            <p class="forgotten">
                <a href="/reset" target="_blank">{said.forgotten}</a>
            </p>
            <div class="actions">{primary(submit)} {cancel}</div>
        })
    }
}
