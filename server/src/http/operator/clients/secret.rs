use std::time::Duration;

use app::words::{Language, machine_time};
use axum::{
    extract::{Query, RawForm, State},
    http::HeaderMap,
    response::Response,
};
use maud::html;

use super::{
    actor,
    form::{Sent, seen_input},
    path::{self, OfClient},
    refusal,
    words::words,
};
use crate::{
    audit::Visitor,
    clock::Timestamp,
    http::{
        boot,
        operator::{page, staff::Staff},
        state::App,
    },
    provider::{ClientSecret, ClientsError, KnownClient, Secret},
};

/// Name of the field with the time that the old secret counts on.
const GRACE: &str = "grace";

/// Asks how long the old secret is to count.
pub(super) async fn ask(
    State(app): State<App>,
    _: Staff,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
) -> Response {
    let language = boot::language(&app, &headers);
    let words = words(language);
    let known = match app.clients.find(&id).await {
        Ok(Some(known)) if matches!(known.client.secret, Secret::Hashed(_)) => known,
        Ok(Some(_)) => return refusal(&app, language, &ClientsError::NoSecret),
        Ok(None) => return refusal(&app, language, &ClientsError::Unknown),
        Err(error) => return refusal(&app, language, &error),
    };
    let body = html! {
        p { strong { (known.client.metadata.client_name) } " " code { (id) } }
        p { (words.rotate_what) }
        form method="post" action=(path::of(path::ROTATE, &id)) class="operator-form" {
            (seen_input(known.updated_at))
            div class="field" {
                label for=(GRACE) { (words.grace) }
                select id=(GRACE) name=(GRACE) {
                    @for (label, seconds) in words.graces { option value=(seconds) { (label) } }
                }
            }
            button class="button" { (words.rotate) }
        }
        p { a href=(path::of(path::SHOW, &id)) { (words.to_client) } }
    };
    page::answer(&app, language, words.rotate_title, &body)
}

/// Replaces it, and shows the new one. What is sent twice is refused the second time: the client has changed.
pub(super) async fn rotate(
    State(app): State<App>,
    staff: Staff,
    visitor: Visitor,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
    RawForm(body): RawForm,
) -> Response {
    let language = boot::language(&app, &headers);
    let sent = Sent::read(&body);
    let graces = words(language).graces;
    let wanted = sent.number(GRACE).and_then(|seconds| u64::try_from(seconds).ok());
    // Only what the page offers; anything else is as if the first had been chosen.
    let offered = graces.iter().find(|(_, seconds)| Some(*seconds) == wanted).unwrap_or(&graces[0]);
    let grace = Duration::from_secs(offered.1);
    match app.clients.rotate_secret(&id, grace, sent.seen(), &actor(staff, visitor)).await {
        Ok(rotated) => shown(&app, language, &rotated.known, &rotated.secret, rotated.old_until),
        Err(error) => refusal(&app, language, &error),
    }
}

/// The only page that ever shows a secret. Without script: whoever comes to the field by Tab has all of it selected.
pub(super) fn shown(
    app: &App,
    language: Language,
    known: &KnownClient,
    secret: &ClientSecret,
    old_until: Option<Timestamp>,
) -> Response {
    let words = words(language);
    let id = known.client.id.as_str();
    let body = html! {
        p { strong { (known.client.metadata.client_name) } }
        p role="status" { (words.secret_once) }
        div class="field" {
            label for="client_id" { (words.id) }
            input id="client_id" class="operator-copy" readonly value=(id);
        }
        div class="field" {
            label for="client_secret" { (words.secret) }
            input id="client_secret" class="operator-copy" readonly value=(secret.show()) autocomplete="off";
        }
        @if let Some(until) = old_until { p { ((words.old_until)(&machine_time(until.seconds()))) } }
        p { a class="button" href=(path::of(path::SHOW, id)) { (words.to_client) } }
    };
    page::answer(app, language, words.secret_title, &body)
}
