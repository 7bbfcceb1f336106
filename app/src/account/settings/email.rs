use leptos::prelude::*;

use super::{SavedChange, SettingsPage, disclosure};
use crate::account::{
    form::{Errors, Field},
    parts::{Form, Input, button, external, primary},
    words::AccountWords,
};

impl SettingsPage {
    pub(super) fn email_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.email;
        let card = &self.email;
        let current = match &card.current {
            Some(address) => {
                let (class, state) =
                    if card.verified { ("badge good", said.verified) } else { ("badge", said.unverified) };
                view! {
                    <p class="current">
                        <strong>{address.clone()}</strong>
                        <span class=class>{state}</span>
                    </p>
                }
                .into_any()
            }
            None => view! { <p>{said.none}</p> }.into_any(),
        };
        let form = Form { words, id: "email-form", action: "/account/email".to_owned(), errors: &card.errors };
        let address = Input::address(Field::NewEmail, words.field.new_email, &card.new_email, "email").view(&form);
        let fields = view! {
            <p class="hint">{said.lead}</p>
            {address}
        };
        let change = self.proved(&form, fields.into_any(), primary(said.submit));
        view! {
            {self.told(&[
                (SavedChange::EmailAsked, said.mailed),
                (SavedChange::EmailDropped, said.cancelled),
                (SavedChange::Email, said.changed),
            ])}
            {current}
            {card.pending.as_ref().map(|address| pending(words, address))}
            {disclosure(said.change, !card.errors.is_empty(), change)}
        }
        .into_any()
    }
}

fn pending(words: &'static AccountWords, address: &str) -> AnyView {
    let said = &words.settings.email;
    let none = Errors::none();
    let form = Form { words, id: "email-cancel", action: "/account/email/cancel".to_owned(), errors: &none };
    view! {
        <div class="note">
            <p>{(said.pending)(address)}</p>
            <div class="actions">
                {external("/account/email", said.enter_code, "button small")}
                {form.view(button(said.cancel, "small quiet"))}
            </div>
        </div>
    }
    .into_any()
}
