use leptos::prelude::*;

use crate::{
    api::{OrderError, list_orders, reading},
    components::{Moment, app_state},
    erase::{Erase, ErasedView},
    live::{live, memo, text},
    pages::order::order_number,
    wire::Order,
};

/// The person's own orders, newest first.
#[component]
pub(super) fn OrderList() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    // Asked again when somebody else signs in: nobody sees another person's orders.
    let who = memo(move || state.session.person().with(|p| p.as_ref().map(|person| person.id.clone())));
    let orders = reading(
        move || who.get(),
        |who| async move {
            // Nobody has no orders: the server need not be asked to say so.
            who.ok_or(OrderError::SignInNeeded)?;
            list_orders().await
        },
    );
    let list = live(move || {
        orders.get().map(|answer| match answer {
            Ok(orders) => view! { <Orders orders /> }.erase(),
            Err(OrderError::SignInNeeded) => ().erase(),
            Err(error) => view! { <p class="field-error">{lang.say(move |w| w.order_errors.of(&error))}</p> }.erase(),
        })
    });
    view! { <Transition fallback=move || view! { <p>{lang.t(|w| w.common.loading)}</p> }>{list}</Transition> }.erase()
}

#[component]
fn Orders(orders: Vec<Order>) -> impl IntoView {
    let lang = app_state().lang;
    let none = orders.is_empty().then(|| view! { <p>{lang.t(|w| w.profile.no_orders)}</p> }.erase());
    let rows = orders.into_iter().map(row).collect_view();
    view! {
        <section class="panel" aria-labelledby="orders">
            <h2 id="orders">{lang.t(|w| w.profile.orders)}</h2>
            {none}
            <ul class="orders" role="list">
                {rows}
            </ul>
        </section>
    }
    .erase()
}

fn row(order: Order) -> ErasedView {
    let lang = app_state().lang;
    let Order { id, total_cents, placed_at, .. } = order;
    let href = format!("/shop/orders/{id}");
    view! {
        <li>
            <a href=href>{lang.say(move |w| (w.order.title)(&order_number(&id)))}</a>
            <Moment at=placed_at />
            <span class="price">{text(move || lang.money(total_cents))}</span>
        </li>
    }
    .erase()
}
