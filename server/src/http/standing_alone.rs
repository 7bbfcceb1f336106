//! Pages that stand alone, in a popup or a whole tab: no WASM, and a policy of their own.

use app::account::Dressing;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{headers, site};

/// What such a page is dressed in, its script let through by that nonce.
pub(super) fn dressing(nonce: &str) -> Dressing {
    Dressing { stylesheet: site::stylesheet(), script: site::form_script(), nonce: nonce.to_owned() }
}

/// The page as an answer. `wait`: seconds until the next try.
pub(super) fn answer(status: StatusCode, html: String, nonce: &str, wait: Option<u32>) -> Response {
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    if let Some(policy) = headers::page_policy(nonce) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Their addresses name a sign-in that is under way.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
