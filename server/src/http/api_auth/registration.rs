//! Registration and activation: djoser's `users/`, for whoever has no account yet.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    answer::{self, nothing, refusal},
    asked::{MailShown, Mailbox, NewAccount},
    asker::Asking,
    fields::Fields,
    password,
    shown::ShownFields,
    users::LONGEST_ADDRESS,
    wire::Account,
};
use crate::{
    account::{AccountError, NO_FIELD, Problem, Problems, RegistrationForm},
    config::UsernamePolicy,
    http::{
        refusals::{Counts, KnowsAsker, LooksUp, MayForbid, MayMiss, ReadsBody},
        state::App,
    },
};

#[utoipa::path(
    post,
    path = "/api/auth/users/",
    tag = "accounts",
    summary = "Register",
    security((), ("bearer" = [])),
    request_body = NewAccount,
    responses(
        (status = 201, description = "Registered. Where accounts need activation, the mail says how; the answer is the same for an address that has an account.", body = Account),
        ReadsBody, KnowsAsker, MayForbid, Counts, LooksUp,
    ),
)]
pub(super) async fn register(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let username = match app.accounts.config().usernames {
        UsernamePolicy::Off => None,
        UsernamePolicy::Optional => fields.holds("username").then(|| fields.username("username")),
        UsernamePolicy::Required => Some(fields.username("username")),
    };
    let email = fields.address("email", LONGEST_ADDRESS);
    let first_name = fields.optional_or_blank("first_name").unwrap_or_default();
    let last_name = fields.optional_or_blank("last_name").unwrap_or_default();
    let text = fields.password("password");
    let retyped = app.accounts.config().retype.then(|| fields.password("re_password"));
    let password = password::parse(&mut fields, "password", &text);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let form = RegistrationForm {
        email: &email,
        username: username.as_deref(),
        first_name: &first_name,
        last_name: &last_name,
        password: &password,
    };
    // Both passwords are compared only where the first one does.
    let differs = retyped.is_some_and(|retyped| retyped != text);
    let registered = if differs {
        app.accounts
            .check_registration(&form)
            .map_err(AccountError::from)
            .and_then(|()| Err(Problems::one(NO_FIELD, Problem::PasswordsDiffer).into()))
    } else {
        app.accounts.register(&form, &asker).await
    };
    match registered {
        Ok(made) => answer::json(StatusCode::CREATED, Account::from(made)),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    post,
    path = "/api/auth/users/activation/",
    tag = "accounts",
    summary = "Activate an account with what the mail says",
    security((), ("bearer" = [])),
    request_body = MailShown,
    responses(
        (status = 204, description = "Active."),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn activate(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let shown = ShownFields::read(&mut fields);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.activate(shown.shown(), &asker).await {
        Ok(_) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    post,
    path = "/api/auth/users/resend_activation/",
    tag = "accounts",
    summary = "Ask for that mail once more",
    security((), ("bearer" = [])),
    request_body = Mailbox,
    responses(
        (status = 204, description = "Mailed, if somebody waits for it there. The answer tells nobody."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn resend_activation(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let email = fields.address("email", usize::MAX);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.resend_activation(&email, &asker).await {
        Ok(()) => nothing(),
        // Accounts need none: an empty answer, as djoser gives it.
        Err(AccountError::NotAllowed) => StatusCode::BAD_REQUEST.into_response(),
        Err(error) => refusal(&app, error),
    }
}
