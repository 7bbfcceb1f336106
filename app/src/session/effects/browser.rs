//! Small questions to the browser.

use web_sys::window;

use crate::session::machine::Millis;

/// This browser's clock.
#[allow(clippy::cast_possible_truncation, reason = "whole milliseconds, far inside i64")]
pub(crate) fn now() -> Millis {
    Millis::new(js_sys::Date::now() as i64)
}

/// Random bytes of the browser's generator; `None` where it has none.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// Path and query of this page.
pub(crate) fn here() -> String {
    let Some(location) = window().map(|window| window.location()) else { return "/".to_owned() };
    let mut here = location.pathname().unwrap_or_else(|_| "/".to_owned());
    here.push_str(&location.search().unwrap_or_default());
    here
}

/// Goes to another page of this origin.
pub(crate) fn go(path: &str) {
    if let Some(window) = window() {
        // Refused only while the page is being unloaded already.
        let _ = window.location().assign(path);
    }
}

/// Whether the browser says that it has no network. If it does it is right; the reverse is a guess.
pub(crate) fn no_network() -> bool {
    window().is_some_and(|window| !window.navigator().on_line())
}

/// Whether the page is visible.
pub(crate) fn is_visible() -> bool {
    window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Whether the page runs as an installed app: popups have no place there.
pub(crate) fn is_standalone() -> bool {
    window()
        .and_then(|window| window.match_media("(display-mode: standalone)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Hides the private part of the page, or shows it again: a class for the style sheet.
pub(crate) fn veil(on: bool) {
    if let Some(root) = root() {
        let classes = root.class_list();
        // The class name is valid.
        let _ = if on { classes.add_1(VEIL) } else { classes.remove_1(VEIL) };
    }
}

/// Writes down which way a sign-in became known, for tests and support.
pub(crate) fn note_channel(via: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-sign-in-via", via);
    }
}

const VEIL: &str = "is-restoring";

fn root() -> Option<web_sys::Element> {
    window()?.document()?.document_element()
}
