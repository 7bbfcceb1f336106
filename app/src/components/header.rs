use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
};
use leptos_router::{components::A, hooks::use_location};

use super::{LOGO, app_state, current_path};
use crate::{
    api::{ChooseLanguage, SignOut, choose_language},
    erase::Erase,
    live::{on, part, read, text, text_if},
    wire::{Notice, Person, sign_in_path},
    words::{Language, endonym},
};

/// Above every page: the product, the way round, the language, and who is here.
#[component]
pub fn Header() -> impl IntoView {
    let state = app_state();
    view! {
        <header class="page-header">
            <a class="brand" href="/">
                <span class="logo" aria-hidden="true" inner_html=LOGO></span>
                "Gatepost"
            </a>
            <nav class="main-nav" aria-label=state.lang.t(|w| w.header.navigation)>
                <A href="/shop" exact=true>
                    {state.lang.t(|w| w.header.shop)}
                </A>
                <A href="/shop/cart">
                    {state.lang.t(|w| w.header.cart)}
                    <span class="count">{text(move || state.cart.count().to_string())}</span>
                </A>
            </nav>
            <LanguageForm />
            <Account />
        </header>
    }
    .erase()
}

/// A button a language. Without script it posts; with script the words change in place.
#[component]
fn LanguageForm() -> impl IntoView {
    let lang = app_state().lang;
    let buttons = Language::ALL.map(|language| view! { <LanguageButton language /> }).into_iter().collect_view();
    view! {
        <form class="languages" method="post" action=ChooseLanguage::url() aria-label=lang.t(|w| w.header.language)>
            {buttons}
        </form>
    }
    .erase()
}

#[component]
fn LanguageButton(language: Language) -> impl IntoView {
    let state = app_state();
    let choose = move |click: MouseEvent| {
        if state.is_written() {
            // Its words come from the server: the form is posted, and the page comes back in them.
            return;
        }
        click.prevent_default();
        state.lang.set(language);
        spawn_local(async move {
            if choose_language(language).await.is_err() {
                state.alerts.push(Notice::CallFailed, None);
            }
        });
    };
    let pressed = text(move || if state.lang.get() == language { "true" } else { "false" });
    view! {
        <button name="language" value=language.tag() lang=language.tag() aria-pressed=pressed on:click=on(choose)>
            {endonym(language)}
        </button>
    }
    .erase()
}

/// The signed-in person with a way out, or a way in.
#[component]
fn Account() -> impl IntoView {
    let person = app_state().session.person();
    let view = part(move || match person.get() {
        Some(person) => signed_in(person).erase(),
        None => signed_out().erase(),
    });
    view! { <div class="account">{view}</div> }.erase()
}

fn signed_in(person: Person) -> impl IntoView {
    let state = app_state();
    let sign_out = move |submit: SubmitEvent| {
        submit.prevent_default();
        state.session.sign_out();
    };
    view! {
        <A href="/profile" attr:class="person">
            {person.name}
        </A>
        // `external`: the server alone writes that page.
        <a class="account-link" href="/account" rel="external">
            {state.lang.t(|w| w.header.account)}
        </a>
        <form method="post" action=SignOut::url() on:submit=on(sign_out)>
            <button class="button small">{state.lang.t(|w| w.header.sign_out)}</button>
        </form>
    }
}

fn signed_out() -> impl IntoView {
    let lang = app_state().lang;
    let here = current_path();
    let path = use_location().pathname;
    // `external`: the server writes the form on that page.
    // On the sign-in page itself the way back stays the one it was opened with.
    let is_here = move || path.with(|path| path == "/sign-in");
    let written = app_state().is_written();
    // A written page may be that of a mail's link: its address is a secret, and done with soon.
    let href = text(move || match (is_here(), written) {
        (true, _) => read(&here).into_owned(),
        (false, true) => sign_in_path("/"),
        (false, false) => sign_in_path(&read(&here)),
    });
    view! {
        <a class="button small" href=href rel="external" aria-current=text_if(move || is_here().then_some("page"))>
            {lang.t(|w| w.header.sign_in)}
        </a>
    }
}
