use leptos::prelude::*;

use crate::components::{Written, app_state, ask_server_when};

/// A page that the server alone writes. What is one person's goes when they do.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = app_state();
    let person = state.session.person();
    if state.is_personal() {
        let reader = person.with_untracked(|person| person.as_ref().map(|person| person.id.clone()));
        ask_server_when(move || person.with(|now| now.as_ref().map(|now| &now.id) != reader.as_ref()));
    }
    name_page();
    view! { <Written /> }
}

/// The title of the window. The browser keeps what the server wrote.
fn name_page() {
    #[cfg(feature = "ssr")]
    if let Some(section) = use_context::<crate::account::Section>() {
        let title = format!("{} · Gatepost", section.title);
        drop(view! { <leptos_meta::Title text=title /> });
    }
}
