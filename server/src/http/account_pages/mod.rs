//! The pages of an account. Each form posts to a path of its own and comes back, with what was wrong,
//! as the page it was on; what was done leads on with a 303.

mod activate;
mod confirm_email;
mod flow;
mod refusal;
mod register;
mod reset;
mod settings;
mod sign_in;
mod typed;
mod visit;

use axum::{Router, extract::DefaultBodyLimit, routing::get};

pub(super) use refusal::{Refusal, complaint_about};
pub(super) use sign_in::begin_session;
pub(super) use typed::Typed;

use super::state::App;

/// The longest form has a few short fields.
const LARGEST_FORM: usize = 16 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/register", get(register::show).post(register::submit))
        .route("/register/check-mail", get(register::check_mail).post(register::resend))
        .route("/activate", get(activate::show_code).post(activate::by_code))
        .route("/activate/done", get(activate::done))
        .route("/activate/choose-password", get(activate::password_to_choose))
        .route("/activate/{uid}/{token}", get(activate::show).post(activate::by_link))
        .route("/reset", get(reset::show).post(reset::submit))
        .route("/reset/check-mail", get(reset::check_mail).post(reset::submit))
        .route("/reset/code", get(reset::show_code).post(reset::by_code))
        .route("/reset/done", get(reset::done))
        .route("/reset/{uid}/{token}", get(reset::show_link).post(reset::by_link))
        .route("/account", get(settings::show))
        .route("/account/deleted", get(settings::deleted))
        .route("/account/profile", get(settings::back).post(settings::profile))
        .route("/account/email", get(confirm_email::show_code).post(settings::email))
        .route("/account/email/code", get(settings::back).post(confirm_email::by_code))
        .route("/account/email/cancel", get(settings::back).post(settings::cancel_email))
        .route("/account/email/{uid}/{token}", get(confirm_email::show).post(confirm_email::by_link))
        .route("/account/email/undo/{uid}/{token}", get(confirm_email::show_undo).post(confirm_email::undo))
        .route("/account/password", get(settings::back).post(settings::password))
        .route("/account/methods/join", get(settings::back).post(settings::join))
        .route("/account/methods/part", get(settings::back).post(settings::part))
        .route("/account/sessions/end", get(settings::back).post(settings::end_session))
        .route("/account/sessions/end-all", get(settings::back).post(settings::end_sessions))
        .route("/account/delete", get(settings::back).post(settings::delete))
        .route("/account/delete/code", get(settings::back).post(settings::mail_code))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}
