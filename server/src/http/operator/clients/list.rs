use app::words::machine_time;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use maud::html;
use serde::Deserialize;

use super::{path, refusal, words::words};
use crate::http::{
    boot,
    operator::{page, staff::Staff},
    state::App,
};

/// Clients on a page.
const MOST: i64 = 100;

/// From where the list goes on.
#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    after: String,
}

/// All clients, by id, page by page.
pub(super) async fn show(
    State(app): State<App>,
    _: Staff,
    headers: HeaderMap,
    Query(From { after }): Query<From>,
) -> Response {
    let language = boot::language(&app, &headers);
    let words = words(language);
    let clients = match app.clients.list(&after, MOST).await {
        Ok(clients) => clients,
        Err(error) => return refusal(&app, language, &error),
    };
    let is_full = i64::try_from(clients.len()).is_ok_and(|shown| shown == MOST);
    let next = clients.last().filter(|_| is_full).map(|last| path::list_after(last.client.id.as_str()));
    let body = html! {
        p { (words.what_for) }
        p { a class="button" href=(path::NEW) { (words.add) } }
        @if clients.is_empty() { p { (words.none) } } @else {
            table class="operator-table" {
                thead { tr { th scope="col" { (words.name) } th scope="col" { (words.id) } th scope="col" { (words.added_at) } } }
                tbody {
                    @for known in &clients {
                        @let id = known.client.id.as_str();
                        tr {
                            td {
                                a href=(path::of(path::SHOW, id)) { (known.client.metadata.client_name) }
                                @if known.registered_itself { " (" (words.itself) ")" }
                            }
                            td { code { (id) } }
                            td { (machine_time(known.created_at.seconds())) }
                        }
                    }
                }
            }
        }
        @if let Some(next) = next { p { a href=(next) { (words.more) } } }
    };
    page::answer(&app, language, words.title, &body)
}
