use leptos::prelude::*;

use super::app_state;

use crate::erase::Erase;

/// Below every page.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="page-footer">
            <p>{app_state().lang.t(|w| w.common.footer)}</p>
        </footer>
    }
    .erase()
}
