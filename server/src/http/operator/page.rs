use app::{components::LOGO, words::Language};
use axum::{
    extract::FromRef,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::config::LeptosOptions;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::http::state::App;

/// The stylesheet of these pages, beside the site's own.
pub(super) const STYLE_PATH: &str = "/operator/style.css";
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// The stylesheet.
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

/// A page of that title.
pub(super) fn answer(app: &App, language: Language, title: &str, body: &Markup) -> Response {
    let site = LeptosOptions::from_ref(app);
    let skip = match language {
        Language::En => "Skip to content",
        Language::De => "Zum Inhalt",
    };
    let document = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " · Gatepost" }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href={ "/" (site.site_pkg_dir) "/" (site.output_name) ".css" };
                link rel="stylesheet" href=(STYLE_PATH);
            }
            body {
                a class="skip-link" href="#main" { (skip) }
                header class="page-header" {
                    a class="brand" href="/" {
                        span class="logo" aria-hidden="true" { (PreEscaped(LOGO)) }
                        "Gatepost"
                    }
                }
                main id="main" tabindex="-1" class="operator" { h1 { (title) } (body) }
            }
        }
    };
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, Html(document.into_string())).into_response()
}

/// For whoever is signed in and is not staff.
pub(super) fn not_for_you(app: &App, language: Language) -> Response {
    let (title, words) = match language {
        Language::En => ("For operators", "This page is for staff alone."),
        Language::De => ("Für den Betrieb", "Diese Seite ist nur für das Personal."),
    };
    let mut response = answer(app, language, title, &html! { p { (words) } });
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
