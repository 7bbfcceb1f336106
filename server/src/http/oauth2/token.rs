use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::answer;
use crate::{
    http::state::App,
    provider::{Parameters, TokenEndpointError, TokenResponse},
};

/// The token endpoint (RFC 6749 §3.2).
pub(super) async fn issue(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let issued = match answer::form(&headers, &body) {
        Ok(parameters) => exchange(&app, answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenEndpointError::InvalidRequest(why)),
    };
    let mut response = match issued {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => {
            if let TokenEndpointError::Failed(cause) = &error {
                answer::log_failure("token", cause);
            }
            answer::oauth_error(error.wire(), &error.to_string(), error.challenge())
        }
    };
    // RFC 6749 §5.1: for caches that know HTTP/1.0 alone.
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

async fn exchange(
    app: &App,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<TokenResponse, TokenEndpointError> {
    let earned = app.provider.exchange(authorization, parameters).await?;
    Ok(app.provider.tokens(&earned).await?)
}
