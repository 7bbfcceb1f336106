//! Applications that sign people in here, for staff: list, add, change, another secret, remove, and how each of
//! them is told where we are.

mod edit;
mod form;
mod list;
mod path;
mod remove;
mod secret;
mod setup;
mod show;
mod snippets;
mod words;

use app::words::Language;
use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use maud::html;

use super::page;
use crate::{
    audit::Visitor,
    http::state::App,
    provider::{Actor, ClientsError},
    random,
};
use words::words;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(path::LIST, get(list::show))
        .route(path::NEW, get(edit::new).post(edit::add))
        .route(path::SHOW, get(show::show))
        .route(path::EDIT, get(edit::open).post(edit::save))
        .route(path::ROTATE, get(secret::ask).post(secret::rotate))
        .route(path::REMOVE, get(remove::ask).post(remove::remove))
}

/// Whoever of the staff does it.
fn actor(staff: super::staff::Staff, visitor: Visitor) -> Actor {
    Actor { person_id: Some(staff.person_id), visitor }
}

/// Why nothing was changed, where that is not a form's mistake.
fn refusal(app: &App, language: Language, error: &ClientsError) -> Response {
    let words = words(language);
    let (status, told) = match error {
        ClientsError::Unknown => (StatusCode::NOT_FOUND, words.unknown.to_owned()),
        ClientsError::Changed => (StatusCode::CONFLICT, words.changed.to_owned()),
        ClientsError::NoSecret => (StatusCode::CONFLICT, words.no_secret.to_owned()),
        ClientsError::Mistakes(mistakes) => (StatusCode::UNPROCESSABLE_ENTITY, mistakes.to_string()),
        ClientsError::Store(cause) => {
            let code = random::support_code(app.random.as_ref());
            let cause = cause as &dyn std::error::Error;
            tracing::error!(support_code = %code, error = cause, "a page of clients failed, {code}: {cause}");
            (StatusCode::SERVICE_UNAVAILABLE, (words.failed)(&code))
        }
    };
    let body = html! {
        p role="alert" { (told) }
        p { a href=(path::LIST) { (words.all) } }
    };
    let mut response = page::answer(app, language, words.title, &body).into_response();
    *response.status_mut() = status;
    response
}
