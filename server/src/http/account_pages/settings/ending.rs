use app::{
    account::{Field, SavedChange, SettingsPage},
    wire::Notice,
};
use axum::{http::StatusCode, response::Response};

use super::{changes::proven, person, refused, shown};
use crate::{
    account::{Proven, Reproof, SignedInPerson},
    http::{
        account_pages::{
            refusal::Refusal,
            typed::Typed,
            visit::{Visit, go},
        },
        auth, flash,
    },
};

pub(in crate::http::account_pages) async fn end_session(visit: Visit, typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    match visit.app.accounts.end_session(&person, &typed.text("id"), &visit.asker).await {
        // One that has ended by itself meanwhile is ended too.
        Ok(()) | Err(crate::account::AccountError::NotFound) => go(&SavedChange::Session.path()),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            refused(&visit, &person, refusal, |page, errors| page.session_errors = errors).await
        }
    }
}

pub(in crate::http::account_pages) async fn end_sessions(visit: Visit, typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let here_too = typed.text("scope") == "all";
    let stays = (!here_too).then_some(person.family.as_str());
    match visit.app.accounts.sign_out_everywhere(&person, stays, &visit.asker).await {
        Ok(_) if here_too => signed_out(&visit, "/", Some(Notice::SignedOut)),
        Ok(_) => go(&SavedChange::OtherSessions.path()),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            refused(&visit, &person, refusal, |page, errors| page.session_errors = errors).await
        }
    }
}

/// On, without the session that has ended.
fn signed_out(visit: &Visit, to: &str, notice: Option<Notice>) -> Response {
    let names = &visit.app.0.cookies;
    let notice = notice.map(|notice| flash::carry(names, notice, None));
    auth::see_other(to, names.clear_sessions().chain(notice))
}

pub(in crate::http::account_pages) async fn mail_code(visit: Visit) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    match visit.app.accounts.mail_code(&person, &visit.asker).await {
        Ok(()) => {
            let address = person.account.email.clone();
            shown(&visit, &person, StatusCode::OK, |page| page.delete.code_sent_to = address).await
        }
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            refused(&visit, &person, refusal, |page, errors| page.delete.errors = errors).await
        }
    }
}

pub(in crate::http::account_pages) async fn delete(visit: Visit, mut typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let code = typed.text(Field::Code.name());
    let deleted = match own_wish(&visit, &person, &mut typed).await {
        Ok(proven) => {
            let deleted = visit.app.accounts.delete(&proven, &visit.asker).await;
            deleted.map_err(|error| Refusal::of_error(&visit.app, error))
        }
        Err(refusal) => Err(refusal),
    };
    match deleted {
        Ok(()) => signed_out(&visit, "/account/deleted", None),
        Err(refusal) => {
            let put = |page: &mut SettingsPage, errors| {
                page.delete.code = code;
                page.delete.errors = errors;
            };
            refused(&visit, &person, refusal, put).await
        }
    }
}

/// A mailed code proves it too, for who has no password.
async fn own_wish(visit: &Visit, person: &SignedInPerson, typed: &mut Typed) -> Result<Proven, Refusal> {
    if person.account.password_hash.is_some() || person.account.verified_email.is_none() {
        return proven(visit, person, typed).await;
    }
    let code = typed.required(Field::Code);
    if !typed.errors.is_empty() {
        return Err(Refusal::of(typed.errors.clone()));
    }
    let proven = visit.app.accounts.prove(person.clone(), Reproof::Code(&code), &visit.asker).await;
    proven.map_err(|error| Refusal::of_error(&visit.app, error))
}
