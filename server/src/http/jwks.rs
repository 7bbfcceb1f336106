use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::state::App;

/// The public keys of our access tokens (RFC 7517 §5), for anybody. A next key stands here from
/// the moment it is made; rotated on schedule, far longer than the five minutes that a verifier may
/// keep this answer.
pub(super) async fn jwks(State(app): State<App>) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, Json(app.keys.jwks())).into_response()
}
