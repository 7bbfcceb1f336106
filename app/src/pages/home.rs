use leptos::prelude::*;

use crate::{
    components::{GATE_SCENE, PageTitle, ProviderButtons, app_state, current_path},
    erase::Erase,
    live::part,
    wire::Person,
};

/// `/`: what Gatepost is, and the way in.
#[component]
pub fn HomePage() -> impl IntoView {
    let state = app_state();
    let person = state.session.person();
    let welcome = part(move || match person.get() {
        Some(person) => greeting(person).erase(),
        None => invitation().erase(),
    });
    view! {
        <PageTitle text=state.lang.t(|w| w.home.page) />
        <section class="hero">
            <div class="hero-words">{welcome}</div>
            <div class="scene" aria-hidden="true" inner_html=GATE_SCENE></div>
        </section>
        <Features />
    }
    .erase()
}

fn invitation() -> impl IntoView {
    let state = app_state();
    let hint = state.demo().then(|| {
        view! {
            <p class="hint">
                <strong>{state.lang.t(|w| w.home.demo_title)}</strong>
                " "
                {state.lang.t(|w| w.home.demo)}
            </p>
        }
        .erase()
    });
    view! {
        <h1>{state.lang.t(|w| w.home.title)}</h1>
        <p class="lead">{state.lang.t(|w| w.home.lead)}</p>
        <ProviderButtons return_to=current_path() />
        {hint}
    }
}

fn greeting(person: Person) -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <h1>{lang.say(move |w| (w.home.greeting)(&person.name))}</h1>
        <p class="lead">{lang.t(|w| w.home.greeting_lead)}</p>
        <p class="actions">
            <a class="button primary" href="/shop">
                {lang.t(|w| w.home.to_shop)}
            </a>
            <a class="button" href="/profile">
                {lang.t(|w| w.home.to_profile)}
            </a>
        </p>
    }
}

#[component]
fn Features() -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <section class="features" aria-labelledby="features">
            <h2 id="features">{lang.t(|w| w.home.features)}</h2>
            <div class="columns">
                <div class="feature">
                    <h3>{lang.t(|w| w.home.stay_title)}</h3>
                    <p>{lang.t(|w| w.home.stay)}</p>
                </div>
                <div class="feature">
                    <h3>{lang.t(|w| w.home.last_title)}</h3>
                    <p>{lang.t(|w| w.home.last)}</p>
                </div>
                <div class="feature">
                    <h3>{lang.t(|w| w.home.secret_title)}</h3>
                    <p>{lang.t(|w| w.home.secret)}</p>
                </div>
            </div>
        </section>
    }
    .erase()
}
