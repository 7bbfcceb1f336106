use app::words::Language;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::pages;
use crate::{
    http::{
        auth,
        popup_page::{STYLE, data_element, source_hash},
        state::App,
    },
    provider::{AuthorizationResponse, ResponseMode},
};

/// What sends a form on.
const SUBMIT: &str = "document.forms[0].submit()";
/// What tells the page that opened this one, or that has it in a frame.
const TELL: &str = include_str!("web_message.js");

/// What has led here: a redirect may not follow a form of ours (`form-action`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A navigation.
    Navigation,
    /// A form, or a redirect that followed one.
    Form,
}

/// Sends an answer to the application. `client`: its name, for people.
pub(super) fn send(
    app: &App,
    language: Language,
    client: &str,
    answer: &AuthorizationResponse,
    after: After,
) -> Response {
    match answer.mode {
        // 303, so that no form is sent along (RFC 9700 §4.12).
        ResponseMode::Query | ResponseMode::Fragment if after == After::Navigation => {
            auth::see_other(&answer.location(), [])
        }
        ResponseMode::Query | ResponseMode::Fragment => pages::back(app, language, client, &answer.location()),
        ResponseMode::FormPost => form_post(language, client, answer),
        ResponseMode::WebMessage => web_message(language, client, answer),
    }
}

/// OAuth 2.0 Form Post Response Mode §2.
fn form_post(language: Language, client: &str, answer: &AuthorizationResponse) -> Response {
    let words = app::account::words::words(language);
    let title = (words.for_client.back)(client);
    let body = html! {
        h1 { (title) }
        form method="post" action=(answer.redirect_uri.as_str()) {
            @for (name, value) in &answer.parameters { input type="hidden" name=(name) value=(value); }
            button type="submit" { (title) }
        }
        script { (PreEscaped(SUBMIT)) }
    };
    // No `form-action`: the application may lead on from there to wherever it likes.
    page(language, &title, &body, SUBMIT)
}

/// OAuth 2.0 Web Message Response Mode: to that origin and no other.
fn web_message(language: Language, client: &str, answer: &AuthorizationResponse) -> Response {
    let words = app::account::words::words(language);
    let title = (words.for_client.back)(client);
    let response: serde_json::Map<String, serde_json::Value> =
        answer.parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    let data = serde_json::json!({
        "origin": answer.redirect_uri.origin(),
        "message": { "type": "authorization_response", "response": response },
    });
    let body = html! {
        h1 { (title) }
        p { (words.for_client.signed_out_lead) }
        (data_element(&data))
        script { (PreEscaped(TELL)) }
    };
    page(language, &title, &body, TELL)
}

fn page(language: Language, title: &str, body: &Markup, script: &str) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; frame-ancestors 'none'",
        source_hash(script),
        source_hash(STYLE),
    );
    let mut response = (StatusCode::OK, Html(document.into_string())).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
