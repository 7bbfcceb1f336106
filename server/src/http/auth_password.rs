//! `/auth/password`: the page that asks for a password in a popup, or for a fresh proof of identity.

use app::{
    account::{Complaint, Errors, LoginKind, PasswordPage, WayOut},
    wire::Notice,
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, StatusCode},
    middleware,
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::{
    api_auth::Asking,
    auth::{replaced, sign_in_page, succeed},
    boot, guard,
    sign_in_end::{End, Failed},
    standing_alone,
    state::App,
};
use crate::{
    account::{AccountError, Asker, Credentials, PasswordRefused},
    config::Login,
    password::Password,
    random,
    relying_party::{Finished, PASSWORD_PAGE},
    session::{BROWSER_CLIENT, PASSWORD_PROVIDER},
    sign_in::Circumstances,
    store::SignInRow,
};

/// A form larger than that is none of ours.
const LARGEST_FORM: usize = 8 * 1024;

pub(super) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route(PASSWORD_PAGE, get(show).post(submit))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(guard::navigation_only))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
}

/// Which sign-in it is.
#[derive(Deserialize)]
struct PageQuery {
    #[serde(default)]
    txn: String,
}

/// What is typed.
#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    txn: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    cancel: Option<String>,
}

async fn show(
    State(app): State<App>,
    Asking(asker): Asking,
    headers: HeaderMap,
    Query(query): Query<PageQuery>,
) -> Response {
    match find(&app, &query.txn, &headers).await {
        Ok(row) => page(&app, &row, &query.txn, &headers, Attempt::first()).await,
        Err(finished) => give_up(&app, finished, asker, &headers).await,
    }
}

async fn submit(
    State(app): State<App>,
    Asking(asker): Asking,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let row = match find(&app, &typed.txn, &headers).await {
        Ok(row) => row,
        Err(finished) => return give_up(&app, finished, asker, &headers).await,
    };
    if typed.cancel.is_some() {
        let end = End::of_row(Some(&row));
        return Failed::new(Notice::SignInCancelled, "cancelled".to_owned(), PASSWORD_PROVIDER, asker.visitor)
            .tell(&app, end, &headers)
            .await;
    }
    match sign_in(&app, &row, &typed, &asker, &headers).await {
        Ok(answer) => answer,
        Err(Refused::Page(attempt)) => page(&app, &row, &typed.txn, &headers, attempt).await,
        Err(Refused::Over(notice, cause)) => {
            let failed = Failed::new(notice, cause, PASSWORD_PROVIDER, asker.visitor);
            failed.tell(&app, End::of_row(Some(&row)), &headers).await
        }
    }
}

/// Why nobody is signed in.
enum Refused {
    /// They may try again on the same page.
    Page(Attempt),
    /// The sign-in is over.
    Over(Notice, String),
}

impl From<AccountError> for Refused {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Wait(seconds) => {
                Self::Page(Attempt::refused(StatusCode::TOO_MANY_REQUESTS, Complaint::TooMany(short(seconds))))
            }
            AccountError::Busy(seconds) => {
                Self::Page(Attempt::refused(StatusCode::SERVICE_UNAVAILABLE, Complaint::Busy(short(seconds))))
            }
            other => Self::Over(Notice::ServerFault, other.to_string()),
        }
    }
}

