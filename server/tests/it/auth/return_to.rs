//! Where a sign-in comes back to: a page of our own, whatever was asked for.

use axum::http::StatusCode;
use url::form_urlencoded::byte_serialize;

use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    no_payload_leads_to_another_origin,
    no_payload_leads_elsewhere_from_the_sign_in_page,
    our_own_pages_are_kept_as_they_are,
}

const PAYLOADS: [&str; 30] = [
    "",
    "evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "/./%2fevil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "//user@evil.example",
    "/\u{2028}/evil.example",
    "/\u{ff0f}evil.example",
    "/\0",
    "@evil.example",
    "/auth/google/start",
];

async fn no_payload_leads_to_another_origin(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for payload in PAYLOADS {
        let start = format!("/auth/okta/start?return_to={}", encoded(payload));
        let answer = browser.click(&start).await;
        if answer.status == StatusCode::BAD_REQUEST {
            continue;
        }
        let callback = browser.prove(&answer.location(), &Person::ada()).await;
        let back = browser.arrive(&callback).await.location();
        assert_eq!(back.origin(), site.url.origin(), "{payload:?} leads to {back}");
    }
}

async fn no_payload_leads_elsewhere_from_the_sign_in_page(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for signed_in in [false, true] {
        if signed_in {
            browser.sign_in("okta", &Person::ada()).await;
        }
        for payload in PAYLOADS {
            let page = browser.visit(&format!("/sign-in?return_to={}", encoded(payload))).await.ok();
            for href in page.attributes("a", "href") {
                let leads_to = page.url.join(&href).unwrap();
                assert_eq!(leads_to.origin(), site.url.origin(), "{payload:?} makes {href}");
            }
        }
    }
}

async fn our_own_pages_are_kept_as_they_are(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for path in ["/", "/shop/checkout", "/shop?a=1&b=%2F%2Fx", "/profile#token", "/%C3%BC", "/a//b"] {
        let authorize = browser.begin(&format!("/auth/okta/start?return_to={}", encoded(path))).await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        assert_eq!(browser.arrive(&callback).await.header("location"), path);
    }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
