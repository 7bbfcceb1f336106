use leptos::prelude::*;

use crate::{erase::Erase, live::effect};

/// A part of the page that the server alone writes: forms and their words, which would otherwise
/// all be in the WASM.
///
/// The browser adopts it as it stands. Where it finds it empty, a navigation without the server led
/// here, and the page is asked for as a whole.
#[component]
pub fn Written() -> impl IntoView {
    effect(|| {
        if matches!(document().query_selector(".written:empty"), Ok(Some(_))) {
            ask_server();
        }
    });
    view! { <div class="written" inner_html=html()></div> }.erase()
}

/// Loads this address anew. Not a reload: going back from a reloaded page would not leave the
/// document, and its router does not know the server's own pages.
pub fn ask_server() {
    let location = location();
    if let (Ok(path), Ok(search)) = (location.pathname(), location.search()) {
        // Refused, the page stays as it is.
        let _ = location.replace(&(path + &search));
    }
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
