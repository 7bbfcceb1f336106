use app::account::{ConfirmEmailPage, EmailCodePage, EmailErrand, Errors, Field, SavedChange};
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    refusal::Refusal,
    settings,
    typed::Typed,
    visit::{Place, Visit, go},
};
use crate::account::{AccountError, Link, Purpose, Shown};

/// The code of a mail to the new address, for who is signed in here.
pub(super) async fn show_code(visit: Visit) -> Response {
    let person = match settings::person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    match visit.app.accounts.pending_address(&person).await {
        Ok(Some(new_email)) => {
            let page = EmailCodePage { new_email, ..EmailCodePage::default() };
            visit.render(StatusCode::OK, Place::Person, &page).await
        }
        Ok(None) => go("/account"),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            let errors = refusal.errors.clone();
            visit.refuse(&refusal, &EmailCodePage { errors, ..EmailCodePage::default() }).await
        }
    }
}

pub(super) async fn by_code(visit: Visit, mut typed: Typed) -> Response {
    let (new_email, code) = (typed.required(Field::NewEmail), typed.required(Field::Code));
    let refusal = if typed.errors.is_empty() {
        match visit.app.accounts.confirm_address(Shown::Code { email: &new_email, code: &code }, &visit.asker).await {
            Ok(()) => return go(&SavedChange::Email.path()),
            Err(AccountError::Stale) => return visit.show_with(StatusCode::CONFLICT, &ConfirmEmailPage::Taken).await,
            Err(error) => Refusal::of_error(&visit.app, error),
        }
    } else {
        Refusal::of(typed.errors)
    };
    let page = EmailCodePage { new_email, code, errors: refusal.errors.clone() };
    refusal.on(visit.render(refusal.status, Place::Person, &page).await)
}

/// Only looks: mail scanners open links too.
pub(super) async fn show(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    look(&visit, EmailErrand::Confirm, Link { uid: &uid, token: &token }).await
}

pub(super) async fn by_link(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    let shown = Shown::Link(Link { uid: &uid, token: &token });
    let done = visit.app.accounts.confirm_address(shown, &visit.asker).await;
    tell(&visit, EmailErrand::Confirm, done).await
}

/// Only looks, too.
pub(super) async fn show_undo(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    look(&visit, EmailErrand::Undo, Link { uid: &uid, token: &token }).await
}

pub(super) async fn undo(visit: Visit, Path((uid, token)): Path<(String, String)>) -> Response {
    let shown = Shown::Link(Link { uid: &uid, token: &token });
    let done = visit.app.accounts.undo_address(shown, &visit.asker).await;
    tell(&visit, EmailErrand::Undo, done).await
}

async fn look(visit: &Visit, errand: EmailErrand, link: Link<'_>) -> Response {
    let purpose = match errand {
        EmailErrand::Confirm => Purpose::EmailChange,
        EmailErrand::Undo => Purpose::EmailUndo,
    };
    match visit.app.accounts.look_at_link(purpose, link, &visit.asker).await {
        Ok(()) => visit.show(&ask(visit, errand, Errors::none())).await,
        Err(error) => refuse(visit, errand, error).await,
    }
}

/// The link is used up now: the page is shown in answer, for its address would not show it again.
async fn tell(visit: &Visit, errand: EmailErrand, done: Result<(), AccountError>) -> Response {
    match done {
        Ok(()) => visit.show(&ConfirmEmailPage::Done(errand)).await,
        Err(error) => refuse(visit, errand, error).await,
    }
}

fn ask(visit: &Visit, errand: EmailErrand, errors: Errors) -> ConfirmEmailPage {
    ConfirmEmailPage::Ask { errand, action: visit.path(), errors }
}

async fn refuse(visit: &Visit, errand: EmailErrand, error: AccountError) -> Response {
    if matches!(error, AccountError::Stale) {
        return visit.show(&ConfirmEmailPage::Already).await;
    }
    let refusal = Refusal::of_error(&visit.app, error);
    if refusal.is_about_link() {
        return visit.show_with(StatusCode::GONE, &ConfirmEmailPage::Invalid).await;
    }
    let errors = refusal.errors.clone();
    visit.refuse(&refusal, &ask(visit, errand, errors)).await
}
