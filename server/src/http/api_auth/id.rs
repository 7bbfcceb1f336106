use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::Response,
};

use super::answer::detail;
use crate::http::state::App;

/// The id in a path. What is no text is nobody's.
pub(in crate::http) struct Id(pub(in crate::http) String);

impl FromRequestParts<App> for Id {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Path::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(detail(StatusCode::NOT_FOUND, "Not found.")),
        }
    }
}
