//! Front ends on other origins, which may ask the API with a token of their own (Fetch standard §3.2).

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::state::App;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");
/// What a script may read of an answer besides its body.
const EXPOSED: HeaderValue = HeaderValue::from_static("retry-after, www-authenticate");
/// Seconds that a browser need not ask again.
const KEPT: HeaderValue = HeaderValue::from_static("600");

/// Lets the scripts of those origins read what the API answers. Never with cookies: a front end shows a
/// token, and what a browser does by itself counts for our own pages alone.
///
/// tower-http's layer would answer every `OPTIONS`, where Django's front ends expect the API's answer.
pub(super) async fn may_ask(State(app): State<App>, request: Request, next: Next) -> Response {
    let known = |origin: &&HeaderValue| app.server.front_ends.iter().any(|known| known.as_bytes() == origin.as_bytes());
    let origin = request.headers().get(header::ORIGIN).filter(known).cloned();
    let asks_first =
        *request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if asks_first => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    if !app.server.front_ends.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if asks_first {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
        } else {
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
    response
}
