use app::{
    account::{Complaint, Errors, Field},
    wire::Notice,
};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;

use super::{
    end_of, end_of_gone,
    page::{Step, find, page},
};
use crate::{
    account::{AccountError, Asker, JoinError, PendingJoin},
    http::{
        api_auth::Asking,
        auth::{fault, replaced, succeed},
        cookies,
        sign_in_end::Failed,
        state::App,
    },
    password::Password,
    sign_in::Circumstances,
};

/// One of the page's forms.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    txn: String,
    #[serde(default)]
    step: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// What a step ends in, where it is not the end of the sign-in.
enum Unfinished {
    /// The page once more.
    Page(Step),
    /// It is over.
    Over(Notice, String),
}

pub(super) async fn submit(
    State(app): State<App>,
    Asking(asker): Asking,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let join = match find(&app, &typed.txn, &headers).await {
        Ok(join) => join,
        Err(gone) => {
            let (notice, end) = end_of_gone(&gone);
            return Failed::new(notice, gone.to_string(), "", asker.visitor).tell(&app, end, &headers).await;
        }
    };
    let unfinished = match typed.step.as_str() {
        "password" | "code" => match finish(&app, &join, &typed, &asker, &headers).await {
            Ok(answer) => return answer,
            Err(unfinished) => unfinished,
        },
        "mail" => mail(&app, &join, &asker).await,
        "cancel" => cancel(&app, &join).await,
        _ => Unfinished::Page(Step { status: StatusCode::BAD_REQUEST, ..Step::first() }),
    };
    match unfinished {
        Unfinished::Page(step) => page(&app, &join, &headers, step).await,
        Unfinished::Over(notice, cause) => {
            let failed = Failed::new(notice, cause, &join.identity.provider, asker.visitor).known();
            let mut answer = failed.tell(&app, end_of(&join.row), &headers).await;
            cookies::append(answer.headers_mut(), [app.0.cookies.clear_sign_in(&join.row.id)]);
            answer
        }
    }
}

/// Joined, and signed in as ever: the cookie first, then the report.
async fn finish(
    app: &App,
    join: &PendingJoin,
    typed: &Typed,
    asker: &Asker,
    headers: &HeaderMap,
) -> Result<Response, Unfinished> {
    let over = |(notice, cause)| Unfinished::Over(notice, cause);
    let answered = app.clock.now();
    let replaced = replaced(app, headers, join.row.replaces.as_deref()).await;
    let (held, replaces) = replaced.map_err(fault).map_err(over)?;
    let circumstances = Circumstances { challenge: join.row.challenge.as_deref(), replaces: &replaces, answered };
    let joined = if typed.step == "password" {
        let password = Password::new(&typed.password).map_err(|_| unfinished(JoinError::Wrong, typed))?;
        app.accounts.join_by_password(join, &password, &circumstances, asker).await
    } else {
        app.accounts.join_by_code(join, &typed.code, &circumstances, asker).await
    };
    let signed_in = joined.map_err(|error| unfinished(error, typed))?;
    let mut answer = succeed(app, signed_in, held.as_ref(), end_of(&join.row), headers).await;
    cookies::append(answer.headers_mut(), [app.0.cookies.clear_sign_in(&join.row.id)]);
    Ok(answer)
}

async fn mail(app: &App, join: &PendingJoin, asker: &Asker) -> Unfinished {
    match app.accounts.mail_join_code(join, asker).await {
        Ok(()) => Unfinished::Page(Step { code_sent: true, ..Step::first() }),
        Err(error) => refused(error, |errors| Step { code_errors: errors, ..Step::first() }),
    }
}

async fn cancel(app: &App, join: &PendingJoin) -> Unfinished {
    match app.accounts.cancel_join(join).await {
        Ok(()) => Unfinished::Over(Notice::SignInCancelled, "cancelled".to_owned()),
        Err(error) => Unfinished::Over(Notice::ServerFault, error.to_string()),
    }
}

/// What a proof that does not do ends in.
fn unfinished(error: JoinError, typed: &Typed) -> Unfinished {
    let by_password = typed.step == "password";
    let told = |errors: Errors| {
        if by_password {
            Step { password_errors: errors, ..Step::first() }
        } else {
            Step { code_sent: true, code: typed.code.clone(), code_errors: errors, ..Step::first() }
        }
    };
    match error {
        JoinError::Wrong => {
            let errors = Errors::with_field(Field::Password, Complaint::WrongPassword);
            Unfinished::Page(Step { status: StatusCode::UNAUTHORIZED, ..told(errors) })
        }
        JoinError::Over => Unfinished::Over(Notice::SignInUsed, error.to_string()),
        JoinError::OtherAccount | JoinError::IdentityInUse => Unfinished::Over(Notice::AddressInUse, error.to_string()),
        JoinError::SignedOut | JoinError::SessionOver => {
            Unfinished::Over(Notice::SignedOutElsewhere, error.to_string())
        }
        JoinError::Other(error) => refused(error, told),
    }
}

/// Why the service did not do it, at the form that asked.
fn refused(error: AccountError, told: impl FnOnce(Errors) -> Step) -> Unfinished {
    let (status, errors, wait) = match error {
        AccountError::Problems(_) => {
            (StatusCode::BAD_REQUEST, Errors::with_field(Field::Code, Complaint::WrongCode), None)
        }
        AccountError::Wait(seconds) => {
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            (StatusCode::TOO_MANY_REQUESTS, Errors::with_form(Complaint::TooMany(seconds)), Some(seconds))
        }
        AccountError::Busy(seconds) => {
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            (StatusCode::SERVICE_UNAVAILABLE, Errors::with_form(Complaint::Busy(seconds)), Some(seconds))
        }
        AccountError::NotAllowed => (StatusCode::FORBIDDEN, Errors::with_form(Complaint::NotAllowed), None),
        other => return Unfinished::Over(Notice::ServerFault, other.to_string()),
    };
    Unfinished::Page(Step { status, wait, ..told(errors) })
}
