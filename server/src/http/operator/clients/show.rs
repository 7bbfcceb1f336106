use app::words::{Language, machine_time};
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use maud::{Markup, html};

use super::{
    path::{self, OfClient},
    refusal, setup,
    words::words,
};
use crate::{
    http::{
        boot,
        operator::{page, staff::Staff},
        state::App,
    },
    provider::{ClientDraft, ClientField, ClientWarning, ClientsError, FieldKind, KnownClient, Secret},
};

/// A client, what can be done with it, and how it is set up.
pub(super) async fn show(
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
        p { code { (id) } @if known.registered_itself { " (" (words.itself) ")" } }
        @for warning in ClientWarning::of(&known.client.metadata) { p class="operator-caution" { (warning.in_words(language)) } }
        (old_secret(&app, language, &known))
        p class="operator-actions" {
            a class="button" href=(path::of(path::EDIT, &id)) { (words.edit) }
            @if matches!(known.client.secret, Secret::Hashed(_)) {
                " " a class="button" href=(path::of(path::ROTATE, &id)) { (words.rotate) }
            }
            " " a class="button" href=(path::of(path::REMOVE, &id)) { (words.remove) }
        }
        (setup::section(&app.server.origin(), language, &known.client))
        section class="panel" {
            h2 { (words.settings) }
            (settings(language, &known))
        }
        p { a href=(path::LIST) { (words.all) } }
    };
    page::answer(&app, language, &known.client.metadata.client_name, &body)
}

/// Until when the secret before counts, while it does.
fn old_secret(app: &App, language: Language, known: &KnownClient) -> Markup {
    let Secret::Hashed(secrets) = &known.client.secret else { return html! {} };
    let now = app.clock.now();
    let until = secrets.iter().filter(|secret| secret.counts(now)).filter_map(|secret| secret.until).max();
    html! {
        @if let Some(until) = until { p { ((words(language).old_until)(&machine_time(until.seconds()))) } }
    }
}

fn settings(language: Language, known: &KnownClient) -> Markup {
    let draft = ClientDraft::of(&known.client.metadata);
    let is_set = |field: &ClientField| match (field.kind(), draft.texts(*field)) {
        (_, []) => false,
        (FieldKind::Flag, [text]) => text == "true",
        _ => true,
    };
    html! {
        dl class="operator-findings" {
            @for field in ClientField::all().filter(is_set) {
                dt { (field.label(language)) }
                dd {
                    @if field.kind() == FieldKind::Flag { (words(language).yes) }
                    @else { @for text in draft.texts(field) { p { (text) } } }
                }
            }
        }
    }
}
