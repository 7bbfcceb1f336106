//! The site that the binary carries: WASM, script, styles and pictures, compressed when it was built.

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::config::LeptosOptions;

use super::state::App;

/// A file of the site.
struct Asset {
    /// Below `/pkg/{BUILD}/` for what cargo-leptos made, below `/` for the rest.
    path: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Addresses of the built files carry the build's hash: they never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

pub(super) fn routes() -> Router<App> {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        let (path, cache) = match asset.path.strip_prefix("pkg/") {
            Some(file) => (format!("/pkg/{BUILD}/{file}"), FOR_EVER),
            None => (format!("/{}", asset.path), FOR_AN_HOUR),
        };
        router.route(&path, get(async move |request: Request| serve(asset, cache, request.headers())))
    })
}

/// What Leptos must know to name those files in a page.
pub(super) fn leptos_options() -> LeptosOptions {
    LeptosOptions::builder().output_name("gatepost").site_pkg_dir(format!("pkg/{BUILD}")).build()
}

/// Address of the stylesheet, for pages that Leptos does not write.
pub(super) fn stylesheet() -> String {
    format!("/pkg/{BUILD}/gatepost.css")
}

/// Address of the forms' script, for the same pages. The query changes with every build.
pub(super) fn form_script() -> String {
    format!("/account.js?pkg/{BUILD}")
}

fn serve(asset: &'static Asset, cache: HeaderValue, headers: &HeaderMap) -> Response {
    let accepts = |coding: &str| {
        headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(',').any(|item| item.trim() == coding))
    };
    let (body, coding) = if !asset.brotli.is_empty() && accepts("br") {
        (asset.brotli, Some("br"))
    } else if !asset.gzip.is_empty() && accepts("gzip") {
        (asset.gzip, Some("gzip"))
    } else {
        (asset.plain, None)
    };
    let mut response = body.into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(header::CACHE_CONTROL, cache);
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
