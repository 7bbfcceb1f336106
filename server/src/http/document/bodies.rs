use utoipa::openapi::{
    OpenApi, RefOr,
    request_body::RequestBody,
    schema::{Components, Schema},
};

use super::names::operations;

const JSON: &str = "application/json";
/// What Django REST framework reads beside JSON, and so do we. It reads the form of uploads as well,
/// and so do we; nobody need be told of that for want of something to upload.
const FORM: &str = "application/x-www-form-urlencoded";

/// Says of everything below `/api/auth` that reads JSON that it reads forms as well.
pub(super) fn take_forms_too(described: &mut OpenApi) {
    let auth = described.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/auth/"));
    for (_, operation) in auth.flat_map(|(_, item)| operations(item)) {
        let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
        if let Some(content) = body.content.get(JSON).cloned() {
            body.content.insert(FORM.to_owned(), content);
        }
    }
}

/// A body without a field that must be there need not be there itself.
pub(super) fn may_be_empty(described: &mut OpenApi) {
    let Some(components) = &described.components else { return };
    for (_, operation) in described.paths.paths.values_mut().flat_map(operations) {
        let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
        if !asks_for_something(body, components) {
            body.required = None;
        }
    }
}

fn asks_for_something(body: &RequestBody, components: &Components) -> bool {
    let Some(RefOr::T(content)) = body.content.get(JSON) else { return true };
    let Some(RefOr::Ref(reference)) = &content.schema else { return true };
    let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
    match components.schemas.get(name) {
        Some(RefOr::T(Schema::Object(object))) => !object.required.is_empty(),
        _ => true,
    }
}
