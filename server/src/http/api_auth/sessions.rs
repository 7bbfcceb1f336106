//! The sessions and ways to sign in of whoever is signed in.

use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde_json::json as value;
use uuid::Uuid;

use super::{
    answer::{self, nothing, refusal},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
};
use crate::{account::AccountError, http::state::App, user_agent};

pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let sessions = match app.accounts.sessions(&person).await {
        Ok(sessions) => sessions,
        Err(error) => return refusal(&app, error),
    };
    let shown = sessions.into_iter().map(|row| {
        value!({
            "id": row.id,
            "current": row.id == person.family,
            "provider": row.provider,
            "device": user_agent::name(&row.user_agent),
            "ip": row.ip,
            "place": app.places.of(&row.ip),
            "created_at": row.created_at.seconds(),
            "last_seen_at": row.handed_at.seconds(),
            "expires_at": row.idle_expires_at.min(row.absolute_expires_at).seconds(),
        })
    });
    answer::json(StatusCode::OK, shown.collect())
}

pub(super) async fn end(
    State(app): State<App>,
    Path(family): Path<String>,
    Asking(asker): Asking,
    headers: HeaderMap,
) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    // PostgreSQL takes no text with a NUL in it, and no session is called anything else than this.
    let Ok(family) = Uuid::parse_str(&family) else { return refusal(&app, AccountError::NotFound) };
    match app.accounts.end_session(&person, &family.to_string(), &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// Signs out everywhere; everywhere else with `{"keep_current": "true"}`.
pub(super) async fn end_all(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let stays = fields.flag("keep_current").then_some(person.family.as_str());
    match app.accounts.sign_out_everywhere(&person, stays, &asker).await {
        Ok(ended) => answer::json(StatusCode::OK, value!({ "ended": ended })),
        Err(error) => refusal(&app, error),
    }
}

pub(super) async fn methods(State(app): State<App>, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let identities = match app.accounts.identities(&person).await {
        Ok(identities) => identities,
        Err(error) => return refusal(&app, error),
    };
    let providers = identities.into_iter().map(|identity| {
        value!({
            "provider": identity.provider,
            "email": identity.email,
            "created_at": identity.created_at.seconds(),
            "last_used_at": identity.last_used_at.seconds(),
        })
    });
    let account = &person.account;
    let body = value!({
        "password": account.password_hash.is_some(),
        "password_set_at": account.password_set_at.map(crate::clock::Timestamp::seconds),
        "providers": providers.collect::<Vec<_>>(),
    });
    answer::json(StatusCode::OK, body)
}

/// Mails a code to somebody who has no password to show.
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
