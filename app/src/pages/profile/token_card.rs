use std::time::Duration;

use leptos::prelude::*;

use crate::{
    components::{app_state, now_ms},
    erase::Erase,
    live::{effect, memo, on, text, text_if},
    session::Phase,
    words::countdown,
};

/// How long the access token still lives, and a button that fetches a new one.
#[component]
pub(super) fn TokenCard() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let phase = state.session.phase();
    let expires_at = state.session.expires_at();
    let now = seconds_tick();
    let left = memo(move || expires_at.get().map(|end| seconds_left(end, now.get())));
    // How much a full bar is: the most that was ever left on this page.
    let full = Memo::new(move |before: Option<&u32>| left.get().unwrap_or(0).max(before.copied().unwrap_or(1)));
    let renewing = memo(move || phase.with(|phase| *phase == Phase::Renewing));
    let offline = memo(move || phase.with(|phase| *phase == Phase::Offline));
    let life = text(move || {
        let words = &lang.words().token;
        match left.get() {
            _ if offline.get() => words.offline.to_owned(),
            Some(seconds) => (words.left)(&countdown(seconds)),
            None => words.waiting.to_owned(),
        }
    });
    let button = text(move || {
        let words = &lang.words().token;
        if renewing.get() { words.renewing } else { words.renew }
    });
    view! {
        <section class="panel scripted" aria-labelledby="token">
            <h2 id="token">{lang.t(|w| w.token.title)}</h2>
            <p>{lang.t(|w| w.token.lead)}</p>
            <p class="countdown">{life}</p>
            <progress
                aria-label=lang.t(|w| w.token.life)
                max=text(move || full.get().to_string())
                value=text_if(move || left.get().map(|seconds| seconds.to_string()))
            ></progress>
            <button
                type="button"
                class="button"
                aria-disabled=text_if(move || renewing.get().then_some("true"))
                on:click=on(move |_| state.session.renew())
            >
                {button}
            </button>
        </section>
    }
    .erase()
}

/// This browser's clock, read every second while somebody can see the page.
fn seconds_tick() -> ReadSignal<f64> {
    let (now, set_now) = signal(0.0);
    let visible = RwSignal::new(true);
    effect(move || {
        let listener = window_event_listener_untyped("visibilitychange", move |_| visible.set(!document().hidden()));
        on_cleanup(move || listener.remove());
    });
    effect(move || {
        if !visible.get() {
            return;
        }
        set_now.set(now_ms());
        if let Ok(ticking) = set_interval_with_handle(move || set_now.set(now_ms()), Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
    now
}

/// Whole seconds until `end`, both in milliseconds; 0 once it is over.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates, which is meant")]
fn seconds_left(end: f64, now: f64) -> u32 {
    ((end - now) / 1000.0).max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_is_over_has_nothing_left() {
        assert_eq!(seconds_left(61_500.0, 1_000.0), 60);
        assert_eq!(seconds_left(1_000.0, 61_500.0), 0);
        assert_eq!(seconds_left(f64::NAN, 0.0), 0);
    }
}
