//! The ways to sign in of whoever is signed in.

use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    answer::{self, detail, fault, nothing, refusal},
    asked::{MethodToJoin, Reproof},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    password::prove,
    wire::{JoinBegun, SignInMethods},
};
use crate::{
    account::Problem,
    http::{
        auth::cookies_of,
        cookies,
        refusals::{Counts, KnowsAsker, LooksUp, MayMiss, ReadsBody},
        state::App,
    },
    relying_party::{Display, Errand, ReturnPath, StartError, StartRequest},
};

#[utoipa::path(
    get,
    path = "/api/auth/methods/",
    tag = "own account",
    summary = "List the ways one can sign in",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Password and providers.", body = SignInMethods),
        KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    match app.accounts.identities(&person).await {
        Ok(identities) => answer::json(StatusCode::OK, SignInMethods::of(&person.account, identities)),
        Err(error) => refusal(&app, error),
    }
}

/// The answer's cookie binds it to the browser, which goes to `authorization_url` then. From there it comes
/// back to `return_to`, with `saved=method-joined` or with `problem=in-use` (the provider opens another
/// account already) or `problem=session-over` (the session that asked has ended meanwhile).
#[utoipa::path(
    post,
    path = "/api/auth/methods/",
    tag = "own account",
    summary = "Begin to join one more way to sign in",
    security(("bearer" = [])),
    request_body = MethodToJoin,
    responses(
        (status = 200, description = "Where the browser goes on.", body = JoinBegun),
        ReadsBody, KnowsAsker, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn join(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let headers = request.headers().clone();
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let family = person.family.clone();
    let provider = fields.text("provider");
    let return_to = fields.optional("return_to").unwrap_or_else(|| "/account".to_owned()).parse::<ReturnPath>();
    if return_to.is_err() {
        fields.add("return_to", Problem::NotOwnPath);
    }
    if let Err(refused) = prove(&app, person, &mut fields, "current_password", &asker).await {
        return refused;
    }
    let return_to = return_to.unwrap_or_else(|_| ReturnPath::home());
    let errand = Errand::Join { family };
    let request =
        StartRequest { language: Some(asker.language.tag()), ..StartRequest::new(Display::Page, return_to, errand) };
    match app.relying_party.start(&provider, &request).await {
        Ok(started) => {
            let body = JoinBegun { authorization_url: started.location.to_string() };
            let mut response = answer::json(StatusCode::OK, body);
            cookies::append(response.headers_mut(), cookies_of(&app, &started, &headers));
            response
        }
        Err(StartError::UnknownProvider) => detail(StatusCode::NOT_FOUND, "Not found."),
        Err(error) => fault(&app, &error),
    }
}

/// Never the last one. Sessions that were begun with it end, but for the one that asks.
#[utoipa::path(
    delete,
    path = "/api/auth/methods/{id}/",
    tag = "own account",
    summary = "Part from a way to sign in",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "Which, as the list names it.")),
    request_body = Reproof,
    responses(
        (status = 204, description = "It opens the account no longer."),
        ReadsBody, KnowsAsker, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn part(
    State(app): State<App>,
    Path(id): Path<String>,
    Asking(asker): Asking,
    request: Request,
) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let proven = match prove(&app, person, &mut fields, "current_password", &asker).await {
        Ok(proven) => proven,
        Err(refused) => return refused,
    };
    match app.accounts.part(&proven, &id, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}
