use leptos::prelude::*;

use super::profile::sign_in_offer;
use crate::{
    components::{Written, app_state, ask_server},
    erase::Erase,
    live::{effect, live, memo, part_if},
    wire::Audience,
};

/// A page that the server alone writes. What is one person's goes when they do.
#[component]
pub fn AccountPage(
    /// Whose it is.
    audience: Audience,
) -> impl IntoView {
    let person = app_state().session.person();
    let reader = person.with_untracked(|person| person.as_ref().map(|person| person.id.clone()));
    let gone = memo(move || {
        audience == Audience::Person && person.with(|now| now.as_ref().map(|now| &now.id) != reader.as_ref())
    });
    effect(move || {
        if gone.get() && person.with(Option::is_some) {
            ask_server();
        }
    });
    name_page();
    view! {
        {part_if(move || gone.get(), || sign_in_offer("/account"))}
        <div hidden=live(move || gone.get())>
            <Written />
        </div>
    }
    .erase()
}

/// The title of the window. The browser keeps what the server wrote.
fn name_page() {
    #[cfg(feature = "ssr")]
    if let Some(section) = use_context::<crate::account::Section>() {
        let title = format!("{} · Gatepost", section.title);
        drop(view! { <leptos_meta::Title text=title /> });
    }
}
