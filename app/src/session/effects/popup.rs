use js_sys::Reflect;
use web_sys::{Window, window};

use crate::session::machine::Sighting;

const WIDTH: i32 = 480;
const HEIGHT: i32 = 680;

/// The window of a sign-in. Its handle may be cut off at any time, and then looks closed.
pub(crate) struct Popup(Window);

impl Popup {
    /// Opens it over the middle of this window. `None`: blocked.
    pub(crate) fn open(address: &str, name: &str) -> Option<Self> {
        let own = window()?;
        let features = features(&own);
        own.open_with_url_and_target_and_features(address, name, &features).ok().flatten().map(Self)
    }

    /// The handle, for comparing with the source of a message.
    pub(crate) fn window(&self) -> &Window {
        &self.0
    }

    /// Whether it looks closed.
    pub(crate) fn looks_closed(&self) -> bool {
        self.0.closed().unwrap_or(true)
    }

    /// One look at it.
    pub(crate) fn look(&self) -> Sighting {
        let closed = self.looks_closed();
        // The address of another origin's page is not ours to read: that it throws is the answer.
        let foreign = Reflect::get(&self.0, &"location".into())
            .is_ok_and(|location| Reflect::get(&location, &"href".into()).is_err());
        let focused = window().and_then(|own| own.document()).is_some_and(|page| page.has_focus().unwrap_or(false));
        Sighting { closed, at_provider: !closed && foreign, focused }
    }

    /// Brings it to the front.
    pub(crate) fn focus(&self) {
        let _ = self.0.focus();
    }

    /// Closes it, if the handle still reaches it.
    pub(crate) fn close(&self) {
        let _ = self.0.close();
    }
}

#[allow(clippy::cast_possible_truncation, reason = "whole pixels")]
fn features(own: &Window) -> String {
    let number =
        |name: &str| Reflect::get(own, &name.into()).ok().and_then(|value| value.as_f64()).unwrap_or(0.0) as i32;
    let left = number("screenX") + ((number("outerWidth") - WIDTH) / 2).max(0);
    let top = number("screenY") + ((number("outerHeight") - HEIGHT) / 2).max(0);
    format!("popup=yes,width={WIDTH},height={HEIGHT},left={left},top={top}")
}
