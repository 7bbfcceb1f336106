//! Security headers, on every answer: errors, redirects and files too.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::state::App;

/// A handler's word that a page of the policy it has written may frame its answer.
#[derive(Clone, Copy)]
pub(super) struct FramedBy;

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// What every answer carries. A handler that has set a header itself knows better.
pub(super) async fn on_everything(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let https = app.server.is_https();
    let framed = response.extensions().get::<FramedBy>().is_some();
    let headers = response.headers_mut();
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if !framed {
        put(headers, header::X_FRAME_OPTIONS, "DENY");
    }
    put(headers, header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    put(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    put(headers, header::CACHE_CONTROL, "no-store");
    put(headers, CORP, if framed { "cross-origin" } else { "same-origin" });
    put(headers, PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if https {
        put(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// App pages keep strangers' windows out and their own popups in. `start` and `callback` carry no
/// such header, not even on a redirect: it would cut a popup off from its opener for good.
pub(super) async fn on_pages(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    put(response.headers_mut(), COOP, "same-origin-allow-popups");
    response
}

/// The policy of a page whose scripts carry that nonce.
pub(super) fn page_policy(nonce: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ))
    .ok()
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
