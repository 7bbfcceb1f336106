use app::{
    wire::{Notice, PopupOutcome, PopupReport, STORAGE_KEY_PREFIX, channel_name},
    words::{Language, words},
};
use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, PreEscaped, html};

const SCRIPT: &str = include_str!("popup_page.js");
pub(super) const STYLE: &str = include_str!("popup_page.css");

/// The last page of a popup: tiny, server-rendered, nothing from anywhere else.
pub(super) struct PopupPage {
    origin: String,
    policy: HeaderValue,
}

/// How a sign-in in a popup ended, and what the popup says in case it stays open.
pub(super) struct PopupEnd {
    pub(super) channel: String,
    pub(super) outcome: PopupOutcome,
    pub(super) return_to: String,
    pub(super) language: Language,
}

impl PopupPage {
    #[expect(clippy::expect_used, reason = "a constant but for two hashes in base64")]
    pub(super) fn new(origin: &str) -> Self {
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'",
            source_hash(SCRIPT),
            source_hash(STYLE),
        );
        Self { origin: origin.to_owned(), policy: HeaderValue::try_from(policy).expect("visible ASCII") }
    }

    pub(super) fn render(&self, end: PopupEnd) -> Response {
        let PopupEnd { channel, outcome, return_to, language } = end;
        let catalogue = words(language);
        let (status, headline) = match &outcome {
            PopupOutcome::SignedIn { .. } => (StatusCode::OK, catalogue.popup.signed_in),
            PopupOutcome::Failed { notice, .. } => (status_of(*notice), (catalogue.notice)(*notice)),
        };
        let support_code = match &outcome {
            PopupOutcome::Failed { support_code, .. } => support_code.clone(),
            PopupOutcome::SignedIn { .. } => None,
        };
        let data = serde_json::json!({
            "report": PopupReport { kind: PopupReport::KIND.to_owned(), txn: channel.clone(), outcome, opener: false },
            "origin": self.origin,
            "channel": channel_name(&channel),
            "storageKey": format!("{STORAGE_KEY_PREFIX}{channel}"),
        });
        let page = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (catalogue.popup.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        h1 { (headline) }
                        @if let Some(code) = support_code { p { ((catalogue.common.support_code)(&code)) } }
                        p { a href=(return_to) { (catalogue.popup.go_on) } }
                    }
                    script type="application/json" id="report" { (PreEscaped(for_script(&data))) }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        let headers = [
            (header::CONTENT_SECURITY_POLICY, self.policy.clone()),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ];
        (status, headers, Html(page.into_string())).into_response()
    }
}

/// Nothing in a JSON text may end the element that it stands in.
fn for_script(data: &serde_json::Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

pub(super) fn source_hash(source: &str) -> String {
    format!("sha256-{}", STANDARD.encode(digest(&SHA256, source.as_bytes())))
}

/// Only our own fault is a 5xx: whatever a provider or a browser brings is not.
fn status_of(notice: Notice) -> StatusCode {
    match notice {
        Notice::ServerFault => StatusCode::SERVICE_UNAVAILABLE,
        Notice::AddressInUse | Notice::SignInUsed => StatusCode::CONFLICT,
        Notice::AccessDenied | Notice::LoginRequired => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_element() {
        let text = for_script(&serde_json::json!({ "x": "</script><script>alert(1)</script>\u{2028}" }));
        assert!(!text.contains('<') && !text.contains('\u{2028}'), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
