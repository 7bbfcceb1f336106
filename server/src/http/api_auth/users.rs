//! Registration, activation and people: djoser's `users/`.

use axum::{
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json as value};
use uuid::Uuid;

use super::{
    answer::{self, detail, nothing, refusal},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    password,
};
use crate::{
    account::{
        AccountError, LONGEST_USERNAME, Link, NO_FIELD, Problem, Problems, ProfileChange, RegistrationForm, Shown,
        SignedInPerson, Username,
    },
    config::UsernamePolicy,
    http::state::App,
    store::AccountRow,
};

/// Characters of an address.
pub(super) const LONGEST_ADDRESS: usize = 254;

/// What the API shows of a person.
pub(super) fn shown(account: &AccountRow) -> Value {
    value!({ "id": account.id, "email": account.email, "username": account.username })
}

pub(super) async fn register(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let username = match app.accounts.config().usernames {
        UsernamePolicy::Off => None,
        UsernamePolicy::Optional => fields.optional("username"),
        UsernamePolicy::Required => Some(fields.text("username")),
    };
    let email = fields.address("email", LONGEST_ADDRESS);
    let first_name = fields.optional_or_blank("first_name").unwrap_or_default();
    let last_name = fields.optional_or_blank("last_name").unwrap_or_default();
    let text = fields.password("password");
    let retyped = app.accounts.config().retype.then(|| fields.password("re_password"));
    check_username(&mut fields, username.as_deref());
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
        Ok(made) => {
            answer::json(StatusCode::CREATED, value!({ "id": made.id, "email": made.email, "username": made.username }))
        }
        Err(error) => refusal(&app, error),
    }
}

fn check_username(fields: &mut Fields, username: Option<&str>) {
    let Some(username) = username.filter(|username| !username.is_empty()) else { return };
    if username.chars().count() > LONGEST_USERNAME {
        fields.add("username", Problem::TooLong(LONGEST_USERNAME));
    } else if Username::parse(username).is_none() {
        fields.add("username", Problem::NotAUsername);
    }
}

/// By the link in the mail, or by its code.
pub(super) async fn activate(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let by_code = fields.holds("code");
    let (first, second) =
        if by_code { (fields.text("email"), fields.text("code")) } else { (fields.text("uid"), fields.text("token")) };
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let shown = if by_code {
        Shown::Code { email: &first, code: &second }
    } else {
        Shown::Link(Link { uid: &first, token: &second })
    };
    match app.accounts.activate(shown, &asker).await {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

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

/// Which page of people.
#[derive(Deserialize)]
pub(super) struct PageQuery {
    page: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    uri: Uri,
    Query(query): Query<PageQuery>,
) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let page = query.page.as_deref().map_or(Some(1), |page| page.parse().ok().filter(|page| *page > 0));
    let Some(page) = page else { return detail(StatusCode::NOT_FOUND, "Invalid page.") };
    match app.accounts.list(&person.account, page).await {
        Ok(found) => {
            let last = u32::try_from(found.count).unwrap_or(u32::MAX).div_ceil(app.accounts.config().page_size).max(1);
            let address = |page: u32| format!("{}{}?page={page}", app.0.origin, uri.path());
            let body = value!({
                "count": found.count,
                "next": (page < last).then(|| address(page + 1)),
                "previous": (page > 1).then(|| address(page - 1)),
                "results": found.people.iter().map(shown).collect::<Vec<_>>(),
            });
            answer::json(StatusCode::OK, body)
        }
        Err(AccountError::NotFound) => detail(StatusCode::NOT_FOUND, "Invalid page."),
        Err(error) => refusal(&app, error),
    }
}

pub(super) async fn me(State(app): State<App>, headers: HeaderMap) -> Response {
    match signed_in(&app, &headers).await {
        Ok(person) => answer::json(StatusCode::OK, shown(&person.account)),
        Err(refused) => refused,
    }
}

pub(super) async fn put_me(app: State<App>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, None, true).await
}

pub(super) async fn patch_me(app: State<App>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, None, false).await
}

pub(super) async fn put_other(app: State<App>, id: Path<String>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, Some(id.0), true).await
}

pub(super) async fn patch_other(app: State<App>, id: Path<String>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, Some(id.0), false).await
}

pub(super) async fn other(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    match find(&app, &person, &id).await {
        Ok(account) => answer::json(StatusCode::OK, shown(&account)),
        Err(error) => refusal(&app, error),
    }
}

async fn find(app: &App, person: &SignedInPerson, id: &str) -> Result<AccountRow, AccountError> {
    let id = Uuid::parse_str(id).map_err(|_| AccountError::NotFound)?;
    app.accounts.other(&person.account, &id.to_string()).await
}

/// The address is not among what can be changed here: `set_email` asks its new owner first.
async fn change(
    State(app): State<App>,
    Asking(asker): Asking,
    request: Request,
    other: Option<String>,
    whole: bool,
) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let account = match &other {
        None => person.account.clone(),
        Some(id) => match find(&app, &person, id).await {
            Ok(account) => account,
            Err(error) => return refusal(&app, error),
        },
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let username = match app.accounts.config().usernames {
        UsernamePolicy::Off => None,
        UsernamePolicy::Required if whole => Some(fields.text("username")),
        UsernamePolicy::Required | UsernamePolicy::Optional => fields.optional("username"),
    };
    let first_name = fields.optional_or_blank("first_name");
    let last_name = fields.optional_or_blank("last_name");
    check_username(&mut fields, username.as_deref());
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let change = ProfileChange {
        username: username.as_deref(),
        first_name: first_name.as_deref(),
        last_name: last_name.as_deref(),
    };
    match app.accounts.change_profile(&account, change, &person.account.id, &asker).await {
        Ok(changed) => answer::json(StatusCode::OK, shown(&changed)),
        Err(error) => refusal(&app, error),
    }
}

pub(super) async fn delete_me(app: State<App>, asking: Asking, request: Request) -> Response {
    delete(app, asking, request, None).await
}

pub(super) async fn delete_other(app: State<App>, id: Path<String>, asking: Asking, request: Request) -> Response {
    delete(app, asking, request, Some(id.0)).await
}

/// Whoever deletes shows their own password; who has none shows a code from a mail, or has just
/// signed in.
async fn delete(State(app): State<App>, Asking(asker): Asking, request: Request, other: Option<String>) -> Response {
    let person = match signed_in(&app, request.headers()).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let id = match &other {
        None => person.account.id.clone(),
        Some(id) => match find(&app, &person, id).await {
            Ok(account) => account.id,
            Err(AccountError::NotFound) if is_hidden(&app, id).await => {
                return refusal(&app, AccountError::NotAllowed);
            }
            Err(error) => return refusal(&app, error),
        },
    };
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let is_own = id == person.account.id;
    let proven = match password::prove(&app, person, &mut fields, "current_password", &asker).await {
        Ok(proven) => proven,
        Err(refused) => return refused,
    };
    let deleted = if is_own {
        app.accounts.delete(&proven, &asker).await
    } else {
        app.accounts.delete_other(&proven, &id, &asker).await
    };
    match deleted {
        Ok(()) => nothing(),
        Err(error) => refusal(&app, error),
    }
}

/// djoser refuses to delete those whom it says it does not know.
async fn is_hidden(app: &App, id: &str) -> bool {
    match Uuid::parse_str(id) {
        Ok(id) => app.accounts.exists(&id.to_string()).await.unwrap_or(false),
        Err(_) => false,
    }
}
