use std::{borrow::Cow, sync::Arc};

use axum::{
    Json,
    body::Body,
    extract::{Path, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_swagger_ui::Config;

use crate::http::refusals::{Detail, MayMiss};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

#[utoipa::path(
    get,
    path = "/api/docs/{file}",
    tag = "description",
    summary = "Scripts and styles of that page",
    params(("file" = String, Path, description = "Which.", example = "page.css")),
    responses(
        (status = 200, description = "The file.", content((String = "text/javascript"), (String = "text/css"))),
        MayMiss,
    ),
)]
pub(super) async fn file(name: Result<Path<String>, PathRejection>) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    match name.as_str() {
        "page.js" => answer(SCRIPT, Body::from(include_str!("page.js"))),
        "page.css" => answer(STYLE, Body::from(include_str!("page.css"))),
        "swagger-ui.css" => swagger(&name, STYLE),
        "swagger-ui-bundle.js" => swagger(&name, SCRIPT),
        _ => missing(),
    }
}

/// Swagger UI's own files are in the binary compressed; every browser that can run them unpacks them.
fn swagger(name: &str, kind: &'static str) -> Response {
    let Ok(Some(file)) = utoipa_swagger_ui::serve(name, Arc::new(Config::from("/api/openapi.json"))) else {
        return missing();
    };
    let body = match file.bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = answer(kind, body);
    if file.gzpipped {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn answer(kind: &'static str, body: Body) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600")], body).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, Json(Detail { detail: "Not found.".to_owned() })).into_response()
}
