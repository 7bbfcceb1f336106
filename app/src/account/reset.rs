use leptos::prelude::*;

use super::{
    form::{Errors, Field},
    parts::{Form, Input, NewPassword, external, panel, primary},
    section::Page,
    words::AccountWords,
};

/// `/reset`: whose password is forgotten.
#[derive(Clone, Debug, Default)]
pub struct ResetPage {
    /// As typed.
    pub email: String,
    /// What was wrong with it.
    pub errors: Errors,
}

impl Page for ResetPage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.reset.title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.reset;
        let form = Form { words, id: "reset", action: "/reset".to_owned(), errors: &self.errors };
        let address = Input::address(Field::Email, words.field.email, &self.email, "username").view(&form);
        let fields = form.view(view! { {address} {primary(said.submit)} });
        let back = external("/sign-in", said.back, "");
        panel(said.title, said.lead, view! { {fields} <p>{back}</p> })
    }
}

/// `/reset/{uid}/{token}`: the new password.
#[derive(Clone, Debug)]
pub enum ResetLinkPage {
    /// Asks for the password.
    Ask {
        /// The page's own address, which the form posts to.
        action: String,
        /// Fewest characters of a password.
        least: u32,
        /// What was wrong with it.
        errors: Errors,
    },
    /// The password is set.
    Done,
    /// The link has been used before.
    Already,
    /// The link is good for nothing.
    Invalid,
}

impl Page for ResetLinkPage {
    fn title(&self, words: &'static AccountWords) -> String {
        let said = &words.reset;
        let title = match self {
            Self::Ask { .. } => said.new_title,
            Self::Done => said.done_title,
            Self::Already => said.used_title,
            Self::Invalid => said.invalid_title,
        };
        title.to_owned()
    }

    fn has_errors(&self) -> bool {
        matches!(self, Self::Ask { errors, .. } if !errors.is_empty())
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.reset;
        let sign_in = || external("/sign-in?return_to=/", words.form.sign_in, "button primary");
        match self {
            Self::Ask { action, least, errors } => {
                let form = Form { words, id: "new-password", action: action.clone(), errors };
                let password =
                    NewPassword { field: Field::NewPassword, label: words.field.new_password, least: *least };
                let fields = view! { {password.view(&form)} {primary(said.save)} };
                panel(said.new_title, said.new_lead, form.view(fields))
            }
            Self::Done => panel(said.done_title, said.done, sign_in()),
            Self::Already => {
                let ways = view! { <div class="actions">{sign_in()} {external("/reset", said.again, "button")}</div> };
                panel(said.used_title, said.used, ways)
            }
            Self::Invalid => panel(said.invalid_title, said.invalid, external("/reset", said.again, "button primary")),
        }
    }
}

/// `/reset/code`: the new password, with the code of the mail in place of its link.
#[derive(Clone, Debug, Default)]
pub struct ResetCodePage {
    /// Fewest characters of a password.
    pub least: u32,
    /// As typed.
    pub email: String,
    /// As typed.
    pub code: String,
    /// What was wrong with it.
    pub errors: Errors,
}

impl Page for ResetCodePage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.reset.code_title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.reset;
        let form = Form { words, id: "reset-code", action: "/reset/code".to_owned(), errors: &self.errors };
        let address = Input::address(Field::Email, words.field.email, &self.email, "username").view(&form);
        let code = Input::code(words.field.code, &self.code, words.field.code_hint).view(&form);
        let password = NewPassword { field: Field::NewPassword, label: words.field.new_password, least: self.least };
        let fields = form.view(view! { {address} {code} {password.view(&form)} {primary(said.save)} });
        panel(said.code_title, said.code_lead, view! { {fields} <p>{external("/reset", said.again, "")}</p> })
    }
}
