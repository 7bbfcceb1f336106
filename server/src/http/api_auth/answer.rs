//! Answers in the shapes of Django REST framework, djoser and simplejwt.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    account::{AccountError, Problems},
    http::{
        refusals::{Detail, FieldProblems, TokenRefused, Unavailable},
        state::App,
    },
    random,
};

/// JSON with a status.
pub(super) fn json(status: StatusCode, body: impl Serialize) -> Response {
    (status, Json(body)).into_response()
}

/// One sentence.
pub(super) fn detail(status: StatusCode, text: &str) -> Response {
    json(status, Detail { detail: text.to_owned() })
}

/// What is wrong, by field.
pub(super) fn problems(problems: &Problems) -> Response {
    fields(StatusCode::BAD_REQUEST, problems.iter().map(|(field, problem)| (field, problem.to_string())))
}

/// Texts by field.
pub(super) fn fields(status: StatusCode, texts: impl IntoIterator<Item = (&'static str, String)>) -> Response {
    let mut told = FieldProblems::default();
    for (field, text) in texts {
        told.0.entry(field.to_owned()).or_default().push(text);
    }
    json(status, told)
}

/// Done, and nothing to say.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// `401` with simplejwt's sentence, and its code where it has one.
pub(super) fn unauthorized(text: &'static str, code: Option<&'static str>) -> Response {
    let body = TokenRefused { detail: text, code, messages: None };
    let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\""))];
    (StatusCode::UNAUTHORIZED, challenge, Json(body)).into_response()
}

/// Not now: again after so many seconds.
pub(super) fn later(status: StatusCode, text: &str, seconds: u64) -> Response {
    let mut response = detail(status, text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Why an account's service did not do what was asked for.
pub(super) fn refusal(app: &App, error: AccountError) -> Response {
    match error {
        AccountError::Problems(found) => problems(&found),
        AccountError::Stale => detail(StatusCode::FORBIDDEN, "Stale token for given user."),
        AccountError::NotAllowed => detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action."),
        AccountError::ProofNeeded => {
            let mut response = unauthorized("Sign in again first.", Some("proof_needed"));
            let challenge = HeaderValue::from_static(
                "Bearer realm=\"api\", error=\"insufficient_user_authentication\", max_age=\"300\"",
            );
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            response
        }
        AccountError::NotFound => detail(StatusCode::NOT_FOUND, "Not found."),
        AccountError::Wait(seconds) => {
            let text = format!("Request was throttled. Expected available in {seconds} seconds.");
            later(StatusCode::TOO_MANY_REQUESTS, &text, seconds)
        }
        AccountError::Busy(seconds) => later(StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment.", seconds),
        AccountError::Fault(error) => fault(app, &error),
    }
}

/// Our own fault: the cause goes to the log, under a code.
pub(super) fn fault(app: &App, error: &(dyn std::error::Error + 'static)) -> Response {
    let code = random::support_code(app.random.as_ref());
    tracing::error!(support_code = %code, error, "API request {code} failed: {error}");
    json(StatusCode::SERVICE_UNAVAILABLE, Unavailable::fault(code))
}
