use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, html};

use crate::{http::state::App, random};

#[utoipa::path(
    get,
    path = "/api/docs",
    tag = "description",
    summary = "Read and try the API in a browser",
    responses((status = 200, description = "A page.", body = String, content_type = "text/html")),
)]
pub(super) async fn page(State(app): State<App>) -> Response {
    let nonce = random::token(app.random.as_ref());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Gatepost's API" }
                link rel="icon" href="data:,";
                link rel="stylesheet" nonce=(nonce) href="/api/docs/swagger-ui.css";
                link rel="stylesheet" nonce=(nonce) href="/api/docs/page.css";
                script nonce=(nonce) defer src="/api/docs/swagger-ui-bundle.js" {}
                script nonce=(nonce) defer src="/api/docs/page.js" {}
            }
            body {
                main id="api" {
                    noscript { p { "This page needs script. The document itself: " a href="/api/openapi.json" { "openapi.json" } } }
                }
            }
        }
    };
    let mut response = Html(page.into_string()).into_response();
    if let Some(policy) = policy(&nonce) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Two scripts and two style sheets of ours and nothing else. Swagger UI evaluates no text, sets
/// styles through the DOM alone, which no policy forbids, and draws its arrows from `data:`. It asks
/// this origin's API and nobody else's.
fn policy(nonce: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; \
         connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ))
    .ok()
}
