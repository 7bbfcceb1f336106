use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::answer;
use crate::{
    http::state::App,
    provider::{ClientError, PushError},
};

/// Pushed authorization requests (RFC 9126).
pub(super) async fn push(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let pushed = match answer::form(&headers, &body) {
        Ok(parameters) => app.provider.push(answer::authorization(&headers), parameters).await,
        Err(why) => Err(PushError::Request("invalid_request", why.to_owned())),
    };
    match pushed {
        Ok(pushed) => (StatusCode::CREATED, Json(pushed)).into_response(),
        Err(PushError::Client(ClientError::Failed(cause)) | PushError::Failed(cause)) => {
            answer::log_failure("pushed authorization request", &cause);
            answer::oauth_error((StatusCode::INTERNAL_SERVER_ERROR, "server_error"), "the provider failed", None)
        }
        Err(PushError::Client(error)) => answer::oauth_error(error.wire(), &error.to_string(), error.challenge()),
        Err(PushError::Request(error, why)) => answer::oauth_error((StatusCode::BAD_REQUEST, error), &why, None),
    }
}
