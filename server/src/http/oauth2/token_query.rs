use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::answer;
use crate::{http::state::App, provider::TokenQueryError};

/// Introspection (RFC 7662).
pub(super) async fn introspect(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let told = match answer::form(&headers, &body) {
        Ok(parameters) => app.provider.introspect(answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenQueryError::InvalidRequest(why)),
    };
    told.map_or_else(|error| refuse("introspection", &error), |introspection| Json(introspection).into_response())
}

/// Revocation (RFC 7009).
pub(super) async fn revoke(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let revoked = match answer::form(&headers, &body) {
        Ok(parameters) => app.provider.revoke(answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenQueryError::InvalidRequest(why)),
    };
    revoked.map_or_else(|error| refuse("revocation", &error), |()| StatusCode::OK.into_response())
}

fn refuse(endpoint: &'static str, error: &TokenQueryError) -> Response {
    if let TokenQueryError::Failed(cause) = error {
        answer::log_failure(endpoint, cause);
    }
    answer::oauth_error(error.wire(), &error.to_string(), error.challenge())
}
