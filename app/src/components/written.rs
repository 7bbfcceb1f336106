use leptos::prelude::*;

use super::current_path;
use crate::{
    erase::Erase,
    live::{effect, read},
};

/// A part of the page that the server alone writes: forms and their words, which would otherwise
/// all be in the WASM.
///
/// The browser adopts it as it stands. Where it finds it empty, a navigation without the server led
/// here, and the page is asked for as a whole.
#[component]
pub fn Written() -> impl IntoView {
    // The router's, for the browser's own may still be that of the page before.
    let here = current_path();
    effect(move || {
        if matches!(document().query_selector(".written:empty"), Ok(Some(_))) {
            ask_server(&untrack(|| read(&here)));
        }
    });
    view! { <div class="written" inner_html=html()></div> }.erase()
}

/// Asks the server for the page at that path. Not a reload: going back from a reloaded page would not
/// leave the document, and its router does not know the server's own pages.
pub fn ask_server(path: &str) {
    // Refused, the page stays as it is.
    let _ = location().assign(path);
}

#[cfg(feature = "ssr")]
fn html() -> String {
    // Never empty: that is how the browser tells.
    use_context::<crate::account::Section>().map_or_else(|| "<span hidden></span>".to_owned(), |section| section.html)
}

#[cfg(not(feature = "ssr"))]
const fn html() -> &'static str {
    ""
}
