//! The app: what every page stands in, and which page stands at which path.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

use crate::{
    components::{
        AlertRegion, AppState, Footer, Header, app_state, ask_server_when, focus_after_navigation, focus_after_sign_in,
    },
    erase::{Erase, ErasedView},
    json::JsonText,
    live::effect,
    pages::{
        AccountPage, CartPage, CheckoutPage, HomePage, NotFoundPage, OrderPage, ProblemPage, ProfilePage, ShopPage,
        SignInPage, forget_draft,
    },
    wire::{Boot, Problem},
};

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The browser takes over what the server knew: the first paint is already right.
    let boot = SharedValue::<Boot, JsonText>::new_with_encoding(|| use_context().unwrap_or_default()).into_inner();
    let (problem, written) = (boot.problem.clone(), boot.written);
    AppState::provide(boot);
    view! {
        <Router>
            <Frame problem written />
        </Router>
    }
    .erase()
}

/// Header, page, footer; messages on top of them.
#[component]
fn Frame(problem: Option<Problem>, written: bool) -> impl IntoView {
    let lang = app_state().lang;
    focus_after_navigation();
    focus_after_sign_in();
    forget_drafts_on_sign_out();
    effect(move || {
        if let Some(root) = document().document_element() {
            // The attribute cannot be refused: its name is valid.
            let _ = root.set_attribute("lang", lang.get().tag());
        }
    });
    let page = match (problem, written) {
        (Some(problem), _) => whole(view! { <ProblemPage problem /> }.erase()),
        (None, true) => whole(view! { <AccountPage /> }.erase()),
        (None, false) => view! { <Pages /> }.erase(),
    };
    view! {
        // `external`: the browser moves the focus, the router would only scroll.
        <a class="skip-link" href="#main" rel="external">
            {lang.t(|w| w.common.skip_to_content)}
        </a>
        <Header />
        <AlertRegion />
        <main id="main" tabindex="-1">
            {page}
        </main>
        <Footer />
    }
    .erase()
}

/// What one person typed is not for the next.
fn forget_drafts_on_sign_out() {
    let person = app_state().session.person();
    let mut before = None;
    effect(move || {
        let now = person.with(|person| person.as_ref().map(|person| person.id.clone()));
        if before.is_some() && before != now {
            forget_draft();
        }
        before = now;
    });
}

/// The routes. Pages that read from the server wait for it, so that they are whole without script.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/profile") view=ProfilePage ssr=SsrMode::Async />
            <Route path=path!("/shop") view=ShopPage />
            <Route path=path!("/shop/cart") view=CartPage />
            <Route path=path!("/shop/checkout") view=CheckoutPage ssr=SsrMode::Async />
            <Route path=path!("/shop/orders/:id") view=OrderPage ssr=SsrMode::Async />
        </FlatRoutes>
    }
    .erase()
}

/// A page that stands in for all of them. It knows no routes, so the next address is asked of the
/// server.
fn whole(page: ErasedView) -> ErasedView {
    let path = use_location().pathname;
    let shown = path.get_untracked();
    ask_server_when(move || path.with(|path| *path != shown));
    page
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
