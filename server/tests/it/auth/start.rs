//! What is sent to the provider, and what is kept of it.

use axum::http::StatusCode;

use super::{PROVIDERS, parameter};
use crate::support::{Engine, Site, on_both_engines};

on_both_engines! {
    every_provider_is_asked_for_a_code_with_state_and_pkce,
    openid_providers_are_sent_a_nonce,
    nothing_is_used_twice,
    a_sign_in_is_bound_to_its_browser_by_a_cookie_of_its_own,
    pending_sign_ins_are_bounded,
    what_cannot_be_begun_is_refused,
    an_origin_that_is_not_ours_is_refused,
    the_secret_stays_on_the_server,
}

async fn every_provider_is_asked_for_a_code_with_state_and_pkce(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in PROVIDERS {
        let url = site.browser().begin(&format!("/auth/{provider}/start")).await;
        assert_eq!(url.origin(), site.demo.origin());
        assert_eq!(parameter(&url, "response_type").as_deref(), Some("code"));
        assert_eq!(parameter(&url, "code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(parameter(&url, "code_challenge").unwrap().len(), 43);
        assert_eq!(parameter(&url, "state").unwrap().len(), 43, "256 bits");
        let callback = site.at(&format!("/auth/{provider}/callback"));
        assert_eq!(parameter(&url, "redirect_uri").as_deref(), Some(callback.as_str()));
        let scope = parameter(&url, "scope").unwrap();
        let expected = if provider == "facebook" { "public_profile,email" } else { "openid profile email" };
        assert_eq!(scope, expected, "nothing beyond what is needed");
    }
}

async fn openid_providers_are_sent_a_nonce(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in ["okta", "google"] {
        let url = site.browser().begin(&format!("/auth/{provider}/start")).await;
        let (nonce, state) = (parameter(&url, "nonce").unwrap(), parameter(&url, "state").unwrap());
        assert_eq!(nonce.len(), 43);
        assert_ne!(nonce, state);
    }
}

async fn nothing_is_used_twice(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let (first, second) = (browser.begin("/auth/okta/start").await, browser.begin("/auth/okta/start").await);
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(parameter(&first, name), parameter(&second, name), "{name}");
    }
}

async fn a_sign_in_is_bound_to_its_browser_by_a_cookie_of_its_own(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = site.browser().click("/auth/okta/start").await;
    let [cookie] = answer.cookies().try_into().unwrap();
    assert!(cookie.name().starts_with("gatepost-sign-in-"), "{cookie}");
    assert_eq!(cookie.http_only(), Some(true));
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::Lax), "Strict does not come back from a provider");
    assert_eq!(cookie.max_age(), Some(cookie::time::Duration::minutes(10)));
    assert_eq!(cookie.domain(), None);
    let state = parameter(&answer.location(), "state").unwrap();
    assert!(!cookie.value().contains(&state));
    let everything = String::from_utf8_lossy(&site.database.everything().await).into_owned();
    let secret = cookie.value().split_once('.').unwrap().1;
    for value in [&*state, secret] {
        assert!(!everything.contains(value), "only hashes are kept");
    }
}

async fn pending_sign_ins_are_bounded(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let oldest = browser.begin("/auth/okta/start").await;
    for _ in 0..24 {
        site.wait(1);
        browser.begin("/auth/okta/start").await;
    }
    let newest = browser.begin("/auth/google/start").await;
    assert_eq!(browser.cookie_names().len(), 20);
    let ada = crate::support::Person::ada();
    let callback = browser.prove(&oldest, &ada).await;
    super::refused(&site, &browser.arrive(&callback).await, app::wire::Notice::SignInUnknown).await;
    let callback = browser.prove(&newest, &ada).await;
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
}

async fn what_cannot_be_begun_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let challenge = "c".repeat(43);
    let popup = |txn: &str, challenge: &str| format!("okta/start?display=popup&txn={txn}&challenge={challenge}");
    for (path, status) in [
        ("nobody/start".to_owned(), StatusCode::NOT_FOUND),
        ("okta/start?max_age=-1".to_owned(), StatusCode::BAD_REQUEST),
        ("okta/start?max_age=99999999999".to_owned(), StatusCode::BAD_REQUEST),
        ("okta/start?display=window".to_owned(), StatusCode::BAD_REQUEST),
        ("okta/start?display=popup".to_owned(), StatusCode::BAD_REQUEST),
        (popup("short", &challenge), StatusCode::BAD_REQUEST),
        (popup(&"t".repeat(22), "short"), StatusCode::BAD_REQUEST),
        (popup(&"%3Cscript%3E".repeat(3), &challenge), StatusCode::BAD_REQUEST),
        (popup(&"t".repeat(22), &"=".repeat(43)), StatusCode::BAD_REQUEST),
        ("okta/start?return_to=/a&return_to=/b".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        let answer = browser.click(&format!("/auth/{path}")).await.expect(status);
        assert!(answer.cookies().is_empty());
    }
    assert_eq!(site.database.count("sign_ins").await, 0);
}

async fn an_origin_that_is_not_ours_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let ours = site.origin();
    for origin in ["http://evil.example", "null", "*", "", &format!("{ours}.evil.example"), &format!("{ours}/")] {
        let answer = browser.click(&format!("/auth/okta/start?origin={origin}")).await;
        assert!(answer.expect(StatusCode::FORBIDDEN).headers.get("location").is_none(), "{origin}");
    }
    assert_eq!(site.database.count("sign_ins").await, 0);
    browser.begin(&format!("/auth/okta/start?origin={ours}")).await;
}

async fn the_secret_stays_on_the_server(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &[]).await;
    let browser = site.browser();
    let start = browser.click("/auth/okta/start").await;
    let secret = "a%3Ab%2Bc%25%2F%C3%A9";
    assert!(!start.location().as_str().contains(secret) && !format!("{start:?}").contains("a:b+c"));
    let callback = browser.prove(&start.location(), &crate::support::Person::ada()).await;
    let answer = browser.arrive(&callback).await;
    assert!(answer.session_cookie().is_some(), "a secret of odd characters works");
}
