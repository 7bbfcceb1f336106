//! The cookie that a browser is known by.

use axum::http::HeaderMap;
use cookie::{Cookie, time::Duration};

use super::{cookies, state::App};

/// As long as browsers keep a cookie.
const LIFE: Duration = Duration::days(400);

/// The secret of the cookie that this browser is known by.
pub(super) fn held(app: &App, headers: &HeaderMap) -> Option<String> {
    let secret = cookies::value(headers, &app.0.cookies.device())?;
    (secret.len() == 43).then(|| secret.to_owned())
}

/// Lets the browser be known again.
pub(super) fn keep(app: &App, secret: String) -> Cookie<'static> {
    app.0.cookies.set_device(secret, LIFE)
}
