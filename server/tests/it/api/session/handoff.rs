//! `POST /api/session/handoff`: the code that a popup gives to the page that opened it.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Answer, Browser, Engine, Person, Popup, SESSION, Site, at_once, claims, on_both_engines};

on_both_engines! {
    the_opener_gets_an_access_token_once,
    a_wrong_verifier_uses_the_code_up,
    without_the_sessions_cookie_the_code_is_worth_nothing,
    anothers_session_does_not_redeem_it,
    a_code_lapses_after_a_minute,
    a_code_of_an_ended_session_is_worth_nothing,
    of_twenty_who_redeem_it_at_once_one_succeeds,
    the_code_still_works_after_a_rotation,
}

async fn the_opener_gets_an_access_token_once(engine: Engine) {
    let (site, browser, popup, code) = finished(engine).await;
    let cookie = browser.refresh_token();
    let answer = popup.redeem(&code).await.ok();
    let body = answer.json();
    assert_eq!(body["user"]["name"], "Ada Lovelace");
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    site.api(body["access_token"].as_str().unwrap()).get("/api/profile").await.ok();
    assert_eq!(answer.session_cookie(), None);
    assert!(!answer.text().contains(&cookie));
    refused(&popup.redeem(&code).await);
    assert_eq!(browser.session().await["name"], "Ada Lovelace", "the session itself is as it was");
}

async fn a_wrong_verifier_uses_the_code_up(engine: Engine) {
    let (_site, browser, popup, code) = finished(engine).await;
    refused(&browser.redeem(&code, &"x".repeat(43)).await);
    refused(&popup.redeem(&code).await);
    browser.refresh().await.ok();
}

async fn without_the_sessions_cookie_the_code_is_worth_nothing(engine: Engine) {
    let (site, _browser, popup, code) = finished(engine).await;
    refused(&site.browser().redeem(&code, &popup.verifier).await);
}

async fn anothers_session_does_not_redeem_it(engine: Engine) {
    let (site, _browser, popup, code) = finished(engine).await;
    let other = site.browser();
    other.sign_in("okta", &Person::grace()).await;
    refused(&other.redeem(&code, &popup.verifier).await);
}

async fn a_code_lapses_after_a_minute(engine: Engine) {
    let (site, browser, popup, code) = finished(engine).await;
    site.wait(59);
    popup.redeem(&code).await.ok();
    let popup = browser.start_popup("okta").await;
    let code = popup.finish(&Person::ada()).await.code();
    site.wait(60);
    refused(&popup.redeem(&code).await);
}

async fn a_code_of_an_ended_session_is_worth_nothing(engine: Engine) {
    let (site, browser, popup, code) = finished(engine).await;
    let cookie = browser.refresh_token();
    browser.sign_out().await.expect(StatusCode::NO_CONTENT);
    browser.plant(SESSION, &cookie);
    refused(&popup.redeem(&code).await);
    refused(&popup.redeem("a code that never was").await);
    assert_eq!(site.database.count("families where revoked_at is null").await, 0);
}

async fn of_twenty_who_redeem_it_at_once_one_succeeds(engine: Engine) {
    let (_site, browser, popup, code) = finished(engine).await;
    let answers = at_once(20, |_| {
        let (tab, code, verifier) = (browser.clone(), code.clone(), popup.verifier.clone());
        async move { tab.redeem(&code, &verifier).await.status }
    })
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 1);
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::BAD_REQUEST).count(), 19);
}

async fn the_code_still_works_after_a_rotation(engine: Engine) {
    let (_site, browser, popup, code) = finished(engine).await;
    browser.refresh().await.ok();
    let body = popup.redeem(&code).await.ok().json();
    assert_eq!(claims(body["access_token"].as_str().unwrap())["gen"], 1);
}

#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    assert_eq!(answer.json()["error"], "invalid_grant");
    assert!(answer.json().get("access_token").is_none());
}

/// A popup in which Ada has signed in, and the code that it reports.
async fn finished(engine: Engine) -> (Site, Browser, Popup, String) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("okta").await;
    let code = popup.finish(&Person::ada()).await.code();
    (site, browser, popup, code)
}
