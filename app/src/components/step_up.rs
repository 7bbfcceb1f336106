use leptos::{ev::MouseEvent, prelude::*};

use super::{
    WaitingPanel, app_state,
    focus::{STEP_UP_BUTTON, is_plain},
};
use crate::{
    erase::Erase,
    live::{memo, on, text},
    wire::{PASSWORD, StartMode, start_path},
};

/// Asks the person to prove who they are once more, through the provider of this session.
#[component]
pub fn StepUpOffer(
    /// Seconds since the last proof of identity, at most.
    max_auth_age: u32,
    /// Where the full-page flow comes back to.
    return_to: &'static str,
) -> impl IntoView {
    let state = app_state();
    let provider = memo(move || state.session.person().get().map(|person| person.provider).unwrap_or_default());
    let href = text(move || provider.with(|id| start_path(id, StartMode::Page, return_to, Some(max_auth_age))));
    let on_click = move |click: MouseEvent| {
        // First act: the browser allows a popup only while it handles the click.
        if is_plain(&click) && state.session.step_up(max_auth_age) {
            click.prevent_default();
        }
    };
    let label = state.lang.say(move |w| {
        provider.with(|id| match id.as_str() {
            PASSWORD => w.checkout.confirm_with_password.to_owned(),
            id => (w.checkout.confirm_with)(&state.provider_label(id)),
        })
    });
    view! {
        <section class="panel offer" aria-labelledby="step-up-title">
            <h2 id="step-up-title">{state.lang.t(|w| w.checkout.step_up_title)}</h2>
            <p>{state.lang.t(|w| w.checkout.step_up_lead)}</p>
            <a id=STEP_UP_BUTTON class="button primary" href=href rel="nofollow external" on:click=on(on_click)>
                {label}
            </a>
            <WaitingPanel />
        </section>
    }
    .erase()
}
