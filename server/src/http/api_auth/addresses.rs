//! The address and the user name that a person signs in with.

use axum::{
    extract::{Request, State},
    response::Response,
};

use super::{
    answer::{nothing, refusal},
    asked::{AddressChange, MailLink, MailShown, Mailbox, UsernameChange},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    password::prove,
    shown::ShownFields,
    users::LONGEST_ADDRESS,
};
use crate::{
    account::{AccountError, Link, NO_FIELD, Problem, Problems, Shown},
    config::UsernamePolicy,
    http::{
        refusals::{Counts, KnowsAsker, LooksUp, MayForbid, MayMiss, ReadsBody},
        state::App,
    },
};

/// The address changes only when its new owner has shown that it is theirs.
#[utoipa::path(
    post,
    path = "/api/auth/users/set_email/",
    tag = "own account",
    summary = "Ask for another address",
    security(("bearer" = [])),
    request_body = AddressChange,
    responses(
        (status = 204, description = "Mailed to the new address. Nothing changes until it is confirmed."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn set_email(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let email = fields.address("new_email", LONGEST_ADDRESS);
    let retyped = app.accounts.config().retype.then(|| fields.text("re_new_email"));
    let proven = match prove(&app, person, &mut fields, "current_password", &asker).await {
        Ok(proven) => proven,
        Err(refused) => return refused,
    };
    let asked = if retyped.is_some_and(|retyped| retyped != email) {
        Err(Problems::one(NO_FIELD, Problem::RepeatDiffers("email")).into())
    } else {
        app.accounts.request_address(&proven, &email, &asker).await
    };
    match asked {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// By the link in the mail to the new address, or by its code.
#[utoipa::path(
    post,
    path = "/api/auth/users/set_email_confirm/",
    tag = "accounts",
    summary = "Confirm a new address",
    security((), ("bearer" = [])),
    request_body = MailShown,
    responses(
        (status = 204, description = "The address has changed."),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn confirm_email(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let shown = ShownFields::read(&mut fields);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.confirm_address(shown.shown(), &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// By the link in the mail to the old address.
#[utoipa::path(
    post,
    path = "/api/auth/users/set_email_undo/",
    tag = "accounts",
    summary = "Bring the old address back",
    security((), ("bearer" = [])),
    request_body = MailLink,
    responses(
        (status = 204, description = "The old address is back."),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn undo_email(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let (uid, token) = (fields.text("uid"), fields.text("token"));
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let shown = Shown::Link(Link { uid: &uid, token: &token });
    match app.accounts.undo_address(shown, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    post,
    path = "/api/auth/users/set_username/",
    tag = "own account",
    summary = "Change the user name",
    security(("bearer" = [])),
    request_body = UsernameChange,
    responses(
        (status = 204, description = "Changed."),
        ReadsBody, KnowsAsker, MayForbid, Counts, LooksUp,
    ),
)]
pub(super) async fn set_username(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    if app.accounts.config().usernames == UsernamePolicy::Off {
        return refusal(&app, AccountError::NotAllowed);
    }
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let username = fields.username("new_username");
    let retyped = app.accounts.config().retype.then(|| fields.text("re_new_username"));
    let proven = match prove(&app, person, &mut fields, "current_password", &asker).await {
        Ok(proven) => proven,
        Err(refused) => return refused,
    };
    let set = if retyped.is_some_and(|retyped| retyped != username) {
        Err(Problems::one(NO_FIELD, Problem::RepeatDiffers("username")).into())
    } else {
        app.accounts.set_username(&proven, &username, &asker).await
    };
    match set {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// Tells a person their user name, by mail.
#[utoipa::path(
    post,
    path = "/api/auth/users/reset_username/",
    tag = "accounts",
    summary = "Ask for the mail that tells the user name",
    security((), ("bearer" = [])),
    request_body = Mailbox,
    responses(
        (status = 204, description = "Mailed, if somebody has that address. The answer tells nobody."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn remind_of_username(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let email = fields.address("email", usize::MAX);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.remind_of_username(&email, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}
