//! Signing out at the wish of an application (OpenID Connect RP-Initiated Logout).

use app::account::{SignOutPage, SignedOutPage};
use axum::{
    body::Bytes,
    extract::{RawForm, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{answer, pages};
use crate::{
    audit::Visitor,
    http::{auth, boot, cookies, held::HeldSession, standing_alone, state::App},
    provider::{EndSession, EndSessionError, Failure, Malformed, Parameters},
    random,
    session::RefreshError,
};

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    asked(&app, &headers, &visitor, &query.unwrap_or_default()).await
}

pub(super) async fn ask_posted(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Bytes) -> Response {
    asked(&app, &headers, &visitor, &answer::text(&body)).await
}

/// The person said yes.
pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let form = Parameters::parse(&String::from_utf8_lossy(&body));
    let encoded = Malformed::readable(&form).get("request").unwrap_or_default().to_owned();
    match app.provider.end_session(Parameters::parse(&encoded)).await {
        Ok(request) => leave(&app, &headers, &visitor, &request, true).await,
        Err(error) => refuse(&app, &headers, &error),
    }
}

/// Who is signed in is signed out at once only where the application shows that it means them: else any page
/// could sign anybody out (RP-Initiated Logout §2).
async fn asked(app: &App, headers: &HeaderMap, visitor: &Visitor, encoded: &str) -> Response {
    let request = match app.provider.end_session(Parameters::parse(encoded)).await {
        Ok(request) => request,
        Err(error) => return refuse(app, headers, &error),
    };
    match family(app, headers).await {
        Ok(Some(family)) if !request.is_about(&family) => {
            let nonce = random::token(app.random.as_ref());
            let dressing = standing_alone::dressing(&nonce);
            let page = SignOutPage { language: boot::language(app, headers), request: encoded.to_owned(), dressing };
            standing_alone::answer(StatusCode::OK, page.html(), &nonce, None)
        }
        Ok(_) => leave(app, headers, visitor, &request, false).await,
        Err(failure) => pages::failed(app, boot::language(app, headers), &failure),
    }
}

async fn family(app: &App, headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok(None) };
    Ok(app.sessions.viewer(&held.token).await?.map(|viewer| viewer.family))
}

fn refuse(app: &App, headers: &HeaderMap, error: &EndSessionError) -> Response {
    let language = boot::language(app, headers);
    match error {
        EndSessionError::Failed(failure) => pages::failed(app, language, failure),
        error => pages::cannot(app, language, &error.to_string()),
    }
}

async fn leave(app: &App, headers: &HeaderMap, visitor: &Visitor, request: &EndSession, after_form: bool) -> Response {
    if let Err(failure) = end(app, headers, visitor).await {
        return pages::failed(app, boot::language(app, headers), &failure);
    }
    let mut response = match &request.go_on {
        Some(to) if !after_form => auth::see_other(to, []),
        go_on => {
            let nonce = random::token(app.random.as_ref());
            let dressing = standing_alone::dressing(&nonce);
            let page = SignedOutPage { language: boot::language(app, headers), go_on: go_on.clone(), dressing };
            standing_alone::answer(StatusCode::OK, page.html(), &nonce, None)
        }
    };
    cookies::append(response.headers_mut(), app.0.cookies.clear_sessions());
    response
}

async fn end(app: &App, headers: &HeaderMap, visitor: &Visitor) -> Result<(), Failure> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok(()) };
    match app.sessions.sign_out(&held.token, visitor).await {
        // A token that does not count any more has no session to end.
        Ok(_) | Err(RefreshError::InvalidGrant(_)) => Ok(()),
        Err(RefreshError::Fault(error)) => Err(error.into()),
    }
}
