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
    ask_server_when(|| matches!(document().query_selector(".written:empty"), Ok(Some(_))));
    view! { <div class="written" inner_html=html()></div> }.erase()
}

/// Asks the server for the page of this address, once `when` says so. Nothing of this page is to be
/// seen meanwhile: whoever looks may be somebody else by then.
pub fn ask_server_when(when: impl Fn() -> bool + 'static) {
    // Its own function: a closure inside the outer one would be compiled for each `when`.
    fn boxed(when: Box<dyn Fn() -> bool>) {
        // The router's, for the browser's own may still be that of the page before.
        let here = current_path();
        effect(move || {
            if when() {
                if let Some(root) = document().document_element() {
                    // The name of the class is valid.
                    let _ = root.class_list().add_1("is-restoring");
                }
                // Not a reload: going back from a reloaded page would not leave the document, and its
                // router does not know the server's own pages.
                let _ = location().assign(&untrack(|| read(&here)));
            }
        });
    }
    boxed(Box::new(when));
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
