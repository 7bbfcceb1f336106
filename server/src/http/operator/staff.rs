use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};

use super::page;
use crate::{
    account::AccountError,
    http::{auth, boot, held::HeldSession, state::App},
    random,
    token::TokenError,
};

/// Somebody who is staff, by the session of their browser.
pub(super) struct Staff;

impl FromRequestParts<App> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let language = boot::language(app, &parts.headers);
        match is_staff(app, parts).await {
            Ok(Some(true)) => Ok(Self),
            Ok(Some(false)) => Err(page::not_for_you(app, language)),
            Ok(None) => Err(auth::see_other(&auth::sign_in_page(parts.uri.path()), [])),
            Err(error) => {
                let code = random::support_code(app.random.as_ref());
                tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "page {code} failed");
                let said = format!("Something went wrong on our side. Support code: {code}");
                Err((StatusCode::SERVICE_UNAVAILABLE, said).into_response())
            }
        }
    }
}

/// Whether whoever is signed in is staff; `None` if nobody is.
async fn is_staff(app: &App, parts: &Parts) -> Result<Option<bool>, TokenError> {
    let Some(held) = HeldSession::read(app, &parts.headers).await? else { return Ok(None) };
    let Some(viewer) = app.sessions.viewer(&held.token).await? else { return Ok(None) };
    match app.accounts.person(&viewer.person.id, &viewer.family, viewer.auth_time).await {
        Ok(person) => Ok(Some(person.account.is_staff)),
        Err(AccountError::Fault(error)) => Err(error),
        Err(_) => Ok(None),
    }
}
