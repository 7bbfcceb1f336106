//! `/account`: one card a subject, each with forms of its own.

mod delete;
mod deleted;
mod email;
mod methods;
mod model;
mod moment;
mod password;
mod profile;
mod proof;
mod sessions;

use leptos::prelude::*;

use super::{
    parts::{done, external},
    section::Page,
    words::AccountWords,
};
pub use deleted::DeletedPage;
pub use model::{
    DeleteCard, DeleteProof, EmailCard, Method, MethodsCard, PasswordCard, ProfileCard, Proof, SavedChange,
    SessionLine, SettingsPage,
};

impl Page for SettingsPage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.settings.title.to_owned()
    }

    fn has_errors(&self) -> bool {
        [
            &self.profile.errors,
            &self.email.errors,
            &self.password.errors,
            &self.methods.join_errors,
            &self.methods.part_errors,
            &self.session_errors,
            &self.delete.errors,
        ]
        .into_iter()
        .any(|errors| !errors.is_empty())
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings;
        let cards = [
            ("profile", said.profile.title, self.profile_card(words)),
            ("email", said.email.title, self.email_card(words)),
            ("password", said.password.title, self.password_card(words)),
            ("methods", said.methods.title, self.methods_card(words)),
            ("sessions", said.sessions.title, self.sessions_card(words)),
            ("delete", said.delete.title, self.delete_card(words)),
        ];
        let links: Vec<_> = cards
            .iter()
            .map(|(id, title, _)| {
                let label = if *id == "sessions" { said.sessions.short } else { title };
                view! { <li>{external(format!("#{id}"), label, "")}</li> }
            })
            .collect();
        let cards: Vec<_> = cards.into_iter().map(|(id, title, content)| card(id, title, content)).collect();
        view! {
            <div class="settings-head">
                <h1>{said.title}</h1>
                <p class="lead">{said.lead}</p>
            </div>
            <div class="settings">
                <nav class="settings-nav" aria-label=said.navigation>
                    <ul>{links}</ul>
                </nav>
                <div class="settings-cards">{cards}</div>
            </div>
        }
        .into_any()
    }
}

impl SettingsPage {
    /// What was just done, in the card that did it.
    fn told(&self, changes: &[(SavedChange, &'static str)]) -> Option<AnyView> {
        changes.iter().find(|(change, _)| self.saved == Some(*change)).map(|(_, said)| done(said))
    }
}

fn card(id: &'static str, title: &'static str, content: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    view! {
        <section id=id class="panel" aria-labelledby=labelled_by>
            <h2 id=heading>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// A form behind a button, open from the start where it has something to say.
fn disclosure(label: &'static str, open: bool, content: AnyView) -> AnyView {
    view! {
        <details class="disclosure" open=open>
            <summary class="button">{label}</summary>
            {content}
        </details>
    }
    .into_any()
}
