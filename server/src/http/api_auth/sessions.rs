//! The sessions of whoever is signed in.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    answer::{self, nothing, refusal},
    asked::SessionsToEnd,
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    id::Id,
    wire::{Ended, OwnSession},
};
use crate::http::{
    refusals::{Counts, KnowsAsker, LooksUp, MayForbid, MayMiss, ReadsBody},
    state::App,
};

#[utoipa::path(
    get,
    path = "/api/auth/sessions/",
    tag = "own account",
    summary = "List one's sessions",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Every session, this one marked.", body = Vec<OwnSession>),
        KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let sessions = match app.accounts.sessions(&person).await {
        Ok(sessions) => sessions,
        Err(error) => return refusal(&app, error),
    };
    let shown = sessions.into_iter().map(|row| OwnSession::of(row, &person.family, &app.places));
    answer::json(StatusCode::OK, shown.collect::<Vec<_>>())
}

#[utoipa::path(
    delete,
    path = "/api/auth/sessions/{id}/",
    tag = "own account",
    summary = "End one of one's sessions",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid", description = "Which session.")),
    responses(
        (status = 204, description = "Ended."),
        KnowsAsker, MayMiss, LooksUp,
    ),
)]
pub(super) async fn end(State(app): State<App>, Id(family): Id, Asking(asker): Asking, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    match app.accounts.end_session(&person, &family, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// Signs out everywhere; everywhere else with `{"keep_current": "true"}`.
#[utoipa::path(
    post,
    path = "/api/auth/sessions/end_all/",
    tag = "own account",
    summary = "Sign out everywhere",
    security(("bearer" = [])),
    request_body = SessionsToEnd,
    responses(
        (status = 200, description = "Ended.", body = Ended),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn end_all(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let stays = fields.flag("keep_current").then_some(person.family.as_str());
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.sign_out_everywhere(&person, stays, &asker).await {
        Ok(ended) => answer::json(StatusCode::OK, Ended { ended }),
        Err(error) => refusal(&app, error),
    }
}

/// Mails a code to somebody who has no password to show.
#[utoipa::path(
    post,
    path = "/api/auth/users/mail_code/",
    tag = "own account",
    summary = "Ask for a code that proves who one is",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Mailed."),
        KnowsAsker, MayForbid, Counts, LooksUp,
    ),
)]
pub(super) async fn mail_code(State(app): State<App>, Asking(asker): Asking, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    match app.accounts.mail_code(&person, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}
