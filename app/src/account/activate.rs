use leptos::prelude::*;

use super::{
    form::{Errors, Field},
    parts::{Form, Input, button, done, external, hidden, panel, primary},
    section::Page,
    words::AccountWords,
};

/// `/activate/{uid}/{token}`. Opening it changes nothing, for mail scanners open links too: the
/// button does.
#[derive(Clone, Debug)]
pub enum ActivatePage {
    /// Asks for the click.
    Ask {
        /// The page's own address, which the button posts to.
        action: String,
        /// Why the last click did not do it.
        errors: Errors,
    },
    /// Done, just now.
    Done,
    /// Done, and another mail brings a link to choose a password with.
    PasswordToChoose,
    /// Done before.
    Already,
    /// The link is good for nothing: offers a new one.
    Invalid {
        /// The address, as typed.
        email: String,
        /// What was wrong with it.
        errors: Errors,
    },
}

impl Page for ActivatePage {
    fn title(&self, words: &'static AccountWords) -> String {
        let said = &words.activate;
        let title = match self {
            Self::Ask { .. } => said.title,
            Self::Done | Self::PasswordToChoose => said.done_title,
            Self::Already => said.already_title,
            Self::Invalid { .. } => said.invalid_title,
        };
        title.to_owned()
    }

    fn has_errors(&self) -> bool {
        match self {
            Self::Ask { errors, .. } | Self::Invalid { errors, .. } => !errors.is_empty(),
            Self::Done | Self::PasswordToChoose | Self::Already => false,
        }
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.activate;
        let sign_in = || external("/sign-in?return_to=/", words.form.sign_in, "button primary");
        match self {
            Self::Ask { action, errors } => {
                let form = Form { words, id: "activate", action: action.clone(), errors };
                panel(said.title, said.lead, form.view(primary(said.submit)))
            }
            Self::Done => panel(said.done_title, said.done, sign_in()),
            Self::PasswordToChoose => panel(said.done_title, said.choose_password, ()),
            Self::Already => panel(said.already_title, said.already, sign_in()),
            Self::Invalid { email, errors } => {
                let form = Form { words, id: "resend", action: "/register/check-mail".to_owned(), errors };
                let address = Input::address(Field::Email, words.field.email, email, "email").view(&form);
                panel(said.invalid_title, said.invalid, form.view(view! { {address} {primary(said.resend)} }))
            }
        }
    }
}

/// `/activate`: the code of the mail, in place of its link.
#[derive(Clone, Debug, Default)]
pub struct ActivateCodePage {
    /// As typed.
    pub email: String,
    /// As typed.
    pub code: String,
    /// Whether a mail has just been sent once more.
    pub resent: bool,
    /// What was wrong with it.
    pub errors: Errors,
}

impl Page for ActivateCodePage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.activate.code_title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.activate;
        let form = Form { words, id: "code", action: "/activate".to_owned(), errors: &self.errors };
        let address = Input::address(Field::Email, words.field.email, &self.email, "email").view(&form);
        let code = Input::code(words.field.code, &self.code, words.field.code_hint).view(&form);
        let fields = form.view(view! { {address} {code} {primary(said.submit)} });
        // One form to send the mail again, without typing the address twice.
        let none = Errors::none();
        let again = (!self.email.is_empty()).then(|| {
            let form = Form { words, id: "resend", action: "/register/check-mail".to_owned(), errors: &none };
            let email = hidden(Field::Email.name(), self.email.clone());
            view! { <div class="aside">{form.view(view! { {email} {button(words.check_mail.resend, "")} })}</div> }
        });
        let resent = self.resent.then(|| done(words.check_mail.resent));
        panel(said.code_title, said.code_lead, view! { {resent} {fields} {again} })
    }
}
