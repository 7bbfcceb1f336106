use axum::{extract::State, http::StatusCode};

use super::state::App;

/// Whether the process is alive.
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Whether it can serve: the database answers.
pub(super) async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
