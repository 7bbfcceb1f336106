use leptos::{
    ev::{Event, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use crate::{
    api::SetQuantity,
    components::{CartChange, PageTitle, app_state, form_error},
    erase::Erase,
    live::{memo, on, part, text, text_if},
    wire::{CartLine, product},
};

/// `/shop/cart`: what is to be bought.
#[component]
pub fn CartPage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    state.cart.forget_messages();
    let told = form_error(SetQuantity::PATH);
    let failure = text_if(move || {
        state.cart.failure().or_else(|| told.clone()).map(|error| lang.words().order_errors.of(&error))
    });
    let filled = memo(move || state.cart.count() > 0);
    let cart =
        part(move || if filled.get() { view! { <FilledCart /> }.erase() } else { view! { <EmptyCart /> }.erase() });
    view! {
        <PageTitle text=lang.t(|w| w.cart.title) />
        <h1>{lang.t(|w| w.cart.title)}</h1>
        <p class="field-error" aria-live="polite">
            {failure}
        </p>
        {cart}
    }
    .erase()
}

#[component]
fn EmptyCart() -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <p class="lead">{lang.t(|w| w.cart.empty)}</p>
        <a class="button primary" href="/shop">
            {lang.t(|w| w.cart.to_shop)}
        </a>
    }
    .erase()
}

#[component]
fn FilledCart() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    view! {
        <ul class="cart-lines" role="list">
            <For
                each=move || state.cart.get().lines().to_vec()
                key=|line| line.product.clone()
                children=|line| view! { <Line line /> }
            />
        </ul>
        <p class="total">
            <span>{lang.t(|w| w.cart.total)}</span>
            <strong>{text(move || lang.money(state.cart.get().total_cents()))}</strong>
        </p>
        <p class="actions">
            <a class="button primary" href="/shop/checkout">
                {lang.t(|w| w.cart.to_checkout)}
            </a>
            <a class="button quiet" href="/shop">
                {lang.t(|w| w.cart.to_shop)}
            </a>
        </p>
    }
    .erase()
}

/// One product. The quantity posts by its button without script, and by itself with script.
#[component]
fn Line(line: CartLine) -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let id = StoredValue::new(line.product.clone());
    let name = lang.say(move |w| id.with_value(|id| w.shop.name(id)));
    let quantity = memo(move || {
        let cart = state.cart.get();
        id.with_value(|id| cart.lines().iter().find(|line| line.product == *id).map_or(0, |line| line.quantity.get()))
    });
    let cents = product(&line.product).map_or(0, |product| product.cents);
    let field = format!("quantity-{}", line.product);
    let set = move |quantity: u8| state.cart.change(CartChange::Set(id.get_value(), quantity));
    let on_change = move |change: Event| {
        if let Some(quantity) = event_target_value(&change).parse().ok().filter(|quantity| *quantity <= 99) {
            set(quantity);
        }
    };
    let keep = |submit: SubmitEvent| submit.prevent_default();
    let remove = move |submit: SubmitEvent| {
        submit.prevent_default();
        set(0);
    };
    view! {
        <li class="cart-line">
            <span class="cart-name">{name}</span>
            <form class="quantity" method="post" action=SetQuantity::url() on:submit=on(keep)>
                <input type="hidden" name="product" value=line.product.clone() />
                <label class="visually-hidden" for=field.clone()>
                    {lang.say(move |w| id.with_value(|id| (w.cart.quantity_of)(w.shop.name(id))))}
                </label>
                <input
                    id=field
                    name="quantity"
                    type="number"
                    min="0"
                    max="99"
                    required
                    inputmode="numeric"
                    value=text(move || quantity.get().to_string())
                    prop:value=text(move || quantity.get().to_string())
                    on:change=on(on_change)
                />
                <button class="button small unscripted">{lang.t(|w| w.cart.update)}</button>
            </form>
            <span class="price">{text(move || lang.money(cents * u32::from(quantity.get())))}</span>
            <form method="post" action=SetQuantity::url() on:submit=on(remove)>
                <input type="hidden" name="product" value=line.product />
                <input type="hidden" name="quantity" value="0" />
                <button
                    class="button small quiet"
                    aria-label=lang.say(move |w| id.with_value(|id| (w.cart.remove_one)(w.shop.name(id))))
                >
                    {lang.t(|w| w.cart.remove)}
                </button>
            </form>
        </li>
    }
    .erase()
}
