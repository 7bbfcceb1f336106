use leptos::prelude::*;

use super::{SavedChange, SettingsPage, disclosure};
use crate::{
    account::{
        form::Field,
        parts::{Form, NewPassword, primary},
        words::AccountWords,
    },
    words::date,
};

impl SettingsPage {
    pub(super) fn password_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.password;
        let card = &self.password;
        let state = match (card.is_set, card.set_at) {
            (true, Some(at)) => (said.set_on)(&date(words.language, at)),
            (true, None) => said.is_set.to_owned(),
            (false, _) => said.not_set.to_owned(),
        };
        let action = "/account/password".to_owned();
        let form = Form { words, id: "password-form", action, errors: &card.errors };
        let new = NewPassword { field: Field::NewPassword, label: words.field.new_password, least: card.least };
        let new = new.view(&form);
        let (open, content) = if card.is_set {
            let current = form.password(Field::CurrentPassword, words.field.current_password);
            let fields = view! {
                <p class="hint">{said.change_lead}</p>
                {self.login_for_managers()}
                {current}
                {new}
                {primary(said.submit)}
            };
            (said.change, form.view(fields))
        } else {
            let fields = view! { {self.login_for_managers()} {new} };
            (said.set, self.proved(&form, fields.into_any(), primary(said.set_submit)))
        };
        view! {
            {self.told(&[(SavedChange::Password, said.changed)])}
            <p>{state}</p>
            {disclosure(open, !card.errors.is_empty(), content)}
        }
        .into_any()
    }

    /// Unseen: a password manager looks for whose password it is.
    fn login_for_managers(&self) -> AnyView {
        view! { <input type="text" autocomplete="username" value=self.password.login.clone() readonly hidden /> }
            .into_any()
    }
}
