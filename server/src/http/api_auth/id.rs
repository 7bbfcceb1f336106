use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::Response,
};
use uuid::Uuid;

use super::answer::detail;
use crate::http::state::App;

/// The id in a path, with or without Django REST framework's suffix; empty for what can be nobody's.
/// PostgreSQL takes no text with a NUL in it, so that not everything can be looked for.
pub(super) struct Id(pub(super) String);

impl FromRequestParts<App> for Id {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(id)) => {
                let id = Uuid::parse_str(id.strip_suffix(".json").unwrap_or(&id));
                Ok(Self(id.map(|id| id.to_string()).unwrap_or_default()))
            }
            Err(_) => Err(detail(StatusCode::NOT_FOUND, "Not found.")),
        }
    }
}
