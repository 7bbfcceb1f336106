//! Dynamic registration (RFC 7591), and a client's own registration afterwards (RFC 7592).

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};

use crate::{
    audit::Visitor,
    config::RegistrationConfig,
    http::{api_auth::Asking, state::App},
    provider::{Actor, Registered, RegistrationError},
    random,
    throttle::{Counted, Throttled},
};

const PATH: &str = "/oauth2/register";
const LARGEST_BODY: usize = 64 * 1024;

/// What a client says of itself.
type Said = Result<Json<Map<String, Value>>, JsonRejection>;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(PATH, post(register))
        .route("/oauth2/register/{client_id}", get(show).put(change).delete(end))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// RFC 7591 §3. Every try counts: a token may be guessed at, and a table filled.
async fn register(State(app): State<App>, Asking(asker): Asking, headers: HeaderMap, said: Said) -> Response {
    let vouched = match &app.registration {
        RegistrationConfig::Off => return not_found(),
        RegistrationConfig::Open => false,
        RegistrationConfig::Token(_) => true,
    };
    let network = asker.network();
    let rates = &app.accounts.limits().client_registrations_per_ip;
    let counted = Counted { what: "client_registration", whom: &network, rates };
    match count(&app, &counted).await {
        Ok(()) => {}
        Err(Throttled::Wait(wait)) => return too_often(wait.seconds),
        Err(Throttled::Store(error)) => return refuse(&app, &error.into()),
    }
    if vouched && !bearer(&headers).is_some_and(|token| app.registration.admits(token)) {
        return refuse(&app, &RegistrationError::Unauthenticated);
    }
    let members = match said {
        Ok(Json(members)) => members,
        Err(rejection) => return unreadable(&rejection),
    };
    match app.clients.register(&members, vouched, &actor(asker.visitor)).await {
        Ok(registered) => answer(&app, StatusCode::CREATED, &registered),
        Err(error) => refuse(&app, &error),
    }
}

/// RFC 7592 §2.1.
async fn show(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let found = match own(&app, &headers) {
        Ok(token) => app.clients.registration(&id, token).await,
        Err(refused) => return refused,
    };
    match found {
        Ok(registered) => answer(&app, StatusCode::OK, &registered),
        Err(error) => refuse(&app, &error),
    }
}

/// RFC 7592 §2.2.
async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    said: Said,
) -> Response {
    let token = match own(&app, &headers) {
        Ok(token) => token,
        Err(refused) => return refused,
    };
    let members = match said {
        Ok(Json(members)) => members,
        Err(rejection) => return unreadable(&rejection),
    };
    match app.clients.change_registration(&id, token, &members, &actor(visitor)).await {
        Ok(registered) => answer(&app, StatusCode::OK, &registered),
        Err(error) => refuse(&app, &error),
    }
}

/// RFC 7592 §2.3.
async fn end(State(app): State<App>, Path(id): Path<String>, visitor: Visitor, headers: HeaderMap) -> Response {
    let ended = match own(&app, &headers) {
        Ok(token) => app.clients.end_registration(&id, token, &actor(visitor)).await,
        Err(refused) => return refused,
    };
    match ended {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refuse(&app, &error),
    }
}

/// The token that a client shows for its own registration.
fn own<'a>(app: &App, headers: &'a HeaderMap) -> Result<&'a str, Response> {
    if matches!(app.registration, RegistrationConfig::Off) {
        return Err(not_found());
    }
    bearer(headers).ok_or_else(|| refuse(app, &RegistrationError::Unauthenticated))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn actor(visitor: Visitor) -> Actor {
    Actor { person_id: None, visitor }
}

async fn count(app: &App, counted: &Counted<'_>) -> Result<(), Throttled> {
    counted.take(&mut app.store.write().await?, app.clock.now()).await
}

fn answer(app: &App, status: StatusCode, registered: &Registered) -> Response {
    let address = format!("{}{PATH}/{}", app.server.origin(), registered.id());
    let fresh = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, fresh, Json(registered.document(&address))).into_response()
}

/// RFC 7591 §3.2.2; RFC 6750 §3 where the token does not count.
fn refuse(app: &App, error: &RegistrationError) -> Response {
    let status = match error {
        RegistrationError::Mistakes(_) | RegistrationError::NotThisOne(_) => StatusCode::BAD_REQUEST,
        RegistrationError::Unauthenticated => StatusCode::UNAUTHORIZED,
        RegistrationError::Changed => StatusCode::CONFLICT,
        RegistrationError::Store(cause) => {
            let code = random::support_code(app.random.as_ref());
            let cause = cause as &dyn std::error::Error;
            tracing::error!(support_code = %code, error = cause, "a registration failed, {code}: {cause}");
            let told = format!("something went wrong on our side, support code {code}");
            return problem(StatusCode::SERVICE_UNAVAILABLE, error.word(), &told);
        }
    };
    let mut response = problem(status, error.word(), &error.to_string());
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer realm=\"register\", error=\"invalid_token\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn unreadable(rejection: &JsonRejection) -> Response {
    let status = match rejection.status() {
        status @ (StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE) => status,
        _ => StatusCode::BAD_REQUEST,
    };
    problem(status, "invalid_client_metadata", "what was sent is no JSON object of type application/json")
}

fn too_often(seconds: u64) -> Response {
    let mut response =
        problem(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", "too many registrations from this address");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn not_found() -> Response {
    problem(StatusCode::NOT_FOUND, "not_found", "clients are written by staff here")
}

fn problem(status: StatusCode, error: &str, description: &str) -> Response {
    let fresh = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, fresh, Json(json!({ "error": error, "error_description": description }))).into_response()
}
