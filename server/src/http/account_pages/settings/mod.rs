//! `/account` and its forms.

mod changes;
mod ending;
mod methods;
mod page;

use app::account::{DeletedPage, SettingsPage};
use axum::{http::StatusCode, response::Response};

pub(super) use changes::{cancel_email, email, password, profile};
pub(super) use ending::{delete, end_session, end_sessions, mail_code};
pub(super) use methods::{join, part};

use super::{
    refusal::Refusal,
    visit::{Place, Visit, go},
};
use crate::account::{AccountError, SignedInPerson};

pub(super) async fn show(visit: Visit) -> Response {
    match person(&visit).await {
        Ok(person) => shown(&visit, &person, StatusCode::OK, |_| ()).await,
        Err(elsewhere) => elsewhere,
    }
}

/// Whoever is signed in; else the answer that sends them to sign in, and back.
pub(super) async fn person(visit: &Visit) -> Result<SignedInPerson, Response> {
    let Some(viewer) = visit.viewer() else {
        // Where it could not be found out who is there, the page says so by itself.
        let broken = visit.is_broken();
        return Err(if broken { visit.show(&DeletedPage).await } else { go(&app::wire::sign_in_path("/account")) });
    };
    match visit.app.accounts.person(&viewer.person.id, &viewer.family, viewer.auth_time).await {
        Ok(person) => Ok(person),
        Err(AccountError::NotFound) => Err(go(&app::wire::sign_in_path("/account"))),
        Err(error) => Err(fault(visit, error).await),
    }
}

/// The page, after `change` has put into it what it has to tell.
async fn shown(
    visit: &Visit,
    person: &SignedInPerson,
    status: StatusCode,
    change: impl FnOnce(&mut SettingsPage),
) -> Response {
    match page::of(visit, person).await {
        Ok(mut page) => {
            change(&mut page);
            visit.render(status, Place::Person, &page).await
        }
        Err(error) => fault(visit, error).await,
    }
}

/// The page with what was wrong with one of its forms.
async fn refused(
    visit: &Visit,
    person: &SignedInPerson,
    refusal: Refusal,
    change: impl FnOnce(&mut SettingsPage, app::account::Errors),
) -> Response {
    let errors = refusal.errors.clone();
    refusal.on(shown(visit, person, refusal.status, |page| change(page, errors)).await)
}

/// Not even the page could be made.
async fn fault(visit: &Visit, error: AccountError) -> Response {
    let refusal = Refusal::of_error(&visit.app, error);
    let page = SettingsPage { session_errors: refusal.errors.clone(), ..SettingsPage::default() };
    refusal.on(visit.render(refusal.status, Place::Person, &page).await)
}

/// A form's own address shows nothing: reloaded, it is the page of the form.
pub(super) async fn back() -> Response {
    go("/account")
}

pub(super) async fn deleted(visit: Visit) -> Response {
    visit.show(&DeletedPage).await
}
