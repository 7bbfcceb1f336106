use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::Response,
};

use super::answer::detail;
use crate::http::state::App;

/// The id in a path, with or without Django REST framework's suffix. What is no text is nobody's.
pub(in crate::http) struct Id(pub(in crate::http) String);

impl FromRequestParts<App> for Id {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id.strip_suffix(".json").unwrap_or(&id).to_owned())),
            Err(_) => Err(detail(StatusCode::NOT_FOUND, "Not found.")),
        }
    }
}
