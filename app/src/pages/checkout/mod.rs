mod draft;
mod form;
mod place;

use leptos::prelude::*;

use self::{draft::Draft, form::OrderForm};
use crate::{
    api::{new_order_key, reading},
    components::{CartSummary, FreshGuard, PageTitle, RequireFresh, app_state},
    erase::Erase,
    live::{live, memo, part},
};

/// This page, for a sign-in that comes back to it.
const PATH: &str = "/shop/checkout";
/// Seconds of token life the page asks for: enough to type an address and pay without a renewal.
const MIN_TTL: u32 = 300;

/// `/shop/checkout`: where the order is written, with a fresh session and exactly once.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let filled = memo(move || state.cart.count() > 0);
    let desk =
        part(move || if filled.get() { view! { <Desk /> }.erase() } else { view! { <NothingToOrder /> }.erase() });
    view! {
        <PageTitle text=lang.t(|w| w.checkout.title) />
        <h1>{lang.t(|w| w.checkout.title)}</h1>
        {desk}
    }
    .erase()
}

#[component]
fn NothingToOrder() -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <p class="lead">{lang.t(|w| w.order_errors.cart_empty)}</p>
        <a class="button primary" href="/shop">
            {lang.t(|w| w.cart.to_shop)}
        </a>
    }
    .erase()
}

/// The cart on one side, always in view; the guarded form on the other.
#[component]
fn Desk() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let guard = FreshGuard::new(MIN_TTL, state.checkout_max_auth_age());
    let key = reading(|| (), |()| new_order_key());
    view! {
        <div class="checkout">
            <section class="panel" aria-labelledby="summary">
                <h2 id="summary">{lang.t(|w| w.checkout.summary)}</h2>
                <CartSummary cart=live(move || state.cart.get()) />
                <p class="hint">{lang.t(|w| w.checkout.no_charge)}</p>
            </section>
            <div class="desk">
                <RequireFresh guard return_to=PATH>
                    <OrderForm guard key />
                </RequireFresh>
            </div>
        </div>
    }
    .erase()
}

/// Removes what was typed at the checkout from this tab, for when its owner signs out.
pub fn forget_draft() {
    Draft::forget();
}