async fn sign_in(
    app: &App,
    row: &SignInRow,
    typed: &Typed,
    asker: &Asker,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let wrong = || {
        Refused::Page(Attempt {
            login: typed.login.clone(),
            ..Attempt::refused(StatusCode::UNAUTHORIZED, Complaint::WrongCredentials)
        })
    };
    let answered = app.clock.now();
    let replaced = replaced(app, headers, row.replaces.as_deref()).await;
    let (held, replaces) = replaced.map_err(|error| Refused::Over(Notice::ServerFault, error.to_string()))?;
    let password = Password::new(&typed.password).map_err(|_| wrong())?;
    let credentials = Credentials { login: &typed.login, password: &password, client: BROWSER_CLIENT };
    let circumstances = Circumstances { challenge: row.challenge.as_deref(), replaces: &replaces, answered };
    let proven = app.accounts.verify(&credentials, asker).await.map_err(|refused| match refused {
        PasswordRefused::Wrong => wrong(),
        PasswordRefused::SignedOut => Refused::Over(Notice::SignedOutElsewhere, "signed out meanwhile".to_owned()),
        PasswordRefused::Other(error) => error.into(),
    })?;
    // Only now: whoever mistypes a password tries again, whoever does not signs in once.
    if let Err(finished) = app.relying_party.finish_with_password(row.clone()).await {
        return Err(over(&finished));
    }
    match app.accounts.begin(&proven, &credentials, &circumstances, asker).await {
        Ok(signed_in) => Ok(succeed(app, signed_in, held.as_ref(), End::of_row(Some(row)), headers).await),
        Err(PasswordRefused::SignedOut) => {
            Err(Refused::Over(Notice::SignedOutElsewhere, "signed out meanwhile".to_owned()))
        }
        Err(PasswordRefused::Wrong) => Err(wrong()),
        Err(PasswordRefused::Other(error)) => Err(Refused::Over(Notice::ServerFault, error.to_string())),
    }
}

fn over(finished: &Finished) -> Refused {
    match &finished.result {
        Err(error) => Refused::Over(error.notice(), error.to_string()),
        Ok(_) => Refused::Over(Notice::ServerFault, "a sign-in that ended by itself".to_owned()),
    }
}

async fn find(app: &App, state: &str, headers: &HeaderMap) -> Result<SignInRow, Finished> {
    app.relying_party.password_sign_in(state, |id| app.0.cookies.sign_in(headers, id)).await
}

async fn give_up(app: &App, finished: Finished, asker: Asker, headers: &HeaderMap) -> Response {
    let end = End::of_row(finished.row.as_ref());
    match over(&finished) {
        Refused::Over(notice, cause) => {
            Failed::new(notice, cause, PASSWORD_PROVIDER, asker.visitor).tell(app, end, headers).await
        }
        Refused::Page(_) => {
            Failed::new(Notice::SignInUnknown, String::new(), PASSWORD_PROVIDER, asker.visitor)
                .tell(app, End::unknown(), headers)
                .await
        }
    }
}

/// What became of a try.
struct Attempt {
    status: StatusCode,
    login: String,
    errors: Errors,
    wait: Option<u32>,
}

impl Attempt {
    const fn first() -> Self {
        Self { status: StatusCode::OK, login: String::new(), errors: Errors::none(), wait: None }
    }

    fn refused(status: StatusCode, complaint: Complaint) -> Self {
        let wait = match &complaint {
            Complaint::TooMany(seconds) | Complaint::Busy(seconds) => Some(*seconds),
            _ => None,
        };
        Self { status, login: String::new(), errors: Errors::with_form(complaint), wait }
    }
}

/// A step-up asks whoever is signed in; anybody may sign in otherwise.
async fn page(app: &App, row: &SignInRow, state: &str, headers: &HeaderMap, attempt: Attempt) -> Response {
    let viewer = match (row.max_age, held_viewer(app, headers).await) {
        (Some(_), Some(login)) => Some(login),
        _ => None,
    };
    let nonce = random::token(app.random.as_ref());
    let page = PasswordPage {
        language: boot::language(app, headers),
        kind: login_kind(app.accounts.config().login),
        confirm: viewer,
        login: attempt.login,
        txn: state.to_owned(),
        way_out: match row.channel {
            Some(_) => WayOut::Post,
            None => WayOut::Link(sign_in_page(&row.return_to)),
        },
        errors: attempt.errors,
        dressing: standing_alone::dressing(&nonce),
    };
    standing_alone::answer(attempt.status, page.html(), &nonce, attempt.wait)
}

async fn held_viewer(app: &App, headers: &HeaderMap) -> Option<String> {
    let held = super::held::HeldSession::read(app, headers).await.ok()??;
    let viewer = app.sessions.viewer(&held.token).await.ok()??;
    app.accounts.login_of(&viewer.person.id).await.ok()?
}

pub(super) const fn login_kind(login: Login) -> LoginKind {
    match login {
        Login::Email => LoginKind::Email,
        Login::Username => LoginKind::Username,
        Login::Either => LoginKind::Either,
    }
}

fn short(seconds: u64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
