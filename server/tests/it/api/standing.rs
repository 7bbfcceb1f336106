//! A token counts no longer than its session, remembered or not.

use axum::http::StatusCode;

use super::signed_in;
use crate::support::{Engine, Person, Site, at_once, on_both_engines};

on_both_engines! {
    a_token_ends_with_its_session_at_once,
    a_remembered_token_ends_when_its_time_is_up,
    a_removed_person_is_let_in_no_longer,
    a_new_address_is_told_at_once,
    many_calls_at_once_all_get_through,
    our_own_fault_refuses_no_token,
}

async fn a_token_ends_with_its_session_at_once(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    let client = site.api(&token);
    for _ in 0..3 {
        client.get("/api/profile").await.ok();
    }
    browser.sign_out().await;
    for path in ["/api/profile", "/api/secure-data"] {
        let answer = client.get(path).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["code"], "token_not_valid");
    }
}

async fn a_remembered_token_ends_when_its_time_is_up(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let client = site.api(&token);
    client.get("/api/profile").await.ok();
    site.wait(599);
    client.get("/api/profile").await.ok();
    site.wait(1);
    for _ in 0..2 {
        client.get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    }
}

async fn a_removed_person_is_let_in_no_longer(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    site.api(&token).get("/api/profile").await.ok();
    site.database.run("delete from people").await;
    site.wait(1);
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert!(browser.session().await.is_null());
}

async fn a_new_address_is_told_at_once(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    site.database.run("update people set email = 'new@example.com'").await;
    assert_eq!(site.api(&token).get("/api/profile").await.ok().json()["email"], "new@example.com");
    site.database.run("update people set email = null").await;
    site.wait(1);
    assert!(site.api(&token).get("/api/profile").await.ok().json()["email"].is_null());
}

async fn many_calls_at_once_all_get_through(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let statuses = at_once(50, |_| {
        let client = site.api(&token);
        async move { client.get("/api/profile").await.status }
    })
    .await;
    assert!(statuses.iter().all(|status| *status == StatusCode::OK), "{statuses:?}");
}

async fn our_own_fault_refuses_no_token(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let client = site.api(&browser.access_token().await);
    site.store.close().await;
    let answer = client.get("/api/profile").await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("www-authenticate"), "", "a new token would not help");
    assert!(answer.json()["support_code"].is_string());
    let ready = client.get("/readyz").await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert!(!ready.text().contains("sql"), "{}", ready.text());
    client.get("/healthz").await.ok();
}
