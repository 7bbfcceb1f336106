//! What stands in the HTML before any script runs, and what never does.

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::{Browser, Engine, Person, Site, on_both_engines};

on_both_engines! {
    the_name_is_in_the_html,
    no_token_and_no_secret_is_in_the_html,
    what_a_person_typed_is_text,
    an_unknown_address_is_not_found,
    every_page_works_for_nobody_and_for_somebody,
    a_failure_has_a_support_code,
}

const PAGES: [&str; 6] = ["/", "/sign-in", "/profile", "/shop", "/shop/cart", "/shop/checkout"];

async fn the_name_is_in_the_html(engine: Engine) {
    let (_site, browser) = signed_in(engine).await;
    for path in PAGES.into_iter().chain(["/nowhere"]) {
        let page = browser.visit(path).await;
        assert_eq!(page.words("header .person"), "Ada Lovelace", "{path}");
        assert!(page.words("header button").contains("Sign out"), "{path}");
        assert!(!page.words("header").contains("Sign in"), "{path}");
    }
    let profile = browser.visit("/profile").await.ok();
    for fact in ["Ada Lovelace", "ada.lovelace@example.com", "Okta"] {
        assert!(profile.words("main").contains(fact), "{fact}");
    }
}

async fn no_token_and_no_secret_is_in_the_html(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    let popup = browser.start_popup("okta").await;
    let last = popup.finish(&Person::ada()).await;
    let (cookie, token) = (browser.refresh_token(), browser.access_token().await);
    let current = browser.refresh_token();
    let mut pages = vec![last.answer];
    for path in PAGES.into_iter().chain(["/nowhere"]) {
        pages.push(browser.visit(path).await);
    }
    let signature = token.rsplit('.').next().unwrap();
    for page in pages {
        let text = page.text();
        for secret in [&*cookie, &*current, &*token, signature, "eyJ", "client_secret", "Z2F0ZXBvc3Q"] {
            assert!(!text.contains(secret), "{} shows {secret}", page.url);
        }
        assert_eq!(page.session_cookie().is_some(), page.url.path().starts_with("/auth"), "a page rotates nothing");
    }
    assert_eq!(site.family_of(&token).await.generation, 1);
}

async fn what_a_person_typed_is_text(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let hostile = "\"'></script><script>alert(1)</script>\u{2028}<img src=x onerror=alert(1)>";
    browser.sign_in("okta", &Person::new("x", hostile, "a@example.com")).await;
    browser.plant("gatepost-cart", "lantern:1");
    for path in PAGES {
        let page =
            browser.visit(&format!("{path}?q=%3Cscript%3Ealert(1)%3C/script%3E&return_to=%22%3E%3Cscript%3E")).await;
        assert!(!page.text().contains("<script>alert") && !page.text().contains("<img src=x"), "{path}");
        assert!(page.words("header .person").contains("<script>alert(1)</script>"), "{path}");
    }
    let page = browser.visit("/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.expect(StatusCode::NOT_FOUND);
    assert!(!page.text().contains("<script>alert"));
}

async fn an_unknown_address_is_not_found(engine: Engine) {
    let site = Site::on(engine).await;
    for path in
        ["/nowhere", "/shop/nothing", "/profile/x", "/index.php", "/shop/orders", "/.env", "/%00", "/..%2f..%2fetc"]
    {
        let page = site.browser().visit(path).await.expect(StatusCode::NOT_FOUND);
        assert!(page.words("h1").contains("not") || page.words("h1").contains("No"), "{path}: {}", page.words("h1"));
        assert_eq!(page.attribute("main a", "href"), "/", "{path}");
    }
}

async fn every_page_works_for_nobody_and_for_somebody(engine: Engine) {
    let (site, somebody) = signed_in(engine).await;
    for browser in [site.browser(), somebody] {
        for path in PAGES {
            let page = browser.visit(path).await.ok();
            assert_eq!(page.attributes("h1", "class").len(), 1, "{path} has one headline");
            assert_eq!(page.attributes("main", "id").len(), 1, "{path}");
            assert!(page.words("title").ends_with("Gatepost"), "{path}");
            let hrefs = page.attributes("a", "href");
            assert!(hrefs.iter().all(|href| !href.is_empty() && !href.starts_with("javascript:")), "{path} {hrefs:?}");
        }
    }
}

async fn a_failure_has_a_support_code(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    site.store.close().await;
    let page = browser.visit("/profile").await.expect(StatusCode::SERVICE_UNAVAILABLE);
    let words = page.words("main");
    let code = words.split_whitespace().last().map_or("", str::trim).to_owned();
    assert!(words.contains("code") && !words.contains("sqlx") && !words.contains("pool"), "{words}");
    assert_ne!(code, "");
    assert!(!page.text().contains("Ada Lovelace"));
    assert_eq!(site.browser().visit("/").await.ok().words("header .person"), "", "others are served");
    let status = site.api("").get("/api/session").await.ok().json();
    assert_eq!(status["user"], Value::Null);
}

async fn signed_in(engine: Engine) -> (Site, Browser) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.visit("/").await.ok();
    (site, browser)
}
