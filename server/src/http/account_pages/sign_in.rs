use app::account::{Errors, Field, SignInForm};
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    refusal::Refusal,
    typed::{Typed, own_path},
    visit::{Place, Visit},
};
use crate::{
    account::{Asker, Credentials, PasswordRefused},
    http::{auth, auth_password::login_kind, held::HeldSession, sign_in_end::End, state::App},
    password::Password,
    session::BROWSER_CLIENT,
    sign_in::{Circumstances, SignedIn},
};

pub(super) async fn show(visit: Visit) -> Response {
    let form = empty(&visit, visit.return_to());
    visit.render(StatusCode::OK, Place::Part, &form).await
}

fn empty(visit: &Visit, return_to: String) -> SignInForm {
    SignInForm {
        kind: login_kind(visit.app.accounts.config().login),
        registration: visit.app.accounts.config().registration,
        after_providers: !visit.app.relying_party.providers().is_empty(),
        return_to,
        login: String::new(),
        errors: Errors::none(),
    }
}

/// Signs in in this very tab: the page comes back with what was wrong, or leads on.
pub(super) async fn submit(visit: Visit, mut typed: Typed) -> Response {
    let login = typed.required(Field::Login);
    let password = typed.password(Field::Password);
    let form = SignInForm { login, ..empty(&visit, own_path(&typed.text("return_to"))) };
    let refusal = match password.filter(|_| typed.errors.is_empty()) {
        Some(password) => {
            match begin_session(&visit.app, &visit.parts.headers, &visit.asker, &form.login, &password).await {
                Ok((signed_in, held)) => {
                    let end = End { return_to: form.return_to, ..End::unknown() };
                    return auth::succeed(&visit.app, signed_in, held.as_ref(), end, &visit.parts.headers).await;
                }
                Err(refused) => Refusal::of_sign_in(&visit.app, refused),
            }
        }
        None => Refusal::of(typed.errors),
    };
    let errors = refusal.errors.clone();
    refusal.on(visit.render(refusal.status, Place::Part, &SignInForm { errors, ..form }).await)
}

/// Begins a session of this browser, in the place of the one that it has.
pub(in crate::http) async fn begin_session(
    app: &App,
    headers: &HeaderMap,
    asker: &Asker,
    login: &str,
    password: &Password,
) -> Result<(SignedIn, Option<HeldSession>), PasswordRefused> {
    let answered = app.clock.now();
    let fault = |error| PasswordRefused::Other(crate::account::AccountError::Fault(error));
    let (held, family) = auth::held_family(app, headers).await.map_err(fault)?;
    let replaces: Vec<String> = family.into_iter().collect();
    let circumstances = Circumstances { challenge: None, replaces: &replaces, answered };
    let credentials = Credentials { login, password, client: BROWSER_CLIENT };
    let signed_in = app.accounts.sign_in(&credentials, &circumstances, asker).await?;
    Ok((signed_in, held))
}
