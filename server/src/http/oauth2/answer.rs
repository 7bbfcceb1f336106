//! What the answers of OAuth 2.0 endpoints have in common.

use std::borrow::Cow;

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::provider::{Malformed, Parameters};

/// An error as RFC 6749 §5.2 writes it.
#[derive(Serialize)]
struct OAuthError<'a> {
    error: &'a str,
    error_description: &'a str,
}

/// An OAuth error as JSON, with the challenge that belongs to it.
pub(crate) fn oauth_error(
    (status, error): (StatusCode, &str),
    description: &str,
    challenge: Option<&'static str>,
) -> Response {
    challenged((status, Json(OAuthError { error, error_description: description })).into_response(), challenge)
}

/// Writes down what failed that should not have.
pub(crate) fn log_failure(endpoint: &'static str, cause: &(dyn std::error::Error + 'static)) {
    tracing::error!(endpoint, cause, "the {endpoint} endpoint failed: {cause}");
}

/// The answer with a `WWW-Authenticate` header.
pub(crate) fn challenged(mut response: Response, challenge: Option<&'static str>) -> Response {
    if let Some(challenge) = challenge {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// JSON that scripts of every origin may read and caches may keep: it is the same for all.
pub(crate) fn public_json(body: impl Serialize) -> Response {
    let headers = [(header::CACHE_CONTROL, "public, max-age=60"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Json(body)).into_response()
}

/// The `Authorization` header. What is no text is there, but no credentials.
pub(crate) fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

/// The token of a `Bearer` header (RFC 6750 §2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = authorization(headers)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// A body as text. What is no UTF-8 becomes what [`Parameters::parse`] refuses.
pub(crate) fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body)
}

/// The parameters of a form. Anything else than a form is refused (RFC 6749 §4.1.3).
pub(crate) fn form(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, &'static str> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err("the body is not application/x-www-form-urlencoded");
    }
    Parameters::parse(&text(body)).map_err(|Malformed { why, .. }| why)
}
