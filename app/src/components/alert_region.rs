use std::time::Duration;

use leptos::prelude::*;

use super::{app_state, focus};
use crate::{
    alerts::Alert,
    erase::{Erase, ErasedView},
    live::{effect, on},
    wire::Tone,
};

/// How long a toast stays: long enough to read twice.
const TOAST_TIME: Duration = Duration::from_secs(6);

/// Where outcomes are told: alerts above the page until dismissed, toasts below it for a while.
///
/// Both regions are in the page from the first paint, empty or not. A region that arrives together
/// with its text is not read out.
#[component]
pub fn AlertRegion() -> impl IntoView {
    view! {
        <div class="alerts" role="alert">
            {cards(true)}
        </div>
        <div class="toasts" role="status">
            {cards(false)}
        </div>
    }
    .erase()
}

/// The loud messages, or the others.
fn cards(loud: bool) -> impl IntoView {
    let shown = app_state().alerts.shown();
    let alerts =
        move || shown.get().into_iter().filter(|alert| is_loud(alert.notice.tone()) == loud).collect::<Vec<_>>();
    let card = move |alert| if loud { alert_card(alert) } else { toast(alert) };
    view! { <For each=alerts key=|alert| alert.id children=card /> }
}

/// Whether it waits for the person instead of leaving by itself.
const fn is_loud(tone: Tone) -> bool {
    matches!(tone, Tone::Warning | Tone::Failure)
}

fn alert_card(alert: Alert) -> ErasedView {
    let state = app_state();
    let Alert { id, notice, support_code } = alert;
    let class = if notice.tone() == Tone::Failure { "alert failure" } else { "alert warning" };
    let code = support_code.map(|code| {
        view! { <p class="support-code">{state.lang.say(move |w| (w.common.support_code)(&code))}</p> }.erase()
    });
    let dismiss = move |_| {
        state.alerts.dismiss(id);
        focus("main");
    };
    view! {
        <div class=class>
            <div>
                <p>{state.lang.say(move |w| (w.notice)(notice))}</p>
                {code}
            </div>
            <button type="button" class="button small quiet scripted" on:click=on(dismiss)>
                {state.lang.t(|w| w.common.dismiss)}
            </button>
        </div>
    }
    .erase()
}

fn toast(alert: Alert) -> ErasedView {
    let state = app_state();
    let Alert { id, notice, .. } = alert;
    let hovered = RwSignal::new(false);
    let focused = RwSignal::new(false);
    effect(move || {
        if hovered.get() || focused.get() {
            return;
        }
        if let Ok(timer) = set_timeout_with_handle(move || state.alerts.dismiss(id), TOAST_TIME) {
            on_cleanup(move || timer.clear());
        }
    });
    let class = if notice.tone() == Tone::Success { "toast success" } else { "toast" };
    view! {
        <div
            class=class
            on:pointerenter=move |_| hovered.set(true)
            on:pointerleave=move |_| hovered.set(false)
            on:focusin=move |_| focused.set(true)
            on:focusout=move |_| focused.set(false)
        >
            <p>{state.lang.say(move |w| (w.notice)(notice))}</p>
            <button
                type="button"
                class="button small quiet scripted"
                on:click=on(move |_| state.alerts.dismiss(id))
            >
                {state.lang.t(|w| w.common.dismiss)}
            </button>
        </div>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Notice;

    #[test]
    fn failures_never_leave_by_themselves() {
        for notice in [Notice::ServerFault, Notice::Offline, Notice::SessionEnded, Notice::OrderFailed] {
            assert!(is_loud(notice.tone()));
        }
        assert!(!is_loud(Notice::SignedIn.tone()));
        assert!(!is_loud(Notice::SignInCancelled.tone()));
    }
}
