use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::{Cookie, time::Duration};

use crate::http::{cookies, state::App};

/// Cookie with the address that a mail was asked for, so that the next pages need not ask again. In
/// the address of a page it would be written down in logs and histories.
const MAIL_TO: &str = "gatepost-mail-to";
const LIFE: Duration = Duration::hours(1);

/// Remembers where a mail was asked to go, whether one went or not.
pub(super) fn remember(app: &App, email: &str) -> Cookie<'static> {
    app.0.cookies.preference(MAIL_TO, URL_SAFE_NO_PAD.encode(email.trim()), LIFE)
}

/// Where a mail was asked to go.
pub(super) fn remembered(headers: &HeaderMap) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(cookies::value(headers, MAIL_TO)?).ok()?;
    let email = String::from_utf8(bytes).ok()?;
    (email.contains('@') && email.len() <= 254 && !email.chars().any(char::is_control)).then_some(email)
}

/// Done: forgets it.
pub(super) fn forget(app: &App) -> Cookie<'static> {
    app.0.cookies.preference(MAIL_TO, String::new(), Duration::ZERO)
}
