//! Pages for operators: whoever is staff. Written by the server alone; they work without script.

mod clients;
mod doctor;
mod page;
mod staff;

use axum::{Router, middleware, routing::get};

use super::{guard, state::App};

pub(super) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route(doctor::PATH, get(doctor::show).post(doctor::examine))
        .merge(clients::routes())
        .route(page::STYLE_PATH, get(page::style))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
}
