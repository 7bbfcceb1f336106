//! What a page must know before it is rendered, found out once a request.

use std::sync::Arc;

use app::{
    wire::{Boot, PASSWORD, Problem, ProviderLink},
    words::Language,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use leptos::nonce::Nonce;

use super::{accept, cookies, flash, headers, held::HeldSession, ports, state::App, visitor};
use crate::{audit::Visitor, random, session::Viewer, token::TokenError};

/// Name of the cookie with the language.
pub(super) const LANGUAGE: &str = "gatepost-language";

/// A page's request, as the ports and the document see it.
#[derive(Clone)]
pub(super) struct PageRequest {
    pub(super) boot: Boot,
    pub(super) viewer: Option<Viewer>,
    pub(super) held: Option<HeldSession>,
    pub(super) visitor: Visitor,
    pub(super) nonce: Nonce,
}

/// Finds out who is there, and writes the headers that go with the page.
pub(super) async fn attach(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let is_page = accept::wants_page(&parts.headers) && parts.method.is_safe();
    let page = find_out(&app, &parts).await;
    let shown = is_page && page.boot.notice.is_some();
    let broken = page.boot.problem.as_ref().map(|problem| problem.status);
    let policy = headers::page_policy(&page.nonce.to_string());
    parts.extensions.insert(page);

    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(policy) = policy {
        // A page that stands alone has brought that of its own nonce.
        response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-store"));
    if shown {
        cookies::append(response.headers_mut(), [flash::clear(&app.0.cookies)]);
    }
    if let Some(status) = broken.and_then(|status| StatusCode::from_u16(status).ok()) {
        *response.status_mut() = status;
    }
    response
}

async fn find_out(app: &App, parts: &Parts) -> PageRequest {
    let mut problem = None;
    let (held, viewer) = who_is_there(app, &parts.headers).await.unwrap_or_else(|error| {
        let code = random::support_code(app.random.as_ref());
        tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "page {code} failed");
        problem = Some(Problem { status: StatusCode::SERVICE_UNAVAILABLE.as_u16(), support_code: code });
        (None, None)
    });
    let boot = Boot {
        person: viewer.as_ref().map(|viewer| viewer.person.clone()),
        providers: provider_links(app),
        language: language(app, &parts.headers),
        cart: ports::cart(&parts.headers),
        notice: flash::read(&parts.headers),
        checkout_max_auth_age: u32::try_from(app.checkout_max_auth_age.as_secs()).unwrap_or(u32::MAX),
        demo: app.demo,
        now: app.clock.now().seconds(),
        problem,
        written: false,
        personal: false,
    };
    let nonce = Nonce::from_value(random::token(app.random.as_ref()));
    PageRequest { boot, viewer, held, visitor: visitor::of(app, parts), nonce }
}

async fn who_is_there(app: &App, headers: &HeaderMap) -> Result<(Option<HeldSession>, Option<Viewer>), TokenError> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok((None, None)) };
    let viewer = app.sessions.viewer(&held.token).await?;
    Ok((Some(held), viewer))
}

pub(super) fn provider_links(app: &App) -> Vec<ProviderLink> {
    let link = |provider: &crate::config::ProviderConfig| {
        let silent = app.relying_party.is_silent(&provider.id);
        if silent {
            look_again(app, &provider.id);
        }
        ProviderLink { silent, ..ProviderLink::new(&*provider.id, &*provider.label) }
    };
    let password = ProviderLink::new(PASSWORD, "");
    app.relying_party.providers().iter().map(link).chain([password]).collect()
}

/// The page does not wait for a provider that may be back: whoever comes next sees it.
fn look_again(app: &App, provider: &str) {
    let (relying_party, provider) = (Arc::clone(&app.relying_party), provider.to_owned());
    tokio::spawn(async move { relying_party.look_again(&provider).await });
}

/// Chosen by the person, else asked for by the browser, else configured.
pub(super) fn language(app: &App, headers: &HeaderMap) -> Language {
    cookies::value(headers, LANGUAGE)
        .and_then(|tag| tag.parse().ok())
        .or_else(|| Language::negotiate(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?))
        .unwrap_or(app.ui.language)
}
