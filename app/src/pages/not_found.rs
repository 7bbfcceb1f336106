use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    components::{PageTitle, app_state, ask_server},
    erase::Erase,
    live::effect,
};

/// Any path without a page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    answer_not_found();
    ask_about_new_address();
    let lang = app_state().lang;
    view! {
        <PageTitle text=lang.t(|w| w.problem.not_found_title) />
        <section class="narrow panel">
            <h1>{lang.t(|w| w.problem.not_found_title)}</h1>
            <p class="lead">{lang.t(|w| w.problem.not_found)}</p>
            <a class="button primary" href="/">
                {lang.t(|w| w.common.to_home)}
            </a>
        </section>
    }
    .erase()
}

/// The router in the browser does not know the pages that the server alone writes. Where it was not
/// the server that led here, it is asked.
fn ask_about_new_address() {
    let state = app_state();
    let path = use_location().pathname;
    effect(move || {
        if path.with_untracked(|path| !state.loaded_at(path)) {
            ask_server();
        }
    });
}

/// Sets the answer's status to 404. In the browser there is none to set.
pub(super) fn answer_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(answer) = use_context::<leptos_axum::ResponseOptions>() {
        answer.set_status(http::StatusCode::NOT_FOUND);
    }
}
