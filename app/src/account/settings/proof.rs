use leptos::prelude::*;

use super::{Proof, SettingsPage};
use crate::{
    account::{form::Field, parts::Form, words::AccountWords},
    wire::{StartMode, start_path},
};

impl SettingsPage {
    /// A form that changes what opens the account: with what proves that the change is theirs, or
    /// what to do first.
    pub(super) fn proved(&self, form: &Form<'_>, fields: AnyView, submit: AnyView) -> AnyView {
        match &self.proof {
            Proof::Password => {
                let password = form.password(Field::CurrentPassword, form.words.field.current_password);
                form.view(view! { {fields} {password} {submit} })
            }
            Proof::Fresh => form.view(view! { {fields} {submit} }),
            Proof::Provider { link, max_age } => {
                let href = start_path(&link.id, StartMode::Page, "/account", Some(*max_age));
                confirm_first(form.words, href, &link.label)
            }
        }
    }
}

fn confirm_first(words: &'static AccountWords, href: String, provider: &str) -> AnyView {
    view! {
        <div class="note">
            <p>{words.settings.confirm_first}</p>
            <a class="button small" href=href rel="nofollow external">
                {(words.settings.confirm_with)(provider)}
            </a>
        </div>
    }
    .into_any()
}
