use app::words::Language;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, PreEscaped, html};

use crate::http::popup_page::{STYLE, source_hash};

/// What the page says.
struct Words {
    title: fn(&str) -> String,
    here: &'static str,
    go_on: fn(&str) -> String,
}

const fn words(language: Language) -> Words {
    match language {
        Language::En => Words {
            title: |label| format!("Signing out at {label} as well"),
            here: "You are signed out here.",
            go_on: |label| format!("Go on to {label}"),
        },
        Language::De => Words {
            title: |label| format!("Auch bei {label} abmelden"),
            here: "Hier sind Sie abgemeldet.",
            go_on: |label| format!("Weiter zu {label}"),
        },
    }
}

/// A page that goes on by itself, and by a link where it does not.
pub(super) fn render(label: &str, next: &str, language: Language) -> Response {
    let words = words(language);
    let title = (words.title)(label);
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="refresh" content={ "0; url=" (next) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p { (words.here) }
                    p { a href=(next) { ((words.go_on)(label)) } }
                }
            }
        }
    };
    let policy = format!(
        "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        source_hash(STYLE)
    );
    let mut response = (StatusCode::OK, Html(page.into_string())).into_response();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
