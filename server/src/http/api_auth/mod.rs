//! `/api/auth/`: accounts and tokens, as a front end written for djoser and simplejwt asks for them,
//! and what those never had beside it, in the same style.

mod addresses;
mod answer;
mod asked;
mod asker;
mod caller;
mod fields;
mod id;
mod jwt;
mod kinds;
mod password;
mod registration;
mod sessions;
mod shown;
mod users;
mod wire;

use axum::{http::StatusCode, middleware};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouter},
    routes,
};

pub(super) use asker::Asking;

use super::state::App;

/// What is registered here is what the document tells. Every path stands with and without the slash
/// at its end, and those of people with `.json` as well, as Django REST framework has it.
pub(super) fn routes(app: &App) -> OpenApiRouter<App> {
    let users = with_and_without_slash([
        routes!(users::list, registration::register),
        routes!(users::me, users::put_me, users::patch_me, users::delete_me),
        routes!(registration::activate),
        routes!(registration::resend_activation),
        routes!(password::set),
        routes!(password::request_reset),
        routes!(password::confirm_reset),
        routes!(addresses::set_email),
        routes!(addresses::confirm_email),
        routes!(addresses::undo_email),
        routes!(addresses::set_username),
        routes!(addresses::remind_of_username),
        routes!(sessions::mail_code),
        routes!(users::other, users::put_other, users::patch_other, users::delete_other),
        routes!(sessions::list),
        routes!(sessions::end_all),
        routes!(sessions::end),
        routes!(sessions::methods),
    ]);
    // These take no notice of who asks.
    let tokens = with_and_without_slash([
        routes!(jwt::create),
        routes!(jwt::refresh),
        routes!(jwt::verify),
        routes!(jwt::blacklist),
        routes!(password::strength),
    ]);
    users
        .layer(middleware::from_fn_with_state(app.clone(), caller::credentials_first))
        .merge(tokens)
        .layer(middleware::from_fn(caller::wrong_methods_in_words))
        .layer(middleware::from_fn(fields::read_whole))
}

fn with_and_without_slash<const N: usize>(routes: [UtoipaMethodRouter<App>; N]) -> OpenApiRouter<App> {
    routes.into_iter().fold(OpenApiRouter::new(), |router, (schemas, paths, methods)| {
        let methods = methods.options(async || StatusCode::NO_CONTENT);
        let bare: Vec<String> = paths.paths.keys().map(|path| path.trim_end_matches('/').to_owned()).collect();
        let router = router.routes((schemas, paths, methods.clone()));
        bare.iter().fold(router, |router, path| {
            let router = router.route(path, methods.clone());
            // An id takes the suffix itself.
            let has_suffix = path.starts_with("/api/auth/users") && !path.ends_with('}');
            if has_suffix { router.route(&format!("{path}.json"), methods.clone()) } else { router }
        })
    })
}
