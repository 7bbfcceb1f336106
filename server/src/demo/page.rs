//! The frame of every page, and the pages that are little more than a frame.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use axum::response::{Html, IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Site, stand_in::StandIn};
use crate::provider::{AuthorizationResponse, Failure};

/// The stylesheet.
pub(super) const STYLE_PATH: &str = "/_demo.css";
/// The icon.
pub(super) const ICON_PATH: &str = "/_demo.svg";

/// What sends a form-post answer on. The one script of the demo provider.
const SUBMIT: &str = "document.forms[0].submit()";

/// A page.
pub(super) struct Page<'a> {
    pub(super) title: String,
    /// Whose colours; none on pages of the demo provider itself.
    pub(super) stand_in: Option<StandIn>,
    /// Origins that its forms may lead to besides this one. Chromium checks every redirect that
    /// follows a form.
    pub(super) leads_to: Vec<&'a str>,
    pub(super) body: Markup,
}

impl Page<'_> {
    /// The page as an answer.
    pub(super) fn answer(self, status: StatusCode) -> Response {
        self.answer_with(status, None)
    }

    fn answer_with(self, status: StatusCode, script: Option<&'static str>) -> Response {
        let policy = self.policy(script);
        let document = self.document(script);
        let mut response = (status, Html(document.into_string())).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn policy(&self, script: Option<&str>) -> String {
        let script = script.map(|script| {
            let hash = STANDARD.encode(digest(&SHA256, script.as_bytes()));
            format!("script-src 'sha256-{hash}'; ")
        });
        let targets: BTreeSet<_> = self.leads_to.iter().copied().map(source).collect();
        let targets: Vec<_> = std::iter::once("'self'").chain(targets).collect();
        format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; {}form-action {}; base-uri 'none'; \
             frame-ancestors 'none'",
            script.unwrap_or_default(),
            targets.join(" ")
        )
    }

    fn document(self, script: Option<&str>) -> Markup {
        let class = self.stand_in.map_or("demo", StandIn::class);
        html! {
            (DOCTYPE)
            html lang="en" class=(class) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) }
                    link rel="stylesheet" href=(STYLE_PATH);
                    link rel="icon" type="image/svg+xml" href=(ICON_PATH);
                }
                body {
                    header class="banner" {
                        p { strong { "Demo provider: " } "nobody's real account, works on this computer only" }
                    }
                    main { (self.body) }
                    @if let Some(script) = script { script { (PreEscaped(script)) } }
                }
            }
        }
    }
}

/// An origin as a source of a Content-Security-Policy, whose grammar has no IPv6 addresses.
fn source(origin: &str) -> &str {
    match origin.split_once("//[") {
        Some((scheme, _)) => scheme,
        None => origin,
    }
}

/// A request that is answered here because it may not be answered anywhere else.
pub(super) fn refusal(stand_in: StandIn, what: &str) -> Response {
    let body = html! {
        h1 { "This sign-in cannot go on" }
        p role="alert" class="problem" { (what) }
        p { "Go back to the application and try again. If you are building it: compare what it sends with the "
            a href="/" { "page of this demo provider" } "." }
    };
    let title = format!("{} stand-in: request refused", stand_in.name());
    Page { title, stand_in: Some(stand_in), leads_to: Vec::new(), body }.answer(StatusCode::BAD_REQUEST)
}

/// Something failed that should not. The cause goes to the log.
pub(super) fn failure(site: &Site, cause: &Failure) -> Response {
    log_failure(site, cause);
    let body = html! {
        h1 { "The demo provider failed" }
        p role="alert" class="problem" { "It could not finish this sign-in. The log of Gatepost says why." }
    };
    let title = "Demo provider: failure".to_owned();
    Page { title, stand_in: Some(site.stand_in), leads_to: Vec::new(), body }.answer(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Writes down why the demo provider failed.
pub(super) fn log_failure(site: &Site, cause: &Failure) {
    let cause: &(dyn std::error::Error + 'static) = cause;
    tracing::error!(stand_in = site.stand_in.name(), cause, "the demo provider failed");
}

/// An answer that the browser posts to the application (OAuth 2.0 Form Post Response Mode).
pub(super) fn form_post(site: &Site, answer: &AuthorizationResponse) -> Response {
    let target = answer.redirect_uri.origin().unwrap_or_default();
    let body = html! {
        h1 { "Back to the application" }
        form method="post" action=(answer.redirect_uri.as_str()) {
            @for (name, value) in &answer.parameters { input type="hidden" name=(name) value=(value); }
            p { "If nothing happens:" }
            p class="actions" { button type="submit" class="primary" { "Go on" } }
        }
    };
    let title = format!("{} stand-in: back to the application", site.stand_in.name());
    let leads_to = vec![target.as_str(), site.demo.relying_party.as_str()];
    Page { title, stand_in: Some(site.stand_in), leads_to, body }.answer_with(StatusCode::OK, Some(SUBMIT))
}

/// After signing out: the demo provider remembers nobody in the first place.
pub(super) fn signed_out(stand_in: StandIn, go_on: Option<&str>) -> Response {
    let body = html! {
        h1 { "Signed out" }
        p { "The demo provider remembers nobody: it asks who to be at every sign-in." }
        @if let Some(address) = go_on { p { a href=(address) { "Back to the application" } } }
    };
    let title = format!("{} stand-in: signed out", stand_in.name());
    Page { title, stand_in: Some(stand_in), leads_to: Vec::new(), body }.answer(StatusCode::OK)
}

/// An address at which nothing is.
pub(super) async fn not_found() -> Response {
    let body = html! {
        h1 { "Nothing here" }
        p { "The demo provider has no such address. " a href="/" { "What it has" } "." }
    };
    let title = "Demo provider: not found".to_owned();
    Page { title, stand_in: None, leads_to: Vec::new(), body }.answer(StatusCode::NOT_FOUND)
}

/// The stylesheet.
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

/// The icon.
pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}
