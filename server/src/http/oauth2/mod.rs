//! The OpenID Provider towards its clients: what `/oauth2` and the discovery documents answer.

pub(crate) mod answer;
mod authorize;
mod continued;
mod cross_origin;
mod discovery;
mod interaction;
mod logout;
mod pages;
mod push;
mod register;
mod send;
mod sign_in;
mod token;
mod token_query;
mod userinfo;
mod visit;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

pub(super) use continued::PATH as CONTINUE;

use super::{guard, state::App};

/// No form of a client's is larger.
const LARGEST_FORM: usize = 64 * 1024;

pub(super) fn routes(app: &App) -> Router<App> {
    let for_scripts = Router::new()
        .route("/oauth2/token", post(token::issue))
        .route("/oauth2/userinfo", get(userinfo::tell).post(userinfo::tell_posted))
        .route("/oauth2/revoke", post(token_query::revoke))
        .layer(middleware::from_fn_with_state(app.clone(), cross_origin::registered_origins));
    let for_servers =
        Router::new().route("/oauth2/introspect", post(token_query::introspect)).route("/oauth2/par", post(push::push));
    let for_anybody = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::document))
        .route("/.well-known/oauth-authorization-server", get(discovery::document))
        .route("/oauth2/keys", get(super::jwks::jwks));
    let for_people = Router::new()
        .route("/oauth2/authorize", get(authorize::begin).post(authorize::begin_posted))
        .route("/oauth2/logout", get(logout::ask).post(logout::ask_posted));
    let own_forms = Router::new()
        .route(CONTINUE, get(continued::show).post(continued::decide))
        .route(sign_in::PATH, get(sign_in::show).post(sign_in::submit))
        .route("/oauth2/logout/confirm", post(logout::confirm))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only));
    for_scripts
        .merge(for_servers)
        .merge(for_anybody)
        .merge(for_people)
        .merge(own_forms)
        .merge(register::routes())
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}
