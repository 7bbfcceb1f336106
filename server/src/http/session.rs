//! The browser's session: renew, hand over, look, end.

use app::wire::{ApiProblem, HandoffRequest, RefreshRequest, SessionStatus, Tokens};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::de::DeserializeOwned;

use super::{cookies, guard, held::HeldSession, state::App};
use crate::{
    audit::Visitor,
    random,
    session::{RefreshError, Renewed},
    token::TokenError,
};

/// A body larger than that is none of ours.
const LARGEST_BODY: usize = 4096;

pub(super) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/api/session", get(status).delete(end))
        .route("/api/session/refresh", post(refresh))
        .route("/api/session/handoff", post(handoff))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
}

async fn status(State(app): State<App>, headers: HeaderMap) -> Response {
    let held = match HeldSession::read(&app, &headers).await {
        Ok(Some(held)) => held,
        Ok(None) => return Json(SessionStatus { user: None }).into_response(),
        Err(error) => return fault(&app, &error),
    };
    match app.sessions.viewer(&held.token).await {
        Ok(viewer) => Json(SessionStatus { user: viewer.map(|viewer| viewer.person) }).into_response(),
        Err(error) => fault(&app, &error),
    }
}

async fn refresh(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Bytes) -> Response {
    let request: RefreshRequest = match parse_body(&headers, &body) {
        Ok(request) => request.unwrap_or_default(),
        Err(refusal) => return refusal,
    };
    let held = match HeldSession::read(&app, &headers).await {
        Ok(Some(held)) => held,
        Ok(None) => return refused(StatusCode::UNAUTHORIZED, "there is no session cookie"),
        Err(error) => return fault(&app, &error),
    };
    match app.sessions.refresh(&held.token, request.rotation, &visitor).await {
        Ok(renewed) => answer(&app, &held, renewed),
        Err(RefreshError::InvalidGrant(why)) => refused(StatusCode::UNAUTHORIZED, why),
        Err(RefreshError::Fault(error)) => fault(&app, &error),
    }
}

async fn handoff(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let request: HandoffRequest = match parse_body(&headers, &body) {
        Ok(Some(request)) => request,
        Ok(None) => return refused(StatusCode::BAD_REQUEST, "there is no body"),
        Err(refusal) => return refusal,
    };
    let held = match HeldSession::read(&app, &headers).await {
        Ok(held) => held,
        Err(error) => return fault(&app, &error),
    };
    let token = held.as_ref().map(|held| held.token.as_str());
    match app.sessions.redeem(&request.code, &request.verifier, token).await {
        Ok(tokens) => Json::<Tokens>(tokens).into_response(),
        Err(RefreshError::InvalidGrant(why)) => refused(StatusCode::BAD_REQUEST, why),
        Err(RefreshError::Fault(error)) => fault(&app, &error),
    }
}

/// On the server first: whatever becomes of the answer, the session is over.
async fn end(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let held = match HeldSession::read(&app, &headers).await {
        Ok(held) => held,
        Err(error) => return fault(&app, &error),
    };
    if let Some(held) = &held
        && let Err(error) = app.sessions.sign_out(&held.token, &visitor).await
    {
        return match error {
            RefreshError::Fault(error) => fault(&app, &error),
            RefreshError::InvalidGrant(why) => refused(StatusCode::BAD_REQUEST, why),
        };
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    cookies::append(response.headers_mut(), app.0.cookies.clear_sessions());
    response
}

fn answer(app: &App, held: &HeldSession, renewed: Renewed) -> Response {
    let names = &app.0.cookies;
    let mut response = Json(renewed.tokens).into_response();
    let next = renewed
        .refresh_token
        .map(|token| names.set_session(held.slot(), token.expose(), renewed.expires_at, app.clock.now()));
    cookies::append(response.headers_mut(), next);
    response
}

/// JSON or nothing: a form or plain text could come from another site without asking first.
fn parse_body<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<Option<T>, Response> {
    if body.is_empty() {
        return Ok(None);
    }
    let json = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if !json {
        return Err(problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid_request", "the body is JSON", None));
    }
    serde_json::from_slice(body)
        .map(Some)
        .map_err(|error| problem(StatusCode::BAD_REQUEST, "invalid_request", &error.to_string(), None))
}

fn refused(status: StatusCode, why: &str) -> Response {
    problem(status, "invalid_grant", why, None)
}

/// Our own fault: the person stays signed in and the tab tries again.
fn fault(app: &App, error: &TokenError) -> Response {
    let code = random::support_code(app.random.as_ref());
    tracing::error!(support_code = %code, error = error as &dyn std::error::Error, "session request {code} failed");
    problem(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again in a moment", Some(code))
}

fn problem(status: StatusCode, error: &str, description: &str, support_code: Option<String>) -> Response {
    let body = ApiProblem { error: error.to_owned(), error_description: description.to_owned(), support_code };
    (status, Json(body)).into_response()
}
