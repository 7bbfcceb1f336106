//! A sign-out that goes on at the provider (OpenID Connect RP-Initiated Logout). The session here has
//! ended before any of it: whatever becomes of the rest, the person is signed out.

use app::wire::Notice;
use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use cookie::Cookie;
use url::form_urlencoded;

use super::leaving_page;
use crate::{
    audit::Visitor,
    http::{auth::see_other, boot, flash, state::App},
    store::FamilyRow,
    upstream::Leaving,
};

/// What is left to do for a session that has just been signed out of: where the browser goes on, and the
/// cookie that it needs there. What goes wrong with it is for the log: the person is signed out.
pub(in crate::http) async fn after_sign_out(app: &App, family: &FamilyRow) -> Option<(Leaving, Cookie<'static>)> {
    match app.upstream.signed_out(family).await {
        Ok(leaving) => leaving.map(|leaving| {
            let cookie = app.0.cookies.set_sign_out(&leaving.state);
            (leaving, cookie)
        }),
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, family = %family.id, "session {} ended here, but not at its provider", family.id);
            None
        }
    }
}

/// Where a form's sign-out goes on. A page, as the policy of ours does not let a form lead to another
/// site, not by a redirect either.
pub(in crate::http) fn page_path(leaving: &Leaving) -> String {
    format!("/auth/{}/sign-out", leaving.provider)
}

/// Where a script's goes on.
pub(in crate::http) fn direct_path(leaving: &Leaving) -> String {
    format!("/auth/{}/end-session", leaving.provider)
}

/// The state of the sign-out that this browser has under way, if there is such a provider.
fn under_way(app: &App, provider: &str, headers: &HeaderMap) -> Option<String> {
    app.relying_party.provider(provider)?;
    app.0.cookies.sign_out(headers)
}

pub(super) async fn page(State(app): State<App>, Path(provider): Path<String>, headers: HeaderMap) -> Response {
    let label = app.relying_party.provider(&provider).map(|config| config.label.clone());
    match (label, app.0.cookies.sign_out(&headers)) {
        (Some(label), Some(state)) => {
            let next = direct_path(&Leaving { provider, state });
            leaving_page::render(&label, &next, boot::language(&app, &headers))
        }
        _ => see_other("/", []),
    }
}

pub(super) async fn go_on(State(app): State<App>, Path(provider): Path<String>, headers: HeaderMap) -> Response {
    let home = || see_other("/", [flash::carry(&app.0.cookies, Notice::SignedOut, None)]);
    let Some(state) = under_way(&app, &provider, &headers) else { return see_other("/", []) };
    match app.upstream.way_out(&Leaving { provider, state }).await {
        Ok(Some(url)) => see_other(url.as_str(), []),
        Ok(None) => home(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a sign-out did not go on: {error}");
            home()
        }
    }
}

/// Whoever comes here without a sign-out of their own under way gets the home page, and nothing changes.
pub(super) async fn come_back(
    State(app): State<App>,
    Path(provider): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let told = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "state").map(|(_, state)| state);
    let held = under_way(&app, &provider, &headers);
    let (Some(told), Some(held)) = (told, held) else { return see_other("/", []) };
    if !crate::digest::equal(&told, &held) {
        return see_other("/", []);
    }
    let gone = app.0.cookies.clear_sign_out();
    match app.upstream.came_back(&Leaving { provider, state: held }, &visitor).await {
        Ok(true) => see_other("/", [gone, flash::carry(&app.0.cookies, Notice::SignedOut, None)]),
        Ok(false) => see_other("/", [gone]),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a sign-out was not noted: {error}");
            see_other("/", [gone])
        }
    }
}
