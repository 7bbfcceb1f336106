use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use super::answer::{detail, refusal};
use crate::{
    account::{AccountError, SignedInPerson},
    clock::Timestamp,
    http::{
        bearer::{self, Unauthorized},
        state::App,
    },
    session::Caller,
};

/// Whoever an access token lets in. `None` without one.
pub(super) async fn whoever(app: &App, headers: &HeaderMap) -> Result<Option<SignedInPerson>, Response> {
    match caller_of(app, headers).await? {
        Some(caller) => person_of(app, &caller).await.map(Some),
        None => Ok(None),
    }
}

async fn caller_of(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, Response> {
    match bearer::authenticate(app, headers).await {
        Ok(caller) => Ok(Some(caller)),
        Err(Unauthorized::Missing) => Ok(None),
        Err(why) => Err(why.into_response()),
    }
}

async fn person_of(app: &App, caller: &Caller) -> Result<SignedInPerson, Response> {
    let claims = &caller.claims;
    let person = app.accounts.person(&claims.sub, &claims.sid, Timestamp::from_seconds(claims.auth_time)).await;
    match person {
        Ok(person) => Ok(person),
        Err(AccountError::NotFound) => Err(Unauthorized::Token("User not found", "user_not_found").into_response()),
        Err(error) => Err(refusal(app, error)),
    }
}

/// Whoever an access token lets in; 401 without one.
pub(super) async fn signed_in(app: &App, headers: &HeaderMap) -> Result<SignedInPerson, Response> {
    whoever(app, headers).await?.ok_or_else(|| Unauthorized::Missing.into_response())
}

/// Django looks at who asks before it looks at what for: a token that does not count is told of
/// even where none is needed, and a method that is not there is no secret for the signed-in alone.
pub(super) async fn credentials_first(State(app): State<App>, request: Request, next: Next) -> Response {
    let named = match named(&app, request.method(), request.headers()).await {
        Ok(named) => named,
        Err(refused) => return refused,
    };
    let asks_for_options = request.method() == Method::OPTIONS;
    let response = next.run(request).await;
    if named.is_none() && (asks_for_options || response.status() == StatusCode::METHOD_NOT_ALLOWED) {
        return Unauthorized::Missing.into_response();
    }
    response
}

/// Whoever asks, if they may ask in that way at all.
async fn named(app: &App, method: &Method, headers: &HeaderMap) -> Result<Option<SignedInPerson>, Response> {
    let Some(caller) = caller_of(app, headers).await? else { return Ok(None) };
    bearer::may_ask(&caller, method).map_err(IntoResponse::into_response)?;
    person_of(app, &caller).await.map(Some)
}

/// Says it in the frame that the front end reads. Which methods there are, the router adds.
pub(super) async fn wrong_methods_in_words(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    detail(StatusCode::METHOD_NOT_ALLOWED, &format!("Method \"{method}\" not allowed."))
}
