use leptos::prelude::*;

use super::{
    form::{Errors, Field},
    parts::{Form, Input, external, hidden, panel, primary},
    section::Page,
    words::AccountWords,
};

/// What a link about an address does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailErrand {
    /// Confirms the new address.
    Confirm,
    /// Brings the old one back.
    Undo,
}

/// `/account/email/{uid}/{token}` and `/account/email/undo/{uid}/{token}`. It opens on any device,
/// signed in or not; opening it changes nothing, the button does.
#[derive(Clone, Debug)]
pub enum ConfirmEmailPage {
    /// Asks for the click.
    Ask {
        /// What it does.
        errand: EmailErrand,
        /// The page's own address, which the button posts to.
        action: String,
        /// Why the last click did not do it.
        errors: Errors,
    },
    /// Done, just now.
    Done(EmailErrand),
    /// Done before.
    Already,
    /// The link is good for nothing.
    Invalid,
    /// The new address has become somebody else's meanwhile.
    Taken,
}

impl ConfirmEmailPage {
    /// Title and sentence.
    fn said(&self, words: &'static AccountWords) -> (&'static str, &'static str) {
        let said = &words.confirm_email;
        match self {
            Self::Ask { errand: EmailErrand::Confirm, .. } => (said.confirm_title, said.confirm),
            Self::Ask { errand: EmailErrand::Undo, .. } => (said.undo_title, said.undo),
            Self::Done(EmailErrand::Confirm) => (said.confirmed_title, said.confirmed),
            Self::Done(EmailErrand::Undo) => (said.undone_title, said.undone),
            Self::Already => (said.already_title, said.already),
            Self::Invalid => (said.invalid_title, said.invalid),
            Self::Taken => (said.taken_title, said.taken),
        }
    }
}

impl Page for ConfirmEmailPage {
    fn title(&self, words: &'static AccountWords) -> String {
        self.said(words).0.to_owned()
    }

    fn has_errors(&self) -> bool {
        matches!(self, Self::Ask { errors, .. } if !errors.is_empty())
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let (title, lead) = self.said(words);
        let said = &words.confirm_email;
        let rest = match self {
            Self::Ask { errand, action, errors } => {
                let form = Form { words, id: "confirm", action: action.clone(), errors };
                let submit = match errand {
                    EmailErrand::Confirm => said.confirm_submit,
                    EmailErrand::Undo => said.undo_submit,
                };
                form.view(primary(submit))
            }
            Self::Done(EmailErrand::Undo) => external("/reset", words.reset.new_title, "button primary"),
            Self::Done(EmailErrand::Confirm) | Self::Already | Self::Invalid | Self::Taken => {
                external("/account", said.to_account, "button primary")
            }
        };
        panel(title, lead, rest)
    }
}

/// `/account/email`: the code of the mail, in place of its link.
#[derive(Clone, Debug, Default)]
pub struct EmailCodePage {
    /// The new address.
    pub new_email: String,
    /// As typed.
    pub code: String,
    /// What was wrong with it.
    pub errors: Errors,
}

impl Page for EmailCodePage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.confirm_email.code_title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.confirm_email;
        let form = Form { words, id: "email-code", action: "/account/email/code".to_owned(), errors: &self.errors };
        let fields = form.view(view! {
            {hidden(Field::NewEmail.name(), self.new_email.clone())}
            {Input::code(words.field.code, &self.code, words.field.code_hint).view(&form)}
            {primary(said.confirm_submit)}
        });
        let back = external("/account", said.to_account, "");
        panel(said.code_title, &(said.code_lead)(&self.new_email), view! { {fields} <p>{back}</p> })
    }
}
