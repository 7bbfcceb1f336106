//! How a sign-in ends that somebody's own front end opened in a popup (rows H04 to H08): the front end
//! listens for `message` with the token in `data.token`.

use app::{
    wire::Notice,
    words::{Language, words},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    front_end_login::LOGIN,
    popup_page::{STYLE, data_element, source_hash, status_of},
};

const SCRIPT: &str = include_str!("opener_page.js");

/// Hands a token to a page of that origin, and to no other.
pub(super) fn hand_over(origin: &str, token: &str, language: Language) -> Response {
    let catalogue = words(language);
    let data = serde_json::json!({ "token": token, "origin": origin });
    let body = html! {
        h1 { (catalogue.popup.signed_in) }
        (data_element(&data))
        script { (PreEscaped(SCRIPT)) }
    };
    page(StatusCode::OK, language, &body)
}

/// Says why nobody is signed in. The front end hears nothing: it waits, as it does while somebody types.
pub(super) fn tell(notice: Notice, support_code: &str, language: Language) -> Response {
    let catalogue = words(language);
    let body = html! {
        h1 { ((catalogue.notice)(notice)) }
        p { ((catalogue.common.support_code)(support_code)) }
        p { a href=(LOGIN) { (catalogue.common.try_again) } }
    };
    page(status_of(notice), language, &body)
}

fn page(status: StatusCode, language: Language, body: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words(language).popup.title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        source_hash(SCRIPT),
        source_hash(STYLE),
    );
    let mut response = (status, Html(page.into_string())).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // The link back is a page of ours that asks who leads to it.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
