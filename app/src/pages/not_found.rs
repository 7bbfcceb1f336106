use leptos::prelude::*;

use crate::components::{PageTitle, Written, app_state};

use crate::erase::Erase;

/// Any path without a page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    answer_not_found();
    let lang = app_state().lang;
    view! {
        <PageTitle text=lang.t(|w| w.problem.not_found_title) />
        <section class="narrow panel">
            <h1>{lang.t(|w| w.problem.not_found_title)}</h1>
            <p class="lead">{lang.t(|w| w.problem.not_found)}</p>
            <a class="button primary" href="/">
                {lang.t(|w| w.common.to_home)}
            </a>
            // The router in the browser does not know the pages that the server alone writes: where it
            // was not the server that led here, this is empty, and the server is asked.
            <Written />
        </section>
    }
    .erase()
}

/// Sets the answer's status to 404. In the browser there is none to set.
pub(super) fn answer_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(answer) = use_context::<leptos_axum::ResponseOptions>() {
        answer.set_status(http::StatusCode::NOT_FOUND);
    }
}
