//! Requests to this origin, with an end to their patience.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestMode, Response, window,
};

use super::{browser, timer::Timer};
use crate::session::machine::{Millis, Trouble};

/// One request.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// JSON.
    pub(crate) body: Option<&'a str>,
    /// Value of the `Authorization` header.
    pub(crate) bearer: Option<&'a str>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// `WWW-Authenticate`.
    pub(crate) challenge: String,
    /// The server's clock.
    pub(crate) server_time: Option<Millis>,
    retry_after: Option<String>,
}

impl Answer {
    /// What it says of the session, where it is no success.
    pub(crate) fn trouble(&self) -> Trouble {
        Trouble::of_answer(self.status, &self.body, self.retry_after.as_deref())
    }

    /// Whether the server did what it was asked.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Aborts what it signals after a time. Dropped, it lets it run.
pub(crate) struct Deadline {
    controller: AbortController,
    _timer: Timer,
}

impl Deadline {
    /// `None` where the browser has no `AbortController`.
    pub(crate) fn after(milliseconds: i32) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let aborted = controller.clone();
        Some(Self { controller, _timer: Timer::after(milliseconds, move || aborted.abort()) })
    }

    pub(crate) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }
}

/// No answer came.
pub(crate) fn unreachable() -> Trouble {
    Trouble::Unreachable { no_network: browser::no_network() }
}

/// Sends a request to this origin. `None`: no answer came in time.
pub(crate) async fn send(request: Request<'_>, signal: Option<&AbortSignal>) -> Option<Answer> {
    let headers = Headers::new().ok()?;
    if request.body.is_some() {
        headers.set("Content-Type", "application/json").ok()?;
    }
    if let Some(bearer) = request.bearer {
        headers.set("Authorization", bearer).ok()?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers_headers(&headers);
    // A token or cookie never follows a redirect to another origin.
    init.set_mode(RequestMode::SameOrigin);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(signal);
    if let Some(body) = request.body {
        init.set_body_opt_str(Some(body));
    }
    let response = JsFuture::from(window()?.fetch_with_str_and_init(request.path, &init)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    let body = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let header = |name| response.headers().get(name).ok().flatten();
    Some(Answer {
        status: response.status(),
        body,
        challenge: header("WWW-Authenticate").unwrap_or_default(),
        server_time: header("Date").and_then(|date| moment(&date)),
        retry_after: header("Retry-After"),
    })
}

#[allow(clippy::cast_possible_truncation, reason = "whole milliseconds, far inside i64")]
fn moment(date: &str) -> Option<Millis> {
    let parsed = js_sys::Date::parse(date);
    parsed.is_finite().then(|| Millis::new(parsed as i64))
}
