//! People: djoser's `users/`, for whoever is signed in.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    answer::{self, detail, nothing, refusal},
    asked::{AccountChange, Reproof, WholeAccountChange},
    asker::Asking,
    caller::signed_in,
    fields::Fields,
    id::Id,
    password,
    wire::{Account, AccountPage},
};
use crate::{
    account::{AccountError, ProfileChange, SignedInPerson},
    config::UsernamePolicy,
    http::{
        refusals::{Counts, KnowsAsker, LooksUp, MayForbid, MayMiss, ReadsBody},
        state::App,
    },
    store::AccountRow,
};

/// Characters of an address.
pub(super) const LONGEST_ADDRESS: usize = 254;

/// Which page is asked for; the last word counts, as in Django.
fn page(uri: &Uri) -> Option<u32> {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let asked = pairs.filter(|(name, _)| name == "page").last();
    asked.map_or(Some(1), |(_, page)| page.parse().ok().filter(|page| *page > 0))
}

#[utoipa::path(
    get,
    path = "/api/auth/users/",
    tag = "accounts",
    summary = "List people: all of them for staff, oneself for anybody else",
    security(("bearer" = [])),
    params(("page" = Option<u32>, Query, minimum = 1, description = "Which page, from 1.")),
    responses(
        (status = 200, description = "A page.", body = AccountPage),
        KnowsAsker, MayMiss, LooksUp,
    ),
)]
pub(super) async fn list(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    let Some(page) = page(&uri) else { return detail(StatusCode::NOT_FOUND, "Invalid page.") };
    match app.accounts.list(&person.account, page).await {
        Ok(found) => {
            let last = u32::try_from(found.count).unwrap_or(u32::MAX).div_ceil(app.accounts.config().page_size).max(1);
            let address = |page: u32| format!("{}{}?page={page}", app.0.origin, uri.path());
            let body = AccountPage {
                count: found.count,
                next: (page < last).then(|| address(page + 1)),
                previous: (page > 1).then(|| address(page - 1)),
                results: found.people.iter().map(Account::from).collect(),
            };
            answer::json(StatusCode::OK, body)
        }
        Err(AccountError::NotFound) => detail(StatusCode::NOT_FOUND, "Invalid page."),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    get,
    path = "/api/auth/users/me/",
    tag = "own account",
    summary = "See one's account",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The account.", body = Account),
        KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn me(State(app): State<App>, headers: HeaderMap) -> Response {
    match signed_in(&app, &headers).await {
        Ok(person) => answer::json(StatusCode::OK, Account::from(&person.account)),
        Err(refused) => refused,
    }
}

#[utoipa::path(
    put,
    path = "/api/auth/users/me/",
    tag = "own account",
    summary = "Change one's names",
    security(("bearer" = [])),
    request_body = WholeAccountChange,
    responses(
        (status = 200, description = "Changed.", body = Account),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn put_me(app: State<App>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, None, true).await
}

#[utoipa::path(
    patch,
    path = "/api/auth/users/me/",
    tag = "own account",
    summary = "Change some of one's names",
    security(("bearer" = [])),
    request_body = AccountChange,
    responses(
        (status = 200, description = "Changed.", body = Account),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn patch_me(app: State<App>, asking: Asking, request: Request) -> Response {
    change(app, asking, request, None, false).await
}

#[utoipa::path(
    put,
    path = "/api/auth/users/{id}/",
    tag = "accounts",
    summary = "Change an account's names",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid", description = "Whose account.")),
    request_body = WholeAccountChange,
    responses(
        (status = 200, description = "Changed.", body = Account),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, LooksUp,
    ),
)]
pub(super) async fn put_other(app: State<App>, Id(id): Id, asking: Asking, request: Request) -> Response {
    change(app, asking, request, Some(id), true).await
}

#[utoipa::path(
    patch,
    path = "/api/auth/users/{id}/",
    tag = "accounts",
    summary = "Change some of an account's names",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid", description = "Whose account.")),
    request_body = AccountChange,
    responses(
        (status = 200, description = "Changed.", body = Account),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, LooksUp,
    ),
)]
pub(super) async fn patch_other(app: State<App>, Id(id): Id, asking: Asking, request: Request) -> Response {
    change(app, asking, request, Some(id), false).await
}

#[utoipa::path(
    get,
    path = "/api/auth/users/{id}/",
    tag = "accounts",
    summary = "See an account: any for staff, one's own for anybody else",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid", description = "Whose account.")),
    responses(
        (status = 200, description = "The account.", body = Account),
        KnowsAsker, MayForbid, MayMiss, LooksUp,
    ),
)]
pub(super) async fn other(State(app): State<App>, Id(id): Id, headers: HeaderMap) -> Response {
    let person = match signed_in(&app, &headers).await {
        Ok(person) => person,
        Err(refused) => return refused,
    };
    match find(&app, &person, &id).await {
        Ok(account) => answer::json(StatusCode::OK, Account::from(&account)),
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
        UsernamePolicy::Required if whole => Some(fields.username("username")),
        UsernamePolicy::Required | UsernamePolicy::Optional => {
            fields.holds("username").then(|| fields.username("username"))
        }
    };
    let first_name = fields.optional_or_blank("first_name");
    let last_name = fields.optional_or_blank("last_name");
    if let Err(refused) = fields.finish() {
        return refused;
    }
    let change = ProfileChange {
        username: username.as_deref(),
        first_name: first_name.as_deref(),
        last_name: last_name.as_deref(),
    };
    match app.accounts.change_profile(&account, change, &person.account.id, &asker).await {
        Ok(changed) => answer::json(StatusCode::OK, Account::from(&changed)),
        Err(error) => refusal(&app, error),
    }
}

#[utoipa::path(
    delete,
    path = "/api/auth/users/me/",
    tag = "own account",
    summary = "Delete one's account",
    security(("bearer" = [])),
    request_body = Reproof,
    responses(
        (status = 204, description = "Deleted, with everything that belongs to it."),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn delete_me(app: State<App>, asking: Asking, request: Request) -> Response {
    delete(app, asking, request, None).await
}

#[utoipa::path(
    delete,
    path = "/api/auth/users/{id}/",
    tag = "accounts",
    summary = "Delete an account; whoever does it shows their own password",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid", description = "Whose account.")),
    request_body = Reproof,
    responses(
        (status = 204, description = "Deleted."),
        ReadsBody, KnowsAsker, MayForbid, MayMiss, Counts, LooksUp,
    ),
)]
pub(super) async fn delete_other(app: State<App>, Id(id): Id, asking: Asking, request: Request) -> Response {
    delete(app, asking, request, Some(id)).await
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
