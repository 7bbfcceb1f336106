use leptos::prelude::*;

use super::app_state;
use crate::{live::text, words::machine_time};

/// A moment in words, with its exact time for machines.
#[component]
pub fn Moment(
    /// Seconds since 1970.
    at: i64,
    /// Whether the hour matters.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    let lang = app_state().lang;
    let words = text(move || if exact { lang.date_and_time(at) } else { lang.date(at) });
    view! { <time datetime=machine_time(at)>{words}</time> }
}

/// Milliseconds since 1970 on this browser's clock: good for spans on the page, for nothing else.
/// 0 on the server, which has no business with that clock.
pub fn now_ms() -> f64 {
    #[cfg(feature = "hydrate")]
    {
        js_sys::Date::now()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0.0
    }
}
