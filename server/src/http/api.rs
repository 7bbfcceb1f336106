//! The API beside the pages, for whoever bears an access token.

use app::wire::{ApiProblem, Order, OrderRequest};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{bearer::Bearer, cookies, ports, state::App};
use crate::{clock::Timestamp, random, shop::OrderProblem};

const LARGEST_BODY: usize = 16 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/profile", get(profile))
        .route("/api/secure-data", get(secure_data))
        .route("/api/orders", post(place_order))
        .route("/api", axum::routing::any(not_found))
        .route("/api/", axum::routing::any(not_found))
        .route("/api/{*rest}", axum::routing::any(not_found))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

async fn profile(Bearer(caller): Bearer) -> Json<Value> {
    Json(json!({ "email": caller.email }))
}

async fn secure_data(_: Bearer) -> Json<Value> {
    Json(json!({ "message": "You are authenticated!" }))
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "detail": "Not found." }))).into_response()
}

/// Orders what is in this browser's cart.
async fn place_order(
    State(app): State<App>,
    Bearer(caller): Bearer,
    headers: HeaderMap,
    body: Result<Json<OrderRequest>, JsonRejection>,
) -> Response {
    let request = match body {
        Ok(Json(request)) => request,
        Err(rejection) => return problem(rejection.status(), "invalid_request", &rejection.body_text()),
    };
    let auth_time = Timestamp::from_seconds(caller.claims.auth_time);
    let cart = ports::cart(&headers);
    match app.orders.place(&caller.claims.sub, auth_time, &cart, &request).await {
        Ok(order) => placed(&app, order),
        Err(why) => not_placed(&app, &why),
    }
}

fn placed(app: &App, order: Order) -> Response {
    let mut response = (StatusCode::CREATED, Json(order)).into_response();
    cookies::append(response.headers_mut(), [ports::empty_cart(&app.0.cookies)]);
    response
}

fn not_placed(app: &App, why: &OrderProblem) -> Response {
    match why {
        OrderProblem::ProofTooOld => step_up(app),
        OrderProblem::CartEmpty => problem(StatusCode::UNPROCESSABLE_ENTITY, "cart_empty", &why.to_string()),
        OrderProblem::Field(name) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, &format!("field_{name}"), &why.to_string())
        }
        OrderProblem::Store(error) => {
            let code = random::support_code(app.random.as_ref());
            tracing::error!(support_code = %code, error = error as &dyn std::error::Error, "order {code} failed");
            let body = ApiProblem {
                error: "temporarily_unavailable".to_owned(),
                error_description: "try again in a moment".to_owned(),
                support_code: Some(code),
            };
            (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
        }
    }
}

/// RFC 9470 §3: a token of a fresher sign-in would do.
fn step_up(app: &App) -> Response {
    let max_age = app.checkout_max_auth_age.as_secs();
    let challenge = format!("Bearer realm=\"api\", error=\"insufficient_user_authentication\", max_age=\"{max_age}\"");
    let mut response =
        problem(StatusCode::UNAUTHORIZED, "insufficient_user_authentication", "the last proof of identity is too old");
    if let Ok(challenge) = HeaderValue::try_from(challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn problem(status: StatusCode, error: &str, description: &str) -> Response {
    let body = ApiProblem { error: error.to_owned(), error_description: description.to_owned(), support_code: None };
    (status, Json(body)).into_response()
}
