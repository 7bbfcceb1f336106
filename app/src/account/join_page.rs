use leptos::prelude::*;

use super::{
    alone::{Alone, Dressing},
    form::{Errors, Field, LoginKind},
    parts::{Form, Input, button, done, external, hidden, primary, silence},
    sign_in::login_input,
    words::{AccountWords, words},
};
use crate::{wire::ProviderLink, words::Language};

/// Where the forms of a join post to.
const ACTION: &str = "/auth/join";

/// `/auth/join`: the address that a provider vouches for has an account, whose person shows here who they
/// are. It stands alone, in the popup of the sign-in or in the whole tab.
#[derive(Clone, Debug)]
pub struct JoinPage {
    /// The language of its words.
    pub language: Language,
    /// The name of the provider that is to open the account too.
    pub provider: String,
    /// The address that it vouches for.
    pub address: String,
    /// The join.
    pub txn: String,
    /// What is typed beside the password.
    pub kind: LoginKind,
    /// What the password goes with; `None` where no password opens the account.
    pub login: Option<String>,
    /// What was wrong with the password.
    pub password_errors: Errors,
    /// The other providers that open the account.
    pub providers: Vec<ProviderLink>,
    /// Where a code goes, masked; `None` where none can.
    pub mail: Option<String>,
    /// Whether one was asked for.
    pub code_sent: bool,
    /// As typed.
    pub code: String,
    /// What was wrong with it.
    pub code_errors: Errors,
    /// What else was wrong.
    pub errors: Errors,
    /// What it is dressed in.
    pub dressing: Dressing,
}

impl JoinPage {
    /// The whole document.
    pub fn html(&self) -> String {
        let words = words(self.language);
        let said = &words.join;
        let has_errors = [&self.password_errors, &self.code_errors, &self.errors].iter().any(|e| !e.is_empty());
        let alone = Alone { words, title: said.title, has_errors, dressing: &self.dressing, goes_on_to: None };
        alone.html(|| {
            view! {
                <p class="lead">{(said.lead)(&self.provider, &self.address)}</p>
                {form_of(words, "join", &self.errors).summary()}
                {self.by_password(words)}
                {self.by_provider(words)}
                {self.by_code(words)}
                {self.cancel(words)}
            }
            .into_any()
        })
    }

    /// What goes with every form: which join it is, and what is to be done.
    fn travels(&self, step: &'static str) -> AnyView {
        view! { {hidden("txn", self.txn.clone())} {hidden("step", step)} }.into_any()
    }

    fn by_password(&self, words: &'static AccountWords) -> Option<AnyView> {
        let login = self.login.as_ref()?;
        let said = &words.join;
        let form = form_of(words, "join-password", &self.password_errors);
        let login = login_input(self.kind, login, words).readonly(true).view(&form);
        let fields = form.view(view! {
            <h2>{said.password}</h2>
            {self.travels("password")}
            {login}
            {form.password(Field::Password, words.field.password)}
            {primary(said.password_submit)}
        });
        Some(fields)
    }

    fn by_provider(&self, words: &'static AccountWords) -> Option<AnyView> {
        if self.providers.is_empty() {
            return None;
        }
        let said = &words.join;
        let link = |provider: &ProviderLink| {
            // Links, not a form: what a form leads to would have to be this site (`form-action`).
            let href = format!("{ACTION}/with/{}?txn={}", provider.id, self.txn);
            let silence = silence(provider, words.language);
            view! { <li>{external(href, &(said.with)(&provider.label), "button wide")} {silence}</li> }
        };
        let links: Vec<_> = self.providers.iter().map(link).collect();
        let list = view! {
            <h2>{said.provider}</h2>
            <ul class="providers" role="list">{links}</ul>
        };
        Some(list.into_any())
    }

    fn by_code(&self, words: &'static AccountWords) -> Option<AnyView> {
        let mailbox = self.mail.as_ref()?;
        let said = &words.join;
        let none = Errors::none();
        if !self.code_sent {
            let form = form_of(words, "join-mail", &self.code_errors);
            return Some(form.view(view! {
                <h2>{said.code}</h2>
                {self.travels("mail")}
                <p class="hint">{(said.code_lead)(mailbox)}</p>
                {button(said.send_code, "")}
            }));
        }
        let form = form_of(words, "join-code", &self.code_errors);
        let sent = self.code_errors.is_empty().then(|| done(&(said.code_sent)(mailbox)));
        let fields = form.view(view! {
            <h2>{said.code}</h2>
            {sent}
            {self.travels("code")}
            {Input::code(words.field.code, &self.code, words.field.code_hint).view(&form)}
            {primary(said.code_submit)}
        });
        let again = form_of(words, "join-mail", &none);
        let again = again.view(view! { {self.travels("mail")} {button(said.code_again, "small")} });
        Some(view! { {fields} {again} }.into_any())
    }

    fn cancel(&self, words: &'static AccountWords) -> AnyView {
        let none = Errors::none();
        let form = form_of(words, "join-cancel", &none);
        let fields = form.view(view! {
            {self.travels("cancel")}
            <p class="hint">{words.join.cancel_lead}</p>
            {button(words.form.cancel, "quiet")}
        });
        view! { <div class="aside">{fields}</div> }.into_any()
    }
}

fn form_of<'e>(words: &'static AccountWords, id: &'static str, errors: &'e Errors) -> Form<'e> {
    Form { words, id, action: ACTION.to_owned(), errors }
}
