//! What answers have in common.

use std::borrow::Cow;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::provider::{Malformed, Parameters};

/// Headers of every answer that does not set its own.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Adds the headers that keep an answer from being framed, sniffed, cached or told on.
pub(super) async fn secure(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// An error as RFC 6749 §5.2 writes it.
#[derive(Serialize)]
struct OAuthError<'a> {
    error: &'a str,
    error_description: &'a str,
}

/// An OAuth error as JSON, with the challenge that belongs to it.
pub(super) fn oauth_error(
    (status, error): (StatusCode, &str),
    description: &str,
    challenge: Option<&'static str>,
) -> Response {
    challenged((status, Json(OAuthError { error, error_description: description })).into_response(), challenge)
}

/// The answer with a `WWW-Authenticate` header.
pub(super) fn challenged(mut response: Response, challenge: Option<&'static str>) -> Response {
    if let Some(challenge) = challenge {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// JSON that scripts of every origin may read and caches may keep: it is the same for all.
pub(super) fn public_json(body: impl Serialize) -> Response {
    let headers = [(header::CACHE_CONTROL, "public, max-age=60"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Json(body)).into_response()
}

/// The `Authorization` header. What is no text is there, but no credentials.
pub(super) fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

/// The token of a `Bearer` header (RFC 6750 §2.1).
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = authorization(headers)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// A body as text. What is no UTF-8 becomes what [`Parameters::parse`] refuses.
pub(super) fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body)
}

/// The parameters of a form. Anything else than a form is refused (RFC 6749 §4.1.3).
pub(super) fn form(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, &'static str> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err("the body is not application/x-www-form-urlencoded");
    }
    Parameters::parse(&text(body)).map_err(|Malformed { why, .. }| why)
}
