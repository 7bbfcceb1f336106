use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::state::App;

/// The public keys of our access tokens (RFC 7517 §5), for anybody. A next key stands here from
/// the moment it is made; rotated on schedule, far longer than the five minutes that a verifier may
/// keep this answer.
pub(super) async fn jwks(State(app): State<App>) -> Response {
    public(app.keys.jwks())
}

/// The public half of the key that we authenticate with at a provider: what to enter there as the
/// client's `jwks_uri` (OpenID Connect Registration §2).
pub(super) async fn of_client(State(app): State<App>, Path(provider): Path<String>) -> Response {
    match app.relying_party.provider(&provider).and_then(|config| config.authentication.published_key()) {
        Some(key) => public(json!({ "keys": [key.public] })),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn public(keys: impl serde::Serialize) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, Json(keys)).into_response()
}
