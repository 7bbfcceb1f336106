//! The browser's session: renew, hand over, look, end.

use app::wire::{ApiProblem, HandoffRequest, RefreshRequest, SessionStatus, Tokens};
use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{cookies, guard, held::HeldSession, state::App, upstream::leaving};
use crate::{
    audit::Visitor,
    random,
    session::{RefreshError, Renewed},
    token::TokenError,
};

/// A body, or why it could not be read.
type SentBody = Result<Bytes, BytesRejection>;

/// A body larger than that is none of ours.
const LARGEST_BODY: usize = 4096;

/// What is registered here is what the document tells.
pub(super) fn routes(app: &App) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(status, end))
        .routes(routes!(refresh))
        .routes(routes!(handoff))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
}

#[utoipa::path(
    get,
    path = "/api/session",
    tag = "session",
    summary = "See who the cookie belongs to",
    security((), ("session" = [])),
    responses(
        (status = 200, description = "The person, or null.", body = SessionStatus),
        (status = 503, description = "Not now; still signed in.", body = ApiProblem),
    ),
)]
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

#[utoipa::path(
    post,
    path = "/api/session/refresh",
    tag = "session",
    summary = "Take an access token for the cookie",
    security(("session" = [])),
    request_body = RefreshRequest,
    responses(
        (status = 200, description = "An access token; the cookie may be replaced.", body = Tokens),
        (status = 400, description = "The body is not what is asked for.", body = ApiProblem),
        (status = 401, description = "There is no cookie, or it does not count any more.", body = ApiProblem),
        (status = 403, description = "The request does not come from a page of this origin.", body = ApiProblem),
        (status = 413, description = "The body is larger than 4 KiB.", body = ApiProblem),
        (status = 415, description = "The body is not JSON.", body = ApiProblem),
        (status = 503, description = "Not now; still signed in.", body = ApiProblem),
    ),
)]
async fn refresh(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: SentBody) -> Response {
    let request: RefreshRequest = match parse_body(&headers, body) {
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

#[utoipa::path(
    post,
    path = "/api/session/handoff",
    tag = "session",
    summary = "Redeem the code that a sign-in popup hands over",
    security((), ("session" = [])),
    request_body = HandoffRequest,
    responses(
        (status = 200, description = "An access token.", body = Tokens),
        (status = 400, description = "The code does not count, or the body is not what is asked for.", body = ApiProblem),
        (status = 403, description = "The request does not come from a page of this origin.", body = ApiProblem),
        (status = 413, description = "The body is larger than 4 KiB.", body = ApiProblem),
        (status = 415, description = "The body is not JSON.", body = ApiProblem),
        (status = 503, description = "Not now; still signed in.", body = ApiProblem),
    ),
)]
async fn handoff(State(app): State<App>, headers: HeaderMap, body: SentBody) -> Response {
    let request: HandoffRequest = match parse_body(&headers, body) {
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
#[utoipa::path(
    delete,
    path = "/api/session",
    tag = "session",
    summary = "Sign out",
    description = "Signed out before as well as now: the answer is the same.",
    security((), ("session" = [])),
    responses(
        (status = 200, description = "Signed out; the cookies are taken away. The browser is to go to this path, to be signed out at the provider as well.", body = String, content_type = "text/plain", example = "/auth/okta/end-session"),
        (status = 204, description = "Signed out; the cookies are taken away."),
        (status = 400, description = "The session cannot be ended.", body = ApiProblem),
        (status = 403, description = "The request does not come from a page of this origin.", body = ApiProblem),
        (status = 503, description = "Not now; still signed in.", body = ApiProblem),
    ),
)]
async fn end(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let held = match HeldSession::read(&app, &headers).await {
        Ok(held) => held,
        Err(error) => return fault(&app, &error),
    };
    let ended = match &held {
        Some(held) => app.sessions.sign_out(&held.token, &visitor).await,
        None => Ok(None),
    };
    let left = match ended {
        Ok(Some(family)) => leaving::after_sign_out(&app, &family).await,
        Ok(None) => None,
        Err(RefreshError::Fault(error)) => return fault(&app, &error),
        Err(RefreshError::InvalidGrant(why)) => return refused(StatusCode::BAD_REQUEST, why),
    };
    let (mut response, cookie) = match left {
        Some((left, cookie)) => (leaving::direct_path(&left).into_response(), Some(cookie)),
        None => (StatusCode::NO_CONTENT.into_response(), None),
    };
    cookies::append(response.headers_mut(), app.0.cookies.clear_sessions().chain(cookie));
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
fn parse_body<T: DeserializeOwned>(headers: &HeaderMap, body: SentBody) -> Result<Option<T>, Response> {
    let body = body.map_err(|error| problem(error.status(), "invalid_request", &error.body_text(), None))?;
    if body.is_empty() {
        return Ok(None);
    }
    let json = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if !json {
        return Err(problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid_request", "the body is JSON", None));
    }
    serde_json::from_slice(&body)
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
