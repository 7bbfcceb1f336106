use app::account::{CheckMailPage, Errand, Errors, Field, ResetCodePage, ResetLinkPage, ResetPage};
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{flow, refusal::Refusal, register::mail_page, typed::Typed, visit::Visit};
use crate::{
    account::{AccountError, Link, Purpose, Shown},
    http::auth,
};

pub(super) async fn show(visit: Visit) -> Response {
    visit.show(&ResetPage { email: visit.query("email").unwrap_or_default(), ..ResetPage::default() }).await
}

/// The first time, from `/reset`, and again, from the page after it.
pub(super) async fn submit(visit: Visit, mut typed: Typed) -> Response {
    let again = visit.path() != "/reset";
    let email = typed.required(Field::Email);
    let refusal = if typed.errors.is_empty() {
        match visit.app.accounts.request_reset(&email, &visit.asker).await {
            Ok(()) => {
                let to = if again { "/reset/check-mail?resent=1" } else { "/reset/check-mail" };
                return auth::see_other(to, [flow::remember(&visit.app, &email)]);
            }
            Err(error) => Refusal::of_error(&visit.app, error),
        }
    } else {
        Refusal::of(typed.errors)
    };
    let errors = refusal.errors.clone();
    if again {
        let page = CheckMailPage { address: None, typed: email, errors, ..mail_page(&visit, Errand::Reset) };
        return visit.refuse(&refusal, &page).await;
    }
    visit.refuse(&refusal, &ResetPage { email, errors }).await
}

pub(super) async fn check_mail(visit: Visit) -> Response {
    visit.show(&mail_page(&visit, Errand::Reset)).await
}

pub(super) async fn show_code(visit: Visit) -> Response {
    let email = flow::remembered(&visit.parts.headers).unwrap_or_default();
    visit.show(&ResetCodePage { least: least(&visit), email, ..ResetCodePage::default() }).await
}

fn least(visit: &Visit) -> u32 {
    u32::try_from(visit.app.accounts.least()).unwrap_or(u32::MAX)
}

pub(super) async fn by_code(visit: Visit, mut typed: Typed) -> Response {
    let (email, code) = (typed.required(Field::Email), typed.required(Field::Code));
    let page = ResetCodePage { least: least(&visit), email, code, errors: Errors::none() };
    if typed.text("step") == "code" && typed.errors.is_empty() {
        // From the page that tells of the mail: the password is still to come.
        return visit.show(&page).await;
    }
    let password = typed.password(Field::NewPassword);
    let refusal = match password.filter(|_| typed.errors.is_empty()) {
        Some(password) => {
            let shown = Shown::Code { email: &page.email, code: &page.code };
            match visit.app.accounts.reset_password(shown, &password, &visit.asker).await {
                Ok(()) => return is_done(&visit),
                Err(AccountError::Stale) => return visit.show(&ResetLinkPage::Already).await,
                Err(error) => Refusal::of_error(&visit.app, error),
            }
        }
        None => Refusal::of(typed.errors),
    };
    let errors = refusal.errors.clone();
    visit.refuse(&refusal, &ResetCodePage { errors, ..page }).await
}

/// Every session has ended; if one of them was this browser's, the page finds that out by itself.
fn is_done(visit: &Visit) -> Response {
    auth::see_other("/reset/done", [flow::forget(&visit.app)])
}

pub(super) async fn done(visit: Visit) -> Response {
    visit.show(&ResetLinkPage::Done).await
}

/// Only looks: mail scanners open links too.
pub(super) async fn show_link(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    let link = Link { uid: &uid, token: &token };
    match visit.app.accounts.look_at_link(Purpose::Reset, link, &visit.asker).await {
        Ok(()) => visit.show(&ask(&visit, Errors::none())).await,
        Err(error) => refuse(&visit, error).await,
    }
}

pub(super) async fn by_link(visit: Visit, Path((uid, token)): Path<(String, String)>, mut typed: Typed) -> Response {
    let Some(password) = typed.password(Field::NewPassword) else {
        let refusal = Refusal::of(typed.errors);
        let errors = refusal.errors.clone();
        return visit.refuse(&refusal, &ask(&visit, errors)).await;
    };
    let shown = Shown::Link(Link { uid: &uid, token: &token });
    match visit.app.accounts.reset_password(shown, &password, &visit.asker).await {
        Ok(()) => is_done(&visit),
        Err(error) => refuse(&visit, error).await,
    }
}

fn ask(visit: &Visit, errors: Errors) -> ResetLinkPage {
    ResetLinkPage::Ask { action: visit.path(), least: least(visit), errors }
}

async fn refuse(visit: &Visit, error: AccountError) -> Response {
    if matches!(error, AccountError::Stale) {
        return visit.show(&ResetLinkPage::Already).await;
    }
    let refusal = Refusal::of_error(&visit.app, error);
    if refusal.is_about_link() {
        return visit.show_with(StatusCode::GONE, &ResetLinkPage::Invalid).await;
    }
    let errors = refusal.errors.clone();
    visit.refuse(&refusal, &ask(visit, errors)).await
}
