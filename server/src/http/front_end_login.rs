//! `/login`: where a front end of the system of FastAPI and React opens its popup (row H03). The token is
//! handed to a page of that front end's origin.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, header},
    middleware,
    response::Response,
    routing::get,
};
use url::Url;

use super::{auth, guard, state::App};
use crate::{
    audit::Visitor,
    relying_party::{Display, Errand, ReturnPath, StartRequest},
};

/// Where such a popup begins.
pub(super) const LOGIN: &str = "/login";

/// Only where there are such front ends.
pub(super) fn routes(app: &App) -> Router<App> {
    if app.server.front_ends.is_empty() {
        return Router::new();
    }
    Router::new().route(LOGIN, get(login)).layer(middleware::from_fn(guard::navigation_only))
}

/// With the provider that is configured first. What opens it otherwise than one of the front ends, and
/// ourselves, leads to our own page: whether to sign in is for the person to say.
async fn login(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let return_to = ReturnPath::home();
    let provider = app.relying_party.providers().first().map(|provider| provider.id.clone());
    let (Some(provider), Some(origin)) = (provider, front_end(&app, &headers)) else {
        return auth::see_other(&auth::sign_in_page(return_to.as_str()), []);
    };
    let request = StartRequest::new(Display::Opener(origin), return_to, Errand::SignIn);
    auth::begin(&app, &provider, request, visitor, &headers).await
}

/// The front end whose page led here. Where the person or a page of ours did, the first.
fn front_end(app: &App, headers: &HeaderMap) -> Option<String> {
    let known = &app.server.front_ends;
    if !guard::is_sent_by_strangers(headers) && !headers.contains_key(header::REFERER) {
        return known.first().cloned();
    }
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let origin = Url::parse(referer).ok()?.origin().ascii_serialization();
    if origin == app.0.origin { known.first().cloned() } else { known.iter().find(|known| **known == origin).cloned() }
}
