mod api_card;
mod orders;
mod token_card;

use leptos::prelude::*;

use self::{api_card::ApiCard, orders::OrderList, token_card::TokenCard};
use crate::{
    components::{Moment, PageTitle, ProviderButtons, app_state},
    erase::Erase,
    live::{part, part_if, text},
    wire::Person,
};

/// `/profile`: who is signed in, through whom, and what the session can do.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let person = state.session.person();
    let facts = part(move || match person.get() {
        Some(person) => view! { <Facts person /> }.erase(),
        None => signed_out().erase(),
    });
    // Not per person: a renewed session must not reset what was typed or read here.
    let tools = part_if(
        move || person.with(Option::is_some),
        || {
            view! {
                <TokenCard />
                <ApiCard />
            }
        },
    );
    view! {
        <PageTitle text=lang.t(|w| w.profile.title) />
        <h1>{lang.t(|w| w.profile.title)}</h1>
        <div class="cards">
            {facts} {tools} <OrderList />
        </div>
    }
    .erase()
}

fn signed_out() -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <section class="panel">
            <p class="lead">{lang.t(|w| w.profile.sign_in_lead)}</p>
            <ProviderButtons return_to=text(|| "/profile") />
        </section>
    }
}

#[component]
fn Facts(person: Person) -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let Person { name, email, provider, since, auth_time, .. } = person;
    // Some providers do not tell.
    let proof = (auth_time > 0).then(|| {
        view! {
            <dt>{lang.t(|w| w.profile.signed_in_at)}</dt>
            <dd>
                <Moment at=auth_time exact=true />
            </dd>
        }
    });
    let email = lang.say(move |w| email.clone().unwrap_or_else(|| w.profile.no_email.to_owned()));
    view! {
        <section class="panel">
            <dl class="facts">
                <dt>{lang.t(|w| w.profile.name)}</dt>
                <dd>{name}</dd>
                <dt>{lang.t(|w| w.profile.email)}</dt>
                <dd>{email}</dd>
                <dt>{lang.t(|w| w.profile.provider)}</dt>
                <dd>{state.provider_label(&provider)}</dd>
                <dt>{lang.t(|w| w.profile.since)}</dt>
                <dd>
                    <Moment at=since />
                </dd>
                {proof}
            </dl>
            // `external`: the server alone writes that page.
            <a class="button" href="/account" rel="external">
                {lang.t(|w| w.profile.account)}
            </a>
        </section>
    }
    .erase()
}
