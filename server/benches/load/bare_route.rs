//! The yardstick of requests: axum alone, answering what `/api/profile` answers.

use axum::{Json, Router, routing::get};
use serde_json::json;

use super::{
    beside::{self, Beside},
    error::BenchError,
};

/// The argument that makes this program the bare route's server.
pub const ARGUMENT: &str = "bare-route";

/// Starts the bare route's server.
pub fn start() -> Result<Beside, BenchError> {
    Beside::start(&[ARGUMENT])
}

/// Is the bare route's server.
pub async fn serve() -> Result<(), BenchError> {
    beside::serve(|_| Ok(Router::new().route("/", get(async || Json(json!({ "email": "load-00@example.com" })))))).await
}
