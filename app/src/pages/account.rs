use leptos::prelude::*;

use crate::{
    components::{Written, app_state, ask_server},
    live::effect,
};

/// A page that the server alone writes. What is one person's goes when they do.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = app_state();
    let person = state.session.person();
    if state.is_personal() {
        let reader = person.with_untracked(|person| person.as_ref().map(|person| person.id.clone()));
        effect(move || {
            if person.with(|now| now.as_ref().map(|now| &now.id) != reader.as_ref()) {
                hide();
                ask_server("/account");
            }
        });
    }
    name_page();
    view! { <Written /> }
}

/// Until the server's answer is there: whoever looks may be somebody else.
fn hide() {
    if let Some(root) = document().document_element() {
        // The name of the class is valid.
        let _ = root.class_list().add_1("is-restoring");
    }
}

/// The title of the window. The browser keeps what the server wrote.
fn name_page() {
    #[cfg(feature = "ssr")]
    if let Some(section) = use_context::<crate::account::Section>() {
        let title = format!("{} · Gatepost", section.title);
        drop(view! { <leptos_meta::Title text=title /> });
    }
}
