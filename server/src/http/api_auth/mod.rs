//! `/api/auth/`: accounts and tokens, as a front end written for djoser and simplejwt asks for them,
//! and what those never had beside it, in the same style.

mod addresses;
mod answer;
mod asker;
mod caller;
mod fields;
mod jwt;
mod password;
mod sessions;
mod users;

use axum::{
    Router, middleware,
    routing::{MethodRouter, delete, get, post},
};

pub(super) use asker::Asking;

use super::state::App;

/// Every path stands with and without the slash at its end.
pub(super) fn routes(app: &App) -> Router<App> {
    let users = with_and_without_slash([
        ("/api/auth/users", get(users::list).post(users::register)),
        ("/api/auth/users/me", get(users::me).put(users::put_me).patch(users::patch_me).delete(users::delete_me)),
        ("/api/auth/users/activation", post(users::activate)),
        ("/api/auth/users/resend_activation", post(users::resend_activation)),
        ("/api/auth/users/set_password", post(password::set)),
        ("/api/auth/users/reset_password", post(password::request_reset)),
        ("/api/auth/users/reset_password_confirm", post(password::confirm_reset)),
        ("/api/auth/users/set_email", post(addresses::set_email)),
        ("/api/auth/users/set_email_confirm", post(addresses::confirm_email)),
        ("/api/auth/users/set_email_undo", post(addresses::undo_email)),
        ("/api/auth/users/set_username", post(addresses::set_username)),
        ("/api/auth/users/reset_username", post(addresses::remind_of_username)),
        ("/api/auth/users/mail_code", post(sessions::mail_code)),
        (
            "/api/auth/users/{id}",
            get(users::other).put(users::put_other).patch(users::patch_other).delete(users::delete_other),
        ),
        ("/api/auth/sessions", get(sessions::list)),
        ("/api/auth/sessions/end_all", post(sessions::end_all)),
        ("/api/auth/sessions/{id}", delete(sessions::end)),
        ("/api/auth/methods", get(sessions::methods)),
    ]);
    // These take no notice of who asks.
    let tokens = with_and_without_slash([
        ("/api/auth/jwt/create", post(jwt::create)),
        ("/api/auth/jwt/refresh", post(jwt::refresh)),
        ("/api/auth/jwt/verify", post(jwt::verify)),
        ("/api/auth/jwt/blacklist", post(jwt::blacklist)),
        ("/api/auth/password_strength", post(password::strength)),
    ]);
    users
        .layer(middleware::from_fn_with_state(app.clone(), caller::credentials_first))
        .merge(tokens)
        .layer(middleware::from_fn(caller::wrong_methods_in_words))
        .layer(middleware::from_fn(fields::read_whole))
}

fn with_and_without_slash<const N: usize>(routes: [(&str, MethodRouter<App>); N]) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, (path, methods)| {
        router.route(path, methods.clone()).route(&format!("{path}/"), methods)
    })
}
