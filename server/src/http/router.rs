use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::FromRef,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::config::LeptosOptions;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};
use utoipa_axum::router::OpenApiRouter;

use super::{
    api, api_auth, auth, auth_join, auth_password, document, front_end_login, front_ends, headers, health, inbox, jwks,
    oauth2, operator, pages, session, site, state::App, upstream,
};
use crate::random::{self, SystemRandom};

/// A request is answered by then, or not at all: its body is read and its work done within it. A
/// callback may ask a slow provider four times, ten seconds each.
const LONGEST: Duration = Duration::from_secs(60);

/// Everything that Gatepost answers.
pub fn router(app: App) -> Router {
    let options = LeptosOptions::from_ref(&app);
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/.well-known/jwks.json", get(jwks::jwks))
        .route("/auth/{provider}/jwks.json", get(jwks::of_client))
        .merge(document::beside(described_routes(&app), &app))
        .merge(auth::routes(&app))
        .merge(auth_password::routes(&app))
        .merge(auth_join::routes(&app))
        .merge(front_end_login::routes(&app))
        .merge(upstream::routes())
        .merge(inbox::routes(&app))
        .merge(oauth2::routes())
        .merge(operator::routes(&app))
        .merge(site::routes())
        .merge(pages::routes(&app, &options))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(middleware::from_fn_with_state(app.clone(), headers::on_everything))
        .with_state(app)
}

/// Everything below `/api`.
fn described_routes(app: &App) -> OpenApiRouter<App> {
    let for_front_ends = api::routes()
        .merge(api_auth::routes(app))
        .layer(middleware::from_fn_with_state(app.clone(), front_ends::may_ask));
    OpenApiRouter::new().merge(session::routes(app)).merge(upstream::described_routes()).merge(for_front_ends)
}

/// A bug of ours must not take the connection with it. What it says is in the log, under the code.
fn panicked(what: Box<dyn Any + Send + 'static>) -> Response {
    let code = random::support_code(&SystemRandom);
    let text = what.downcast_ref::<String>().map(String::as_str).or_else(|| what.downcast_ref::<&str>().copied());
    tracing::error!(support_code = %code, "request {code} panicked: {}", text.unwrap_or("no words"));
    let said = format!("Something went wrong on our side. Support code: {code}");
    (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
}
