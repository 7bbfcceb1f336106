//! `POST /api/session/refresh`: what an ordinary renewal answers.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Engine, Person, Site, claims, header, on_both_engines};

on_both_engines! {
    a_renewal_answers_tokens_and_replaces_the_cookie,
    the_access_token_is_what_rfc_9068_says,
    every_renewal_is_a_new_generation_of_one_family,
    the_refresh_token_is_in_the_cookie_alone,
    without_a_session_there_is_nothing_to_renew,
    our_own_fault_signs_nobody_out,
}

async fn a_renewal_answers_tokens_and_replaces_the_cookie(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let before = browser.refresh_token();

    let answer = browser.refresh().await.ok();
    let body = answer.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(body["user"]["name"], "Ada Lovelace");
    assert_eq!(body["user"]["email"], "ada.lovelace@example.com");
    assert_eq!(body["user"]["provider"], "okta");
    assert_eq!(answer.header("cache-control"), "no-store");

    let cookie = answer.session_cookie().unwrap();
    assert_ne!(cookie.value(), before);
    assert_eq!(cookie.http_only(), Some(true));
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::Lax));
    assert_eq!(cookie.path(), Some("/"));
    assert_eq!(cookie.domain(), None);
    assert_eq!(cookie.max_age(), Some(cookie::time::Duration::days(14)), "the idle limit");
}

async fn the_access_token_is_what_rfc_9068_says(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(60);
    let (first, second) = (browser.access_token().await, browser.access_token().await);

    let head = header(&first);
    assert_eq!((&head["typ"], &head["alg"]), (&json!("at+jwt"), &json!("ES256")));
    assert!(head["kid"].is_string());
    let claims_of_first = claims(&first);
    let now = site.now().seconds();
    for (name, expected) in [
        ("iss", json!(site.origin())),
        ("aud", json!(site.origin())),
        ("client_id", json!("gatepost")),
        ("iat", json!(now)),
        ("exp", json!(now + 600)),
        ("auth_time", json!(now - 60)),
        ("amr", json!(["pwd"])),
    ] {
        assert_eq!(claims_of_first[name], expected, "{name}");
    }
    assert_eq!(claims_of_first["jti"].as_str().unwrap().len(), 22, "128 bits");
    assert_ne!(claims_of_first["jti"], claims(&second)["jti"]);
    for private in ["name", "email"] {
        assert!(claims_of_first.get(private).is_none(), "{private} is nobody's business who reads the token");
    }
}

async fn every_renewal_is_a_new_generation_of_one_family(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let mut seen = vec![browser.refresh_token()];
    let family = site.family_of(&browser.access_token().await).await;
    for generation in 2..5 {
        let token = browser.access_token().await;
        let row = site.family_of(&token).await;
        assert_eq!((&row.id, row.generation), (&family.id, generation));
        assert!(!seen.contains(&browser.refresh_token()));
        seen.push(browser.refresh_token());
    }
    assert_eq!(site.database.count("families").await, 1);
}

async fn the_refresh_token_is_in_the_cookie_alone(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let signed_in = browser.sign_in("okta", &Person::ada()).await;
    assert!(!signed_in.text().contains(&browser.refresh_token()));
    let answer = browser.refresh().await.ok();
    assert!(!answer.text().contains(&browser.refresh_token()));
    assert!(!answer.text().contains("refresh"), "{}", answer.text());
}

async fn without_a_session_there_is_nothing_to_renew(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = site.browser().refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["error"], "invalid_grant");
    assert_eq!(answer.session_cookie(), None);
}

async fn our_own_fault_signs_nobody_out(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.store.close().await;
    let answer = browser.refresh().await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
    assert!(answer.json()["support_code"].is_string());
    let ended = browser.sign_out().await.expect(StatusCode::SERVICE_UNAVAILABLE);
    for answer in [answer, ended] {
        assert_eq!(answer.session_cookie(), None, "the browser keeps its session");
        assert!(!answer.text().contains("sql") && !answer.text().contains("pool"), "{}", answer.text());
    }
    let page = browser.visit("/profile").await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.session_cookie(), None);
}
