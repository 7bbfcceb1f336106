use leptos::prelude::*;

use super::{SavedChange, SettingsPage, moment::day};
use crate::account::{
    form::{Asked, Field},
    parts::{Form, Input, primary},
    words::AccountWords,
};

impl SettingsPage {
    pub(super) fn profile_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.profile;
        let card = &self.profile;
        let action = "/account/profile".to_owned();
        let form = Form { words, id: "profile-form", action, errors: &card.errors };
        let first = Input::name(Field::FirstName, words.field.first_name, &card.first_name, "given-name");
        let last = Input::name(Field::LastName, words.field.last_name, &card.last_name, "family-name");
        let fields = form.view(view! {
            <div class="side-by-side">{first.view(&form)} {last.view(&form)}</div>
            {self.username_field(&form, words)}
            {primary(said.save)}
        });
        view! {
            {self.told(&[(SavedChange::Profile, said.saved)])}
            {fields}
            <p class="hint">{said.member_since} " " {day(words, card.since)}</p>
        }
        .into_any()
    }

    fn username_field(&self, form: &Form<'_>, words: &'static AccountWords) -> Option<AnyView> {
        let card = &self.profile;
        let label = match card.ask_username {
            Asked::Never => return None,
            Asked::Optionally => (words.form.optional)(words.field.username),
            Asked::Always => words.field.username.to_owned(),
        };
        let input = Input::user_name(Field::Username, &label, &card.username, "username");
        let input = if card.ask_username == Asked::Always { input } else { input.optional() };
        Some(input.hint(words.field.username_hint).view(form))
    }
}
