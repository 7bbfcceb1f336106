//! Passwords: changed by whoever is signed in, set anew by whoever reads the account's mail.

use app::account::words::words;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};

use super::{
    answer::{self, nothing, refusal},
    asked::{Mailbox, PasswordChange, PasswordIdea, PasswordReset},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    shown::ShownFields,
    wire::PasswordStrength,
};
use crate::{
    account::{AccountError, Asker, NO_FIELD, Problem, Problems, Proven, Reproof, SignedInPerson},
    http::{
        account_pages::complaint_about,
        refusals::{Counts, KnowsAsker, LooksUp, ReadsBody},
        state::App,
    },
    password::{self, MOST_BYTES, Password},
};

/// The password in a field, if it can be one.
pub(super) fn parse(fields: &mut Fields, name: &'static str, text: &str) -> Password {
    Password::new(text).unwrap_or_else(|_| {
        fields.add(name, Problem::TooLong(MOST_BYTES));
        Password::default()
    })
}

/// Reads how whoever is signed in shows once more who they are: by their password, or, where they
/// have none, by a code or a sign-in of a moment ago. It also tells of every other field that was
/// asked for and does not do.
pub(super) async fn prove(
    app: &App,
    person: SignedInPerson,
    fields: &mut Fields,
    field: &'static str,
    asker: &Asker,
) -> Result<Proven, Response> {
    let has_password = person.account.password_hash.is_some();
    let code = if has_password { None } else { fields.optional("code") };
    let text = (has_password || fields.holds(field)).then(|| fields.password(field));
    let current = text.as_deref().map(|text| parse(fields, field, text));
    fields.finish_if_wrong(field)?;
    let reproof = match (&current, &code) {
        (_, Some(code)) => Reproof::Code(code),
        (Some(current), None) => Reproof::Password(current, field),
        (None, None) => Reproof::Recent,
    };
    match app.accounts.prove(person, reproof, asker).await {
        Ok(proven) => {
            fields.finish()?;
            Ok(proven)
        }
        Err(AccountError::Problems(found)) => Err(fields.finish_with(&found)),
        Err(error) => Err(refusal(app, error)),
    }
}

/// Also sets the first password of somebody who had none.
#[utoipa::path(
    post,
    path = "/api/auth/users/set_password/",
    tag = "own account",
    summary = "Change the password, or set the first",
    security(("bearer" = [])),
    request_body = PasswordChange,
    responses(
        (status = 204, description = "Changed. Every other session has ended."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn set(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let text = fields.password("new_password");
    let retyped = app.accounts.config().retype.then(|| fields.password("re_new_password"));
    let new = parse(&mut fields, "new_password", &text);
    let proven = match prove(&app, person, &mut fields, "current_password", &asker).await {
        Ok(proven) => proven,
        Err(refused) => return refused,
    };
    let differs = retyped.is_some_and(|retyped| retyped != text);
    let set = match app.accounts.check_password(&proven.account, &new, "new_password") {
        Ok(()) if differs => Err(Problems::one(NO_FIELD, Problem::PasswordsDiffer).into()),
        Ok(()) => app.accounts.set_password(&proven, &new, &asker).await,
        Err(found) => Err(found.into()),
    };
    match set {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    post,
    path = "/api/auth/users/reset_password/",
    tag = "accounts",
    summary = "Ask for the mail that lets one set a new password",
    security((), ("bearer" = [])),
    request_body = Mailbox,
    responses(
        (status = 204, description = "Mailed, if somebody has that address. The answer tells nobody."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn request_reset(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let email = fields.address("email", usize::MAX);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    match app.accounts.request_reset(&email, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// By the link's `uid` and `token`, or by the mail's `code` beside the `email` it went to.
#[utoipa::path(
    post,
    path = "/api/auth/users/reset_password_confirm/",
    tag = "accounts",
    summary = "Set a new password with what that mail says",
    security((), ("bearer" = [])),
    request_body = PasswordReset,
    responses(
        (status = 204, description = "Set. Every session has ended."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn confirm_reset(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let shown = ShownFields::read(&mut fields);
    let text = fields.password("new_password");
    let retyped = app.accounts.config().retype.then(|| fields.password("re_new_password"));
    let new = parse(&mut fields, "new_password", &text);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let differs = retyped.is_some_and(|retyped| retyped != text);
    let done = match app.accounts.check_any_password(&new, "new_password") {
        Ok(()) if differs => Err(Problems::one(NO_FIELD, Problem::PasswordsDiffer).into()),
        Ok(()) => app.accounts.reset_password(shown.shown(), &new, &asker).await,
        Err(found) => Err(found.into()),
    };
    match done {
        Ok(()) => nothing(),
        Err(AccountError::Stale) => answer::problems(&Problems::one("token", Problem::BadLink)),
        Err(error) => refusal(&app, error),
    }
}

/// Off the threads that serve, and one at a time: whoever wants much of it waits for themselves.
async fn rated(app: &App, password: Password, known: Vec<String>) -> Result<u8, Response> {
    let _turn = app.0.ratings.acquire().await;
    let rate = move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        password::strength(&password, &known).score
    };
    tokio::task::spawn_blocking(rate).await.map_err(|error| answer::fault(app, &error))
}

/// How long a password would stand, and what keeps it from being taken, in the reader's words.
#[utoipa::path(
    post,
    path = "/api/auth/password_strength/",
    tag = "accounts",
    summary = "Ask how long a password would stand",
    request_body = PasswordIdea,
    responses(
        (status = 200, description = "Judged.", body = PasswordStrength),
        ReadsBody,
    ),
)]
pub(super) async fn strength(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let text = fields.password("password");
    let email = fields.optional_or_blank("email").unwrap_or_default();
    let username = fields.optional_or_blank("username").unwrap_or_default();
    let password = parse(&mut fields, "password", &text);
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let attributes = [("username", username.as_str()), ("email", email.as_str())];
    let say = words(asker.language).complaint;
    let problems = app.accounts.judge(&password, &attributes);
    let problems = problems.iter().map(|problem| say(&complaint_about(problem))).collect();
    match rated(&app, password, vec![username, email]).await {
        Ok(score) => answer::json(StatusCode::OK, PasswordStrength { score, problems }),
        Err(refused) => refused,
    }
}
