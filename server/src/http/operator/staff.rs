use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts, uri::PathAndQuery},
    response::{IntoResponse, Response},
};

use super::page;
use crate::{
    account::AccountError,
    http::{auth, boot, held::HeldSession, state::App},
    random,
    store::AccountRow,
    token::TokenError,
};

/// Somebody who is staff, by the session of their browser.
pub(super) struct Staff {
    /// Who.
    pub(super) person_id: String,
}

impl FromRequestParts<App> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let language = boot::language(app, &parts.headers);
        match who(app, parts).await {
            Ok(Some(account)) if account.is_staff => Ok(Self { person_id: account.id }),
            Ok(Some(_)) => Err(page::not_for_you(app, language)),
            Ok(None) => {
                let wanted = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
                Err(auth::see_other(&auth::sign_in_page(wanted), []))
            }
            Err(error) => {
                let code = random::support_code(app.random.as_ref());
                tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "page {code} failed");
                let said = format!("Something went wrong on our side. Support code: {code}");
                Err((StatusCode::SERVICE_UNAVAILABLE, said).into_response())
            }
        }
    }
}

/// Whoever is signed in; `None` if nobody is.
async fn who(app: &App, parts: &Parts) -> Result<Option<AccountRow>, TokenError> {
    let Some(held) = HeldSession::read(app, &parts.headers).await? else { return Ok(None) };
    let Some(viewer) = app.sessions.viewer(&held.token).await? else { return Ok(None) };
    match app.accounts.person(&viewer.person.id, &viewer.family, viewer.auth_time).await {
        Ok(person) => Ok(Some(person.account)),
        Err(AccountError::Fault(error)) => Err(error),
        Err(_) => Ok(None),
    }
}
