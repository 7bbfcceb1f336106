use leptos::prelude::*;

use super::{DeleteProof, SettingsPage, disclosure};
use crate::account::{
    form::{Errors, Field},
    parts::{Form, Input, button, done},
    words::AccountWords,
};

impl SettingsPage {
    pub(super) fn delete_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.delete;
        let card = &self.delete;
        let form = Form { words, id: "delete-form", action: "/account/delete".to_owned(), errors: &card.errors };
        let warning = view! { <p class="hint">{said.for_good}</p> }.into_any();
        let submit = button(said.submit, "danger");
        let content = match card.by {
            DeleteProof::Password => {
                let password = form.password(Field::CurrentPassword, words.field.current_password);
                form.view(view! { {password} {warning} {submit} })
            }
            DeleteProof::Code => {
                let code = Input::code(words.field.code, &card.code, words.field.code_hint).view(&form);
                let fields = form.view(view! { {code} {warning} {submit} });
                view! { {self.send_code(words)} {fields} }.into_any()
            }
            DeleteProof::SignIn => self.proved(&form, warning, submit),
        };
        let open = !card.errors.is_empty() || card.code_sent_to.is_some();
        view! {
            <p>{said.lead}</p>
            {disclosure(said.open, open, content)}
        }
        .into_any()
    }

    fn send_code(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.delete;
        let none = Errors::none();
        let form = Form { words, id: "delete-code", action: "/account/delete/code".to_owned(), errors: &none };
        let sent = self.delete.code_sent_to.as_ref().map(|address| done(&(said.code_sent)(address)));
        form.view(view! {
            {sent}
            <p class="hint">{said.code_lead}</p>
            {button(said.send_code, "small")}
        })
    }
}
