//! The session with the provider, over HTTP: signing out there, hearing that somebody has, handing out
//! its tokens, and asking whether somebody is still signed in.

pub(super) mod leaving;
mod leaving_page;
mod logout;
pub(super) mod recheck;
mod token;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get, routing::post};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{guard, state::App};

/// A logout token is 8 KiB at most.
const LARGEST_FORM: usize = 16 * 1024;

pub(super) fn routes() -> Router<App> {
    let by_navigation = Router::<App>::new()
        .route("/auth/{provider}/sign-out", get(leaving::page))
        .route("/auth/{provider}/end-session", get(leaving::go_on))
        .route("/auth/{provider}/signed-out", get(leaving::come_back))
        .layer(middleware::from_fn(guard::navigation_only));
    Router::<App>::new()
        .route("/auth/{provider}/backchannel-logout", post(logout::by_token))
        .route("/auth/{provider}/frontchannel-logout", get(logout::by_frame))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .merge(by_navigation)
}

/// What is registered here is what the document tells.
pub(super) fn described_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(token::access_token))
}
