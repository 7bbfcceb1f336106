//! What the API is, said to programs (`OpenAPI` 3.1) and shown to people, who can try it there.

mod bodies;
mod frame;
mod names;
mod page;
mod page_files;
mod settings;

use axum::{
    Extension, Router,
    body::Bytes,
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{refusals::Refusals, state::App};

/// The document, written once.
#[derive(Clone)]
struct Document(Bytes);

/// The routes of `api`, and beside them those of the document that tells of them all.
pub(super) fn beside(api: OpenApiRouter<App>, app: &App) -> Router<App> {
    let own =
        OpenApiRouter::new().routes(routes!(document)).routes(routes!(page::page)).routes(routes!(page_files::file));
    let (own, own_paths) = own.split_for_parts();
    let (api, paths) = api.split_for_parts();
    let mut described = frame::frame(&app.0.cookies);
    described.merge(paths);
    described.merge(own_paths);
    described.merge(Refusals::openapi());
    settings::fit(&mut described, app.accounts.config());
    bodies::take_forms_too(&mut described);
    bodies::may_be_empty(&mut described);
    names::name_operations(&mut described);
    api.merge(own.layer(Extension(Document(written(&described)))))
}

/// It is made of maps with text for keys, so it can always be written.
fn written(described: &OpenApi) -> Bytes {
    serde_json::to_vec(described).unwrap_or_default().into()
}

#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "description",
    summary = "Read this document",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object)),
)]
async fn document(Extension(Document(json)): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}
