use app::account::{Asked, CheckMailPage, Complaint, Errand, Field, RegisterPage};
use axum::response::Response;

use super::{
    flow,
    refusal::Refusal,
    typed::{Typed, own_path},
    visit::{Visit, go},
};
use crate::{
    account::{AccountError, RegistrationForm},
    config::UsernamePolicy,
    http::{auth, boot, state::App},
};

pub(super) async fn show(visit: Visit) -> Response {
    if visit.viewer().is_some() {
        return go("/account");
    }
    let page = empty(&visit, visit.return_to());
    visit.show(&page).await
}

fn empty(visit: &Visit, return_to: String) -> RegisterPage {
    let config = visit.app.accounts.config();
    RegisterPage {
        open: config.registration,
        ask_username: asked(config.usernames),
        least: u32::try_from(visit.app.accounts.least()).unwrap_or(u32::MAX),
        providers: boot::provider_links(&visit.app),
        return_to,
        ..RegisterPage::default()
    }
}

/// Whether a user name is asked for.
pub(super) const fn asked(policy: UsernamePolicy) -> Asked {
    match policy {
        UsernamePolicy::Off => Asked::Never,
        UsernamePolicy::Optional => Asked::Optionally,
        UsernamePolicy::Required => Asked::Always,
    }
}

pub(super) async fn submit(visit: Visit, mut typed: Typed) -> Response {
    let email = typed.required(Field::Email);
    let username = typed.text(Field::Username.name());
    if username.trim().is_empty() && visit.app.accounts.config().usernames == UsernamePolicy::Required {
        typed.errors.push(Field::Username, Complaint::Required);
    }
    let page = RegisterPage {
        email,
        username,
        first_name: typed.text(Field::FirstName.name()),
        last_name: typed.text(Field::LastName.name()),
        ..empty(&visit, own_path(&typed.text("return_to")))
    };
    let password = typed.password(Field::Password);
    let Some(password) = password.filter(|_| typed.errors.is_empty()) else {
        let errors = typed.errors.clone();
        return visit.refuse(&Refusal::of(errors.clone()), &RegisterPage { errors, ..page }).await;
    };
    let form = RegistrationForm {
        email: &page.email,
        username: Some(page.username.as_str()),
        first_name: &page.first_name,
        last_name: &page.last_name,
        password: &password,
    };
    match visit.app.accounts.register(&form, &visit.asker).await {
        Ok(_) if visit.app.accounts.config().require_activation => mail_is_on_its_way(&visit.app, &page.email),
        Ok(_) => go("/activate/done"),
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            let errors = refusal.errors.clone();
            visit.refuse(&refusal, &RegisterPage { errors, ..page }).await
        }
    }
}

fn mail_is_on_its_way(app: &App, email: &str) -> Response {
    auth::see_other("/register/check-mail", [flow::remember(app, email)])
}

pub(super) async fn check_mail(visit: Visit) -> Response {
    visit.show(&mail_page(&visit, Errand::Activation)).await
}

/// What to do with a mail that was asked for.
pub(super) fn mail_page(visit: &Visit, errand: Errand) -> CheckMailPage {
    CheckMailPage {
        errand,
        address: flow::remembered(&visit.parts.headers),
        resent: visit.query("resent").is_some(),
        inbox: visit.app.demo,
        ..CheckMailPage::default()
    }
}

pub(super) async fn resend(visit: Visit, mut typed: Typed) -> Response {
    let email = typed.required(Field::Email);
    if !typed.errors.is_empty() {
        return no_address(&visit, email, Refusal::of(typed.errors)).await;
    }
    match visit.app.accounts.resend_activation(&email, &visit.asker).await {
        // Accounts are open at once here: there is no mail to send, and nothing else to say.
        Ok(()) | Err(AccountError::NotAllowed) => {
            auth::see_other("/register/check-mail?resent=1", [flow::remember(&visit.app, &email)])
        }
        Err(error) => {
            let refusal = Refusal::of_error(&visit.app, error);
            no_address(&visit, email, refusal).await
        }
    }
}

async fn no_address(visit: &Visit, typed: String, refusal: Refusal) -> Response {
    let errors = refusal.errors.clone();
    let page = CheckMailPage { address: None, typed, errors, ..mail_page(visit, Errand::Activation) };
    visit.refuse(&refusal, &page).await
}
