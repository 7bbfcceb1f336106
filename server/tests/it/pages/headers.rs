//! Security headers, on everything.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::support::{Answer, Database, Engine, Person, Site, on_both_engines};

on_both_engines! {
    every_answer_carries_them,
    pages_keep_strangers_windows_out,
    every_page_has_a_policy_with_a_nonce_of_its_own,
    pages_of_a_person_are_kept_by_nobody,
    files_may_be_kept,
    only_https_is_asked_for_again,
    cookies_are_for_https_alone_where_there_is_https,
}

const COOP: &str = "cross-origin-opener-policy";
const HSTS: &str = "strict-transport-security";
const PAGES: [&str; 6] = ["/", "/sign-in", "/profile", "/shop", "/shop/cart", "/shop/checkout"];

async fn every_answer_carries_them(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let mut answers = Vec::new();
    for path in PAGES {
        answers.push(browser.visit(path).await);
    }
    for path in
        ["/nowhere", "/api/nowhere", "/api/profile", "/healthz", "/readyz", "/.well-known/jwks.json", "/favicon.svg"]
    {
        answers.push(browser.visit(path).await);
    }
    for path in
        ["/auth/okta/start", "/auth/okta/callback?code=x&state=y", "/auth/nobody/start", "/auth/okta/start?max_age=x"]
    {
        answers.push(browser.click(path).await);
    }
    for (method, path) in [(Method::PUT, "/"), (Method::PUT, "/api/session"), (Method::GET, "/api/session/refresh")] {
        answers.push(browser.send(browser.script(method, path)).await);
    }
    let stylesheet = browser.visit("/").await.attribute("link[rel=stylesheet]", "href");
    answers.push(browser.visit(&stylesheet).await);
    answers.push(browser.submit("/shop", "/sf/add-to-cart", &[("product", "lantern"), ("quantity", "1")]).await);
    answers.push(site.api("").post("/api/session/refresh", &serde_json::json!({})).await);
    answers.push(browser.send(browser.script(Method::POST, "/api/session/refresh").body("text/plain", "{}")).await);
    answers.push(browser.refresh().await);
    answers.push(browser.sign_out().await);
    for answer in answers {
        carries_them(&answer);
    }
}

fn carries_them(answer: &Answer) {
    let what = format!("{} {} {:?}", answer.status, answer.url, answer.headers);
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert!(["no-referrer", "strict-origin-when-cross-origin"].contains(&answer.header("referrer-policy")), "{what}");
    let policy = answer.header("content-security-policy");
    for directive in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(directive), "{what}");
    }
    assert_ne!(answer.header("cache-control"), "", "{what}");
    assert_ne!(answer.header("permissions-policy"), "", "{what}");
    assert_eq!(answer.header(HSTS), "", "plain http promises nothing");
    assert_eq!(answer.header("server"), "", "{what}");
    for name in ["x-content-type-options", "content-security-policy", "cache-control", "referrer-policy"] {
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{name} once: {what}");
    }
}

async fn pages_keep_strangers_windows_out(engine: Engine) {
    let site = Site::on(engine).await;
    for path in PAGES.into_iter().chain(["/nowhere"]) {
        assert_eq!(site.browser().visit(path).await.header(COOP), "same-origin-allow-popups", "{path}");
    }
}

async fn every_page_has_a_policy_with_a_nonce_of_its_own(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let mut nonces = BTreeSet::new();
    for path in PAGES.into_iter().chain(["/nowhere", "/", "/"]) {
        let page = browser.visit(path).await;
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(URL_SAFE_NO_PAD.decode(&nonce).unwrap().len() >= 16, "128 bits or more");
        assert!(
            policy.contains(&format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'")),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(policy.contains("object-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
        let scripts = page.attributes("script, link[rel=modulepreload]", "nonce");
        assert!(!scripts.is_empty() && scripts.iter().all(|script| *script == nonce), "{path}: {scripts:?}");
        assert!(
            page.attributes("[style], [onclick], [onload], style", "style").is_empty(),
            "no inline styles or handlers"
        );
        assert!(nonces.insert(nonce), "fresh for each answer");
    }
}

async fn pages_of_a_person_are_kept_by_nobody(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for path in PAGES {
        assert_eq!(browser.visit(path).await.ok().header("cache-control"), "private, no-store", "{path}");
    }
    assert_eq!(browser.send(browser.script(Method::GET, "/api/session")).await.header("cache-control"), "no-store");
}

/// A build without its site carries no files; then there are none to keep.
async fn files_may_be_kept(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let stylesheet = browser.visit("/").await.attribute("link[rel=stylesheet]", "href");
    let answer = browser.visit(&stylesheet).await;
    if answer.status == StatusCode::OK {
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    } else {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.header("cache-control").contains("no-store"), "what is missing now may be there tomorrow");
    }
    let missing = browser.visit("/pkg/of-another-build/gatepost.wasm").await.expect(StatusCode::NOT_FOUND);
    assert!(missing.header("cache-control").contains("no-store"));
}

async fn only_https_is_asked_for_again(engine: Engine) {
    let site = behind_tls(engine).await;
    for path in ["/", "/nowhere", "/api/profile", "/healthz", "/auth/okta/callback"] {
        let answer = site.api("").get(path).await;
        assert!(answer.header(HSTS).contains("max-age=31536000"), "{path}");
    }
}

async fn cookies_are_for_https_alone_where_there_is_https(engine: Engine) {
    let site = behind_tls(engine).await;
    let client = site.api("").header("sec-fetch-site", "same-origin");
    let answer = client.call(Method::DELETE, "/api/session", None).await.expect(StatusCode::NO_CONTENT);
    let cookies = answer.cookies();
    assert_eq!(cookies.iter().map(cookie::Cookie::name).collect::<Vec<_>>(), ["__Host-gatepost", "__Host-gatepost-2"]);
    for cookie in cookies {
        assert_eq!((cookie.secure(), cookie.http_only(), cookie.path()), (Some(true), Some(true), Some("/")));
        assert_eq!(cookie.domain(), None);
    }
}

/// A site that browsers reach over TLS, with a provider of its own: no demo stands beside it.
async fn behind_tls(engine: Engine) -> Site {
    let settings = [
        ("server.public_url", "https://id.example"),
        ("providers.okta.domain", "dev-1.okta.example"),
        ("providers.okta.client_id", "id"),
        ("providers.okta.client_secret", "secret"),
    ];
    Site::over(Database::fresh(engine).await, &settings).await
}
