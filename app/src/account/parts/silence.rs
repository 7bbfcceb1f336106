use leptos::prelude::*;

use crate::{account::words::words, wire::ProviderLink, words::Language};

/// Beside the button of a provider that did not answer a moment ago: that it did not.
pub fn silence(link: &ProviderLink, language: Language) -> Option<AnyView> {
    let said = words(language).sign_in.silent;
    link.silent.then(|| view! { <small>{said(&link.label)}</small> }.into_any())
}
