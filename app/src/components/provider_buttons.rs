use leptos::{ev::MouseEvent, prelude::*};

use super::{
    AppState, WaitingPanel, app_state,
    focus::{button_id, is_plain},
    provider_mark,
};
use crate::{
    erase::Erase,
    live::{Live, Text, memo, on, part_if, read, text},
    wire::{PASSWORD, ProviderLink, StartMode, start_path},
};

/// One button a provider, and below them what the popup is up to.
///
/// Each is a plain link that signs in as a full page. Once the WASM is alive, a plain click opens
/// the popup instead. The buttons stay where they are meanwhile: a second click brings the popup
/// back, and the focus returns here when it is gone.
#[component]
pub fn ProviderButtons(
    /// Where the full-page flow comes back to.
    return_to: Live<Text>,
    /// Whether the page has a form for a password of its own.
    #[prop(optional)]
    has_form: bool,
) -> impl IntoView {
    let state = app_state();
    let providers = state.providers();
    let none = (providers.is_empty() && !has_form)
        .then(|| view! { <p class="hint">{state.lang.t(|w| w.sign_in.none)}</p> }.erase());
    let button = |link| view! { <ProviderButton link return_to=return_to.clone() /> };
    let buttons = providers.into_iter().filter(|link| !has_form || link.id != PASSWORD).map(button).collect_view();
    view! {
        <div class="sign-in">
            {none}
            <ul class="providers" role="list">
                {buttons}
            </ul>
            <WaitingPanel />
        </div>
    }
    .erase()
}

#[component]
fn ProviderButton(link: ProviderLink, return_to: Live<Text>) -> impl IntoView {
    let state = app_state();
    let silence = silence(&link, state);
    let ProviderLink { id, label, .. } = link;
    let by_password = id == PASSWORD;
    let name = state.lang.say(
        move |w| {
            if by_password { w.sign_in.with_password.to_owned() } else { (w.sign_in.with)(&label) }
        },
    );
    let key = StoredValue::new(id.clone());
    let href = text(move || key.with_value(|id| start_path(id, StartMode::Page, &read(&return_to), None)));
    let on_click = move |click: MouseEvent| {
        // First act: the browser allows a popup only while it handles the click.
        if is_plain(&click) && key.with_value(|id| state.session.sign_in(id)) {
            click.prevent_default();
        }
    };
    let is_last = memo(move || key.with_value(|id| state.session.last_provider().get().as_ref() == Some(id)));
    let notes_id = format!("notes-{id}");
    let note = move || view! { <span class="last-used">{state.lang.t(|w| w.sign_in.last_used)}</span> };
    view! {
        <li class="provider">
            // `external` keeps the router's hands off: this address is the server's.
            <a
                id=button_id(&id)
                class="button wide"
                href=href
                rel="nofollow external"
                aria-describedby=notes_id.clone()
                on:click=on(on_click)
            >
                <span class="mark" aria-hidden="true" inner_html=provider_mark(&id)></span>
                <span>{name}</span>
            </a>
            <div id=notes_id>
                <div inner_html=silence></div>
                {part_if(move || is_last.get(), note)}
            </div>
        </li>
    }
    .erase()
}

/// That the provider does not answer, where it did not a moment ago. The server alone knows, and has the
/// words; the browser leaves them as they stand.
#[cfg(feature = "ssr")]
fn silence(link: &ProviderLink, state: AppState) -> String {
    crate::account::silence(link, state.lang.get()).map(RenderHtml::to_html).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
const fn silence(_: &ProviderLink, _: AppState) -> &'static str {
    ""
}
