use app::account::{ActivateCodePage, ActivatePage, Errors, Field};
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{flow, refusal::Refusal, typed::Typed, visit::Visit};
use crate::{
    account::{AccountError, Activated, Link, Purpose, Shown},
    http::auth,
};

pub(super) async fn show_code(visit: Visit) -> Response {
    let email = flow::remembered(&visit.parts.headers).unwrap_or_default();
    visit.show(&ActivateCodePage { email, ..ActivateCodePage::default() }).await
}

pub(super) async fn by_code(visit: Visit, mut typed: Typed) -> Response {
    let (email, code) = (typed.required(Field::Email), typed.required(Field::Code));
    let refusal = if typed.errors.is_empty() {
        match visit.app.accounts.activate(Shown::Code { email: &email, code: &code }, &visit.asker).await {
            Ok(activated) => return is_done(&visit, activated),
            Err(AccountError::Stale) => return visit.show(&ActivatePage::Already).await,
            Err(error) => Refusal::of_error(&visit.app, error),
        }
    } else {
        Refusal::of(typed.errors)
    };
    let errors = refusal.errors.clone();
    visit.refuse(&refusal, &ActivateCodePage { email, code, resent: false, errors }).await
}

fn is_done(visit: &Visit, activated: Activated) -> Response {
    let path = match activated {
        Activated::Open => "/activate/done",
        Activated::PasswordToChoose => "/activate/choose-password",
    };
    auth::see_other(path, [flow::forget(&visit.app)])
}

pub(super) async fn password_to_choose(visit: Visit) -> Response {
    visit.show(&ActivatePage::PasswordToChoose).await
}

pub(super) async fn done(visit: Visit) -> Response {
    visit.show(&ActivatePage::Done).await
}

/// Only looks: mail scanners open links too.
pub(super) async fn show(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    let link = Link { uid: &uid, token: &token };
    match visit.app.accounts.look_at_link(Purpose::Activation, link, &visit.asker).await {
        Ok(()) => visit.show(&ask(&visit, Errors::none())).await,
        Err(error) => refuse(&visit, error).await,
    }
}

pub(super) async fn by_link(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    let shown = Shown::Link(Link { uid: &uid, token: &token });
    match visit.app.accounts.activate(shown, &visit.asker).await {
        Ok(activated) => is_done(&visit, activated),
        Err(error) => refuse(&visit, error).await,
    }
}

fn ask(visit: &Visit, errors: Errors) -> ActivatePage {
    ActivatePage::Ask { action: visit.path(), errors }
}

async fn refuse(visit: &Visit, error: AccountError) -> Response {
    if matches!(error, AccountError::Stale) {
        return visit.show(&ActivatePage::Already).await;
    }
    let refusal = Refusal::of_error(&visit.app, error);
    if refusal.is_about_link() {
        let email = flow::remembered(&visit.parts.headers).unwrap_or_default();
        let page = ActivatePage::Invalid { email, errors: Errors::none() };
        return visit.show_with(StatusCode::GONE, &page).await;
    }
    let errors = refusal.errors.clone();
    visit.refuse(&refusal, &ask(visit, errors)).await
}
