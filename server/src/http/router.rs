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

use super::{api, auth, headers, health, jwks, pages, session, site, state::App};

/// A request is answered by then, or not at all: its body is read and its work done within it.
const LONGEST: Duration = Duration::from_secs(30);

/// Everything that Gatepost answers.
pub fn router(app: App) -> Router {
    let options = LeptosOptions::from_ref(&app);
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/.well-known/jwks.json", get(jwks::jwks))
        .merge(session::routes(&app))
        .merge(api::routes())
        .merge(auth::routes(&app))
        .merge(site::routes())
        .merge(pages::routes(&app, &options))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(middleware::from_fn_with_state(app.clone(), headers::on_everything))
        .with_state(app)
}

/// A bug of ours must not take the connection with it.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.").into_response()
}
