//! The API beside the pages, for whoever bears an access token.

use app::wire::{ApiProblem, Order, OrderRequest};
use axum::{
    Json,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    bearer::Bearer,
    cookies, ports,
    refusals::{Detail, KnowsAsker, LooksUp, TokenRefused, Unavailable},
    state::App,
};
use crate::{clock::Timestamp, random, shop::OrderProblem};

const LARGEST_BODY: usize = 16 * 1024;

/// What is registered here is what the document tells.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(profile))
        .routes(routes!(secure_data))
        .routes(routes!(place_order))
        // Where the FastAPI system has it that Gatepost replaces.
        .route("/secure-data", axum::routing::get(secure_data))
        .route("/api", axum::routing::any(not_found))
        .route("/api/", axum::routing::any(not_found))
        .route("/api/{*rest}", axum::routing::any(not_found))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// Who the token belongs to.
#[derive(Serialize, ToSchema)]
struct Profile {
    /// Absent where the provider told none.
    #[schema(required = true, examples("ada@example.com"))]
    email: Option<String>,
}

#[utoipa::path(
    get,
    path = "/api/profile",
    tag = "demo",
    summary = "See whose token it is",
    security(("bearer" = [])),
    responses((status = 200, description = "The person's address.", body = Profile), KnowsAsker, LooksUp),
)]
async fn profile(Bearer(caller): Bearer) -> Json<Profile> {
    Json(Profile { email: caller.email })
}

/// What only the signed-in see.
#[derive(Serialize, ToSchema)]
struct SecureData {
    #[schema(examples("You are authenticated!"))]
    message: &'static str,
}

#[utoipa::path(
    get,
    path = "/api/secure-data",
    tag = "demo",
    summary = "See what only the signed-in see",
    security(("bearer" = [])),
    responses((status = 200, description = "A greeting.", body = SecureData), KnowsAsker, LooksUp),
)]
async fn secure_data(_: Bearer) -> Json<SecureData> {
    Json(SecureData { message: "You are authenticated!" })
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(Detail { detail: "Not found.".to_owned() })).into_response()
}

/// A token that does not count, or a proof of identity that is too old.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "for the document: an answer is one or the other")]
enum OrderRefused {
    /// The token does not count.
    Token(TokenRefused),
    /// It does, and the person must sign in again first (RFC 9470).
    Proof(ApiProblem),
}

/// Why the order could not be looked into.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "for the document: an answer is one or the other")]
enum OrderUnavailable {
    /// Who asks could not be told.
    Asker(Unavailable),
    /// The order could not be written.
    Order(ApiProblem),
}

#[utoipa::path(
    post,
    path = "/api/orders",
    tag = "demo",
    summary = "Order what is in this browser's cart",
    description = "The same `key` never makes a second order: a retry answers with the first.",
    security(("bearer" = [])),
    params((
        "gatepost-cart" = Option<String>, Cookie, example = "lantern:2.padlock:1",
        description = "The cart: what of the shop's goods, and how many. A retry does not look into it.",
    )),
    request_body = OrderRequest,
    responses(
        (status = 201, description = "Ordered; the cart is empty.", body = Order),
        (status = 400, description = "The body is no JSON.", body = ApiProblem),
        (status = 401, description = "There is no token, it does not count, or the person must sign in again first.", body = OrderRefused, headers(("WWW-Authenticate" = String, description = "RFC 6750 §3, RFC 9470 §3"))),
        (status = 413, description = "The body is larger than 16 KiB.", body = ApiProblem),
        (status = 415, description = "The body is not JSON.", body = ApiProblem),
        (status = 422, description = "The cart is empty, or a field is missing, empty or too long.", body = ApiProblem),
        (status = 503, description = "Not now. Nothing was done.", body = OrderUnavailable),
    ),
)]
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
