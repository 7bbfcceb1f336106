use std::time::Duration;

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::state::App;

/// That key changes with the configuration alone.
const CLIENT_KEY_CACHE: Duration = Duration::from_secs(5 * 60);

/// The public keys of everything that we issue under our address (RFC 7517 §5), for anybody. A key
/// stands here before it signs for longer than a verifier may keep this answer.
pub(super) async fn jwks(State(app): State<App>) -> Response {
    public(app.keys.jwks(), app.keys.cache_for())
}

/// The public half of the key that we authenticate with at a provider: what to enter there as the
/// client's `jwks_uri` (OpenID Connect Registration §2).
pub(super) async fn of_client(State(app): State<App>, Path(provider): Path<String>) -> Response {
    match app.relying_party.provider(&provider).and_then(|config| config.authentication.published_key()) {
        Some(key) => public(json!({ "keys": [key.public] }), CLIENT_KEY_CACHE),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn public(keys: impl serde::Serialize, cache_for: Duration) -> Response {
    let headers = [
        (header::CACHE_CONTROL, format!("public, max-age={}", cache_for.as_secs())),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
    ];
    (headers, Json(keys)).into_response()
}
