use app::{
    account::{BackPage, CannotPage, ClientFace, words::words},
    words::Language,
};
use axum::{http::StatusCode, response::Response};

use crate::{
    http::{standing_alone, state::App},
    provider::{Client, Failure},
    random,
};

/// An application, as people see it.
pub(super) fn face(client: &Client) -> ClientFace {
    let metadata = &client.metadata;
    let name = if metadata.client_name.is_empty() { client.id.as_str() } else { &metadata.client_name };
    let address = |url: &Option<url::Url>| url.as_ref().map(ToString::to_string);
    ClientFace {
        name: name.to_owned(),
        site: address(&metadata.client_uri),
        policy: address(&metadata.policy_uri),
        terms: address(&metadata.tos_uri),
    }
}

/// On to the application, from a page that a form has led to.
pub(super) fn back(app: &App, language: Language, client: &str, to: &str) -> Response {
    let nonce = random::token(app.random.as_ref());
    let dressing = standing_alone::dressing(&nonce);
    let page = BackPage { language, client: client.to_owned(), to: to.to_owned(), dressing };
    standing_alone::answer(StatusCode::OK, page.html(), &nonce, None)
}

/// A request that may not be answered anywhere else.
pub(super) fn cannot(app: &App, language: Language, what: &str) -> Response {
    page(app, language, StatusCode::BAD_REQUEST, what, None)
}

/// A request that was answered before, or has lapsed.
pub(super) fn gone(app: &App, language: Language) -> Response {
    cannot(app, language, words(language).for_client.gone)
}

/// Something failed that should not. The cause goes to the log.
pub(super) fn failed(app: &App, language: Language, cause: &Failure) -> Response {
    let code = random::support_code(app.random.as_ref());
    tracing::error!(support_code = %code, error = cause as &dyn std::error::Error, "authorization {code} failed: {cause}");
    page(app, language, StatusCode::INTERNAL_SERVER_ERROR, "server_error", Some(code))
}

fn page(app: &App, language: Language, status: StatusCode, what: &str, support_code: Option<String>) -> Response {
    let nonce = random::token(app.random.as_ref());
    let dressing = standing_alone::dressing(&nonce);
    let page = CannotPage { language, what: what.to_owned(), support_code, dressing };
    standing_alone::answer(status, page.html(), &nonce, None)
}
