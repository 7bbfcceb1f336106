use app::account::{Errors, Field, SavedChange};
use axum::response::Response;

use super::{person, refused};
use crate::{
    account::{AccountError, ProfileChange, Proven, Reproof, SignedInPerson},
    http::account_pages::{
        refusal::Refusal,
        typed::Typed,
        visit::{Visit, go},
    },
};

pub(in crate::http::account_pages) async fn profile(visit: Visit, typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let text = |field: Field| typed.text(field.name());
    let (username, first, last) = (text(Field::Username), text(Field::FirstName), text(Field::LastName));
    let change = ProfileChange {
        username: typed.holds(Field::Username.name()).then_some(username.as_str()),
        first_name: Some(&first),
        last_name: Some(&last),
    };
    let id = person.account.id.clone();
    match visit.app.accounts.change_profile(&person.account, change, &id, &visit.asker).await {
        Ok(_) => go(&SavedChange::Profile.path()),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            let put = |page: &mut app::account::SettingsPage, errors: Errors| {
                page.profile.username = username;
                page.profile.first_name = first;
                page.profile.last_name = last;
                page.profile.errors = errors;
            };
            refused(&visit, &person, refusal, put).await
        }
    }
}

pub(in crate::http::account_pages) async fn email(visit: Visit, mut typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let new_email = typed.required(Field::NewEmail);
    let asked = match proven(&visit, &person, &mut typed).await {
        Ok(proven) => {
            let asked = visit.app.accounts.request_address(&proven, &new_email, &visit.asker).await;
            asked.map_err(|error| Refusal::of_error(&visit.app, error))
        }
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => go(&SavedChange::EmailAsked.path()),
        Err(refusal) => {
            let put = |page: &mut app::account::SettingsPage, errors| {
                page.email.new_email = new_email;
                page.email.errors = errors;
            };
            refused(&visit, &person, refusal, put).await
        }
    }
}

pub(in crate::http::account_pages) async fn cancel_email(visit: Visit) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    match visit.app.accounts.cancel_address(&person, &visit.asker).await {
        Ok(()) => go(&SavedChange::EmailDropped.path()),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            refused(&visit, &person, refusal, |page, errors| page.email.errors = errors).await
        }
    }
}

pub(in crate::http::account_pages) async fn password(visit: Visit, mut typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let new = typed.password(Field::NewPassword);
    let set = match (proven(&visit, &person, &mut typed).await, new) {
        (Ok(proven), Some(new)) => {
            let set = visit.app.accounts.set_password(&proven, &new, &visit.asker).await;
            set.map_err(|error| Refusal::of_error(&visit.app, error))
        }
        (Err(refusal), _) => Err(refusal),
        (Ok(_), None) => Err(Refusal::of(typed.errors)),
    };
    match set {
        Ok(()) => go(&SavedChange::Password.path()),
        Err(refusal) => refused(&visit, &person, refusal, |page, errors| page.password.errors = errors).await,
    }
}

/// Checks what proves that a change is the person's own: their password, or for who has none a
/// sign-in of a moment ago. Only once the rest of the form is filled in.
pub(super) async fn proven(visit: &Visit, person: &SignedInPerson, typed: &mut Typed) -> Result<Proven, Refusal> {
    let has_password = person.account.password_hash.is_some();
    let password = if has_password { typed.password(Field::CurrentPassword) } else { None };
    if !typed.errors.is_empty() {
        return Err(Refusal::of(typed.errors.clone()));
    }
    let reproof = match &password {
        Some(password) => Reproof::Password(password, Field::CurrentPassword.name()),
        None => Reproof::Recent,
    };
    let proven = visit.app.accounts.prove(person.clone(), reproof, &visit.asker).await;
    proven.map_err(|error: AccountError| Refusal::of_error(&visit.app, error))
}
