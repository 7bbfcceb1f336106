//! Answers in the shapes of Django REST framework, djoser and simplejwt.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json as value};

use crate::{
    account::{AccountError, Problems},
    http::state::App,
    random,
};

/// JSON with a status.
pub(super) fn json(status: StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}

/// One sentence.
pub(super) fn detail(status: StatusCode, text: &str) -> Response {
    json(status, value!({ "detail": text }))
}

/// What is wrong, by field.
pub(super) fn problems(problems: &Problems) -> Response {
    let mut fields = Map::new();
    for (field, problem) in problems.iter() {
        if let Value::Array(texts) = fields.entry(field).or_insert_with(|| Value::Array(Vec::new())) {
            texts.push(Value::String(problem.to_string()));
        }
    }
    json(StatusCode::BAD_REQUEST, Value::Object(fields))
}

/// Done, and nothing to say.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// `401` with simplejwt's sentence, and its code where it has one.
pub(super) fn unauthorized(text: &str, code: Option<&str>) -> Response {
    let body = match code {
        Some(code) => value!({ "detail": text, "code": code }),
        None => value!({ "detail": text }),
    };
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
    let body = value!({ "detail": "Try again in a moment.", "code": "unavailable", "support_code": code });
    json(StatusCode::SERVICE_UNAVAILABLE, body)
}
