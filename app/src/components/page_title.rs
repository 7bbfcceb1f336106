use leptos::prelude::*;
use leptos_meta::Title;

/// The title of the window: the page, then the product.
#[component]
pub fn PageTitle(
    /// The page's own name.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <Title text=move || format!("{} · Gatepost", text.get()) /> }
}
