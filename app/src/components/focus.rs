//! Where the keyboard is after something changed under it.

use std::mem;

use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::hooks::use_location;

use super::app_state;
use crate::{
    live::{effect, memo},
    session::Phase,
};

/// Id of the main landmark.
const MAIN: &str = "main";

/// Moves the focus to the element of that id. `false` where there is none.
pub fn focus(id: &str) -> bool {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Whether a click is a plain one: no other button, and no key that asks for a new tab or window.
pub(super) fn is_plain(click: &MouseEvent) -> bool {
    click.button() == 0 && !click.ctrl_key() && !click.meta_key() && !click.shift_key() && !click.alt_key()
}

/// After a navigation without reload, a screen reader must hear of the new page: the focus goes to
/// its main landmark, as after a real load. Not on the first page, where the browser does it.
pub fn focus_after_navigation() {
    let path = use_location().pathname;
    let mut before = None;
    effect(move || {
        let now = path.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            request_animation_frame(|| {
                focus(MAIN);
            });
        }
        before = Some(now);
    });
}

/// When the sign-in window is done, the focus goes back to the button that opened it; where that is
/// gone because the person is signed in now, to the main landmark.
pub fn focus_after_sign_in() {
    let phase = app_state().session.phase();
    let opener = memo(move || {
        phase.with(|phase| match phase {
            Phase::SigningIn { provider, .. } => Some(button_id(provider)),
            Phase::SteppingUp { .. } => Some(STEP_UP_BUTTON.to_owned()),
            _ => None,
        })
    });
    let mut before = None;
    effect(move || {
        let now = opener.get();
        if let (Some(button), None) = (mem::replace(&mut before, now.clone()), now) {
            request_animation_frame(move || {
                if !focus(&button) {
                    focus(MAIN);
                }
            });
        }
    });
}

/// Moves the focus to the step-up button, if one is on offer.
pub fn focus_step_up() -> bool {
    focus(STEP_UP_BUTTON)
}

/// Id of the button that signs in with a provider.
pub(super) fn button_id(provider: &str) -> String {
    format!("sign-in-{provider}")
}

/// Id of the button that asks for a fresher proof of identity.
pub(super) const STEP_UP_BUTTON: &str = "step-up";
