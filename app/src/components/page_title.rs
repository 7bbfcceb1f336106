use leptos::prelude::*;
use leptos_meta::Title;

use crate::live::{Live, Text, read};

/// The title of the window: the page, then the product.
#[component]
pub fn PageTitle(
    /// The page's own name.
    text: Live<Text>,
) -> impl IntoView {
    let text = move || format!("{} · Gatepost", read(&text));
    // leptos_meta asks for the title when the page has been written, outside of its request: the
    // signals of another one may stand where this one's were. The server hands over finished text.
    #[cfg(feature = "ssr")]
    let text = text();
    view! { <Title text=text /> }
}
