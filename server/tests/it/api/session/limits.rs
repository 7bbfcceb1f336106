//! How long a session lasts.

use axum::http::StatusCode;

use crate::support::{Engine, Person, Site, on_both_engines};

const SETTINGS: [(&str, &str); 2] = [("session.idle", "1000"), ("session.absolute", "2500")];

on_both_engines! {
    an_unused_session_ends,
    a_used_session_lives_on_and_ends_all_the_same,
    an_access_token_ends_before_its_session,
}

async fn an_unused_session_ends(engine: Engine) {
    let site = Site::with(engine, &SETTINGS).await;
    let (punctual, late) = (site.browser(), site.browser());
    punctual.sign_in("okta", &Person::ada()).await;
    late.sign_in("okta", &Person::ada()).await;
    site.wait(999);
    punctual.refresh().await.ok();
    site.wait(1);
    assert!(late.session().await.is_null());
    assert!(late.visit("/").await.ok().words("header .person").is_empty());
    late.refresh().await.expect(StatusCode::UNAUTHORIZED);
    punctual.refresh().await.ok();
}

async fn a_used_session_lives_on_and_ends_all_the_same(engine: Engine) {
    let site = Site::with(engine, &SETTINGS).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for age in [800, 1600, 2400] {
        site.wait(800);
        let answer = browser.refresh().await.ok();
        let life = answer.session_cookie().unwrap().max_age().unwrap().whole_seconds();
        assert_eq!(life, 1000.min(2500 - age), "the cookie goes with the session");
    }
    site.wait(100);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert!(browser.session().await.is_null());
}

async fn an_access_token_ends_before_its_session(engine: Engine) {
    let site = Site::with(engine, &[("session.access_ttl", "90")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let answer = browser.refresh().await.ok();
    assert_eq!(answer.json()["expires_in"], 90);
    let client = site.api(answer.json()["access_token"].as_str().unwrap());
    site.wait(89);
    client.get("/api/profile").await.ok();
    site.wait(1);
    client.get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.ok();
}
