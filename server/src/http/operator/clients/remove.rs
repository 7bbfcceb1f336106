use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use maud::html;

use super::{
    actor,
    path::{self, OfClient},
    refusal,
    words::words,
};
use crate::{
    audit::Visitor,
    http::{
        auth, boot,
        operator::{page, staff::Staff},
        state::App,
    },
    provider::ClientsError,
};

/// Asks once more.
pub(super) async fn ask(
    State(app): State<App>,
    _: Staff,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
) -> Response {
    let language = boot::language(&app, &headers);
    let words = words(language);
    let known = match app.clients.find(&id).await {
        Ok(Some(known)) => known,
        Ok(None) => return refusal(&app, language, &ClientsError::Unknown),
        Err(error) => return refusal(&app, language, &error),
    };
    let body = html! {
        p { strong { (known.client.metadata.client_name) } " " code { (id) } }
        p { ((words.remove_what)(&known.client.metadata.client_name)) }
        form method="post" action=(path::of(path::REMOVE, &id)) { button class="button danger" { (words.remove) } }
        p { a href=(path::of(path::SHOW, &id)) { (words.to_client) } }
    };
    page::answer(&app, language, words.remove_title, &body)
}

/// Removes it.
pub(super) async fn remove(
    State(app): State<App>,
    staff: Staff,
    visitor: Visitor,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
) -> Response {
    let language = boot::language(&app, &headers);
    match app.clients.remove(&id, &actor(staff, visitor)).await {
        Ok(()) => auth::see_other(path::LIST, []),
        Err(error) => refusal(&app, language, &error),
    }
}
