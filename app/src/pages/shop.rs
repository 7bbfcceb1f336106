use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    api::AddToCart,
    components::{CartChange, PageTitle, app_state, form_error, product_art},
    erase::Erase,
    live::{on, part_if, text, text_if},
    wire::{Product, products},
};

/// `/shop`: the goods.
#[component]
pub fn ShopPage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    state.cart.forget_messages();
    let cards = products().iter().map(|product| view! { <ProductCard product=*product /> }).collect_view();
    view! {
        <PageTitle text=lang.t(|w| w.shop.title) />
        <h1>{lang.t(|w| w.shop.title)}</h1>
        <p class="lead">{lang.t(|w| w.shop.lead)}</p>
        <CartMessage />
        <ul class="products" role="list">
            {cards}
        </ul>
    }
    .erase()
}

/// What became of the last press on a button.
#[component]
fn CartMessage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    // Without script the redirect told it.
    let told = form_error(AddToCart::PATH);
    let sentence = text_if(move || {
        let words = lang.words();
        state
            .cart
            .failure()
            .or_else(|| told.clone())
            .map(|error| words.order_errors.of(&error).to_owned())
            .or_else(|| state.cart.added().map(|id| (words.shop.added)(words.shop.name(&id))))
    });
    let to_cart = move || view! { <a href="/shop/cart">{lang.t(|w| w.shop.to_cart)}</a> };
    view! {
        <div class="cart-message">
            <p aria-live="polite">{sentence}</p>
            {part_if(move || state.cart.added().is_some(), to_cart)}
        </div>
    }
    .erase()
}

#[component]
fn ProductCard(product: Product) -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let Product { id, cents } = product;
    let add = move |submit: SubmitEvent| {
        submit.prevent_default();
        state.cart.change(CartChange::Add(id.to_owned()));
    };
    let description = text_if(move || lang.words().shop.product(id).map(|words| words.description));
    view! {
        <li class="product">
            <div class="arch" aria-hidden="true" inner_html=product_art(id)></div>
            <h2 id=format!("product-{id}")>{lang.say(move |w| w.shop.name(id))}</h2>
            <p>{description}</p>
            <form class="buy" method="post" action=AddToCart::url() on:submit=on(add)>
                <input type="hidden" name="product" value=id />
                <input type="hidden" name="quantity" value="1" />
                <span class="price">{text(move || lang.money(cents))}</span>
                <button class="button primary" aria-describedby=format!("product-{id}")>
                    {lang.t(|w| w.shop.add)}
                </button>
            </form>
        </li>
    }
    .erase()
}
