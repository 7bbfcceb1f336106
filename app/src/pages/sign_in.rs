use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    components::{PageTitle, ProviderButtons, Written, app_state, own_path},
    erase::Erase,
    live::{Live, Text, effect, live, memo, part, read, text},
    wire::Person,
};

/// `/sign-in`: the ways to sign in, and on to where the person was going.
#[component]
pub fn SignInPage() -> impl IntoView {
    let state = app_state();
    let query = use_query_map();
    let asked_for = memo(move || query.with(|query| query.get("return_to")));
    let return_to = text(move || asked_for.get().map_or_else(|| "/".to_owned(), |path| own_path(&path)));
    let person = state.session.person();
    let navigate = use_navigate();
    let target = return_to.clone();
    effect(move || {
        if person.with(Option::is_some) && asked_for.with(Option::is_some) {
            navigate(&untrack(|| read(&target)), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let body = part(move || match person.get() {
        Some(person) => already(person, return_to.clone()).erase(),
        None => choice(return_to.clone()).erase(),
    });
    view! {
        <PageTitle text=state.lang.t(|w| w.sign_in.title) />
        <section class="narrow panel">
            <h1>{state.lang.t(|w| w.sign_in.title)}</h1>
            {body}
            // Hidden, not taken away: only the server could bring it back.
            <div hidden=live(move || person.with(Option::is_some))>{part(|| view! { <Written /> })}</div>
        </section>
    }
    .erase()
}

fn already(person: Person, return_to: Live<Text>) -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <p class="lead">{lang.say(move |w| (w.sign_in.already)(&person.name))}</p>
        <a class="button primary" href=return_to>
            {lang.t(|w| w.sign_in.go_on)}
        </a>
    }
}

fn choice(return_to: Live<Text>) -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <p class="lead">{lang.t(|w| w.sign_in.lead)}</p>
        <ProviderButtons return_to has_form=true />
    }
}
