use leptos::prelude::*;

use super::{
    form::{Errors, Field},
    parts::{Form, Input, button, done, external, hidden, panel, primary},
    section::Page,
    words::AccountWords,
};

/// What a mail was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errand {
    /// To activate a new account.
    #[default]
    Activation,
    /// To choose a new password.
    Reset,
}

/// `/register/check-mail` and `/reset/check-mail`: what to do with the mail, and without.
#[derive(Clone, Debug, Default)]
pub struct CheckMailPage {
    /// What the mail is for.
    pub errand: Errand,
    /// Where it went; asked for where it is not known any more.
    pub address: Option<String>,
    /// As typed, where it is asked for.
    pub typed: String,
    /// Whether it has just been sent once more.
    pub resent: bool,
    /// Whether this is a demonstration, with an inbox to look into.
    pub inbox: bool,
    /// What was wrong with the resend form.
    pub errors: Errors,
}

impl Page for CheckMailPage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.check_mail.title.to_owned()
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.check_mail;
        let lead = match (self.errand, &self.address) {
            (Errand::Activation, Some(address)) => (said.activation)(address),
            (Errand::Activation, None) => said.activation_unnamed.to_owned(),
            (Errand::Reset, Some(address)) => (said.reset)(address),
            (Errand::Reset, None) => said.reset_unnamed.to_owned(),
        };
        let rest = view! {
            {self.resent.then(|| done(said.resent))}
            {self.inbox.then(|| inbox(words))}
            {self.code_form(words)}
            {self.resend_form(words)}
        };
        panel(said.title, &lead, rest)
    }
}

impl CheckMailPage {
    fn code_form(&self, words: &'static AccountWords) -> AnyView {
        let none = Errors::none();
        let (action, submit) = match self.errand {
            Errand::Activation => ("/activate", words.check_mail.activate),
            Errand::Reset => ("/reset/code", words.check_mail.go_on),
        };
        let form = Form { words, id: "code", action: action.to_owned(), errors: &none };
        // Of a reset the next page also asks for the password.
        let step = (self.errand == Errand::Reset).then(|| hidden("step", "code"));
        form.view(view! {
            <h2>{words.check_mail.code_title}</h2>
            {step}
            {self.address_field(&form, words)}
            {Input::code(words.field.code, "", words.field.code_hint).view(&form)}
            {primary(submit)}
        })
    }

    fn resend_form(&self, words: &'static AccountWords) -> AnyView {
        let action = match self.errand {
            Errand::Activation => "/register/check-mail",
            Errand::Reset => "/reset/check-mail",
        };
        let form = Form { words, id: "resend", action: action.to_owned(), errors: &self.errors };
        let fields = form.view(view! {
            <h2>{words.check_mail.no_mail}</h2>
            <p class="hint">{words.check_mail.no_mail_lead}</p>
            {self.address_field(&form, words)}
            {button(words.check_mail.resend, "")}
        });
        view! { <div class="aside">{fields}</div> }.into_any()
    }

    /// Known, it only goes along.
    fn address_field(&self, form: &Form<'_>, words: &'static AccountWords) -> AnyView {
        match &self.address {
            Some(address) => hidden(Field::Email.name(), address.clone()),
            None => Input::address(Field::Email, words.field.email, &self.typed, "email").view(form),
        }
    }
}

fn inbox(words: &'static AccountWords) -> AnyView {
    view! {
        <div class="note">
            <p>{words.form.inbox_lead}</p>
            {external("/inbox", words.form.inbox, "button small")}
        </div>
    }
    .into_any()
}
