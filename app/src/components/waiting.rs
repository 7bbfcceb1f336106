use leptos::prelude::*;

use super::app_state;
use crate::{
    erase::Erase,
    live::{memo, on, part_if, text_if},
    session::Phase,
};

/// While a popup is open: that we wait for it, and three ways out.
#[component]
pub fn WaitingPanel() -> impl IntoView {
    let state = app_state();
    let phase = state.session.phase();
    let waiting = memo(move || {
        phase.with(|phase| match phase {
            Phase::SigningIn { provider, closed } | Phase::SteppingUp { provider, closed } => {
                Some((state.provider_label(provider), *closed))
            }
            _ => None,
        })
    });
    let sentence = text_if(move || {
        let words = state.lang.words();
        waiting.get().map(|(provider, closed)| {
            if closed { (words.sign_in.still_waiting)(&provider) } else { (words.sign_in.waiting)(&provider) }
        })
    });
    let ways_out = move || {
        view! {
            <div class="actions">
                <button type="button" class="button small" on:click=on(move |_| state.session.reopen())>
                    {state.lang.t(|w| w.sign_in.reopen)}
                </button>
                <button type="button" class="button small" on:click=on(move |_| state.session.use_this_tab())>
                    {state.lang.t(|w| w.sign_in.use_this_tab)}
                </button>
                <button type="button" class="button small quiet" on:click=on(move |_| state.session.cancel())>
                    {state.lang.t(|w| w.sign_in.cancel)}
                </button>
            </div>
        }
    };
    view! {
        <div class="waiting-slot">
            // Stands here from the first paint, so that a screen reader hears what comes into it.
            <p class="waiting-text" aria-live="polite">
                {sentence}
            </p>
            {part_if(move || waiting.with(Option::is_some), ways_out)}
        </div>
    }
    .erase()
}
