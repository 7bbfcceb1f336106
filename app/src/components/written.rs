use leptos::{html::Div, prelude::*};

use crate::{erase::Erase, live::effect};

/// A part of the page that the server alone writes: forms and their words, which would otherwise
/// all be in the WASM.
///
/// The browser adopts it as it stands. Where it finds it empty, a navigation without the server led
/// here, and the page is asked for as a whole.
#[component]
pub fn Written() -> impl IntoView {
    let node = NodeRef::<Div>::new();
    effect(move || {
        if node.get().is_some_and(|element| element.child_element_count() == 0) {
            ask_server();
        }
    });
    view! { <div class="written" node_ref=node inner_html=html()></div> }.erase()
}

/// Loads this address anew. Not a reload: going back from a reloaded page would not leave the
/// document, and its router does not know the server's own pages.
pub fn ask_server() {
    let location = location();
    // Refused, the page stays as it is.
    let _ = location.pathname().and_then(|path| location.replace(&(path + &location.search().unwrap_or_default())));
}

#[cfg(feature = "ssr")]
fn html() -> String {
    use_context::<crate::account::Section>().map(|section| section.html).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
const fn html() -> &'static str {
    ""
}
