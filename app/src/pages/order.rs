use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::not_found::answer_not_found;
use crate::{
    api::{OrderError, find_order, reading},
    components::{CartSummary, Moment, PageTitle, ProviderButtons, app_state, current_path},
    erase::Erase,
    live::{live, memo},
    wire::Order,
};

/// `/shop/orders/:id`: one order, as its owner sees it.
#[component]
pub fn OrderPage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id").unwrap_or_default()));
    // Asked again when somebody else signs in: an order is shown to its owner alone.
    let who = memo(move || state.session.person().with(|p| p.as_ref().map(|person| person.id.clone())));
    let order = reading(
        move || (id.get(), who.get()),
        |(id, who)| async move {
            // Nobody has no orders: the server need not be asked to say so.
            who.ok_or(OrderError::SignInNeeded)?;
            find_order(id).await
        },
    );
    let found = live(move || {
        order.get().map(|answer| match answer {
            Ok(Some(order)) => view! { <Placed order /> }.erase(),
            Ok(None) => view! { <Unknown /> }.erase(),
            Err(error) => view! { <Refused error /> }.erase(),
        })
    });
    view! {
        <PageTitle text=lang.say(move |w| (w.order.title)(&order_number(&id.get()))) />
        <section class="narrow panel">
            <Transition fallback=move || view! { <p>{lang.t(|w| w.common.loading)}</p> }>{found}</Transition>
        </section>
    }
    .erase()
}

/// What a person calls the order of that id: its first part, as it would be read out.
pub(super) fn order_number(id: &str) -> String {
    id.split('-').next().unwrap_or_default().to_uppercase()
}

#[component]
fn Placed(order: Order) -> impl IntoView {
    let lang = app_state().lang;
    let Order { id, cart, recipient, address, placed_at, .. } = order;
    view! {
        <h1>{lang.say(move |w| (w.order.title)(&order_number(&id)))}</h1>
        <p class="lead">{lang.t(|w| w.order.thanks)}</p>
        <h2>{lang.t(|w| w.order.items)}</h2>
        <CartSummary cart=live(move || cart.clone()) />
        <dl class="facts">
            <dt>{lang.t(|w| w.order.placed_at)}</dt>
            <dd>
                <Moment at=placed_at exact=true />
            </dd>
            <dt>{lang.t(|w| w.order.recipient)}</dt>
            <dd>{recipient}</dd>
            <dt>{lang.t(|w| w.order.address)}</dt>
            <dd class="as-written">{address}</dd>
        </dl>
        <a class="button" href="/shop">
            {lang.t(|w| w.cart.to_shop)}
        </a>
    }
    .erase()
}

#[component]
fn Unknown() -> impl IntoView {
    answer_not_found();
    let lang = app_state().lang;
    view! {
        <h1>{lang.t(|w| w.order.not_found)}</h1>
        <p class="lead">{lang.t(|w| w.order.not_found_lead)}</p>
        <a class="button" href="/profile">
            {lang.t(|w| w.home.to_profile)}
        </a>
    }
    .erase()
}

#[component]
fn Refused(error: OrderError) -> impl IntoView {
    let lang = app_state().lang;
    if error == OrderError::SignInNeeded {
        return view! {
            <h1>{lang.t(|w| w.sign_in.title)}</h1>
            <p class="lead">{lang.t(|w| w.order.sign_in_lead)}</p>
            <ProviderButtons return_to=current_path() />
        }
        .erase();
    }
    view! {
        <h1>{lang.t(|w| w.problem.ours_title)}</h1>
        <p class="lead">{lang.say(move |w| w.order_errors.of(&error))}</p>
    }
    .erase()
}
