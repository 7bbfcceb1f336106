use app::{
    components::LOGO,
    words::{Language, date_and_time, machine_time},
};
use axum::{
    extract::FromRef,
    http::{HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::config::LeptosOptions;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{clock::Timestamp, http::state::App};

/// The stylesheet of the inbox, beside the site's own.
pub(super) const STYLE_PATH: &str = "/inbox.css";
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The stylesheet.
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

/// A page of that title.
pub(super) fn answer(app: &App, title: &str, body: &Markup) -> Response {
    let site = LeptosOptions::from_ref(app);
    let document = html! {
        (DOCTYPE)
        html lang="en" {
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
                a class="skip-link" href="#main" { "Skip to content" }
                header class="page-header" {
                    a class="brand" href="/" {
                        span class="logo" aria-hidden="true" { (PreEscaped(LOGO)) }
                        "Gatepost"
                    }
                    nav class="main-nav" aria-label="Main" { a href="/inbox" { "Inbox" } }
                }
                main id="main" tabindex="-1" class="inbox" { (body) }
            }
        }
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, Html(document.into_string())).into_response()
}

/// A time, for people and programs.
pub(super) fn time(at: Timestamp) -> Markup {
    let seconds = at.seconds();
    html! { time datetime=(machine_time(seconds)) { (date_and_time(Language::En, seconds)) } }
}
