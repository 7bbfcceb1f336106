//! A refresh token that comes a second time: a lost answer, or a thief.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::support::{Answer, Browser, Engine, Person, SESSION, Site, claims, on_both_engines};

/// Seconds after which the window is closed: one more than the default.
const WINDOW: u64 = 31;

on_both_engines! {
    inside_the_window_the_previous_token_gets_the_same_answer_again,
    an_answer_lost_for_hours_is_given_again,
    a_lost_answer_can_be_asked_for_any_number_of_times,
    a_page_load_with_the_new_cookie_shows_that_it_arrived,
    an_api_call_with_the_new_token_shows_that_it_arrived,
    reuse_ends_that_family_and_no_other,
    anything_older_is_reuse_even_at_once,
    a_forged_token_changes_nothing,
}

async fn inside_the_window_the_previous_token_gets_the_same_answer_again(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let previous = browser.refresh_token();
    let first = browser.refresh().await.ok();
    seen_by_the_api(&site, &first).await;
    site.wait(WINDOW - 1);

    let again = with_token(&site, &previous).refresh().await.ok();
    assert_eq!(again.session_cookie().unwrap().value(), first.session_cookie().unwrap().value());
    assert_eq!(generation(&again), generation(&first));
    assert_ne!(again.json()["access_token"], first.json()["access_token"], "each has its own jti");
    site.api(again.json()["access_token"].as_str().unwrap()).get("/api/profile").await.ok();
}

async fn an_answer_lost_for_hours_is_given_again(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let lost = browser.refresh_and_lose_the_answer().await.ok();
    site.wait(9 * 60 * 60);

    let again = browser.refresh().await.ok();
    assert_eq!(again.session_cookie().unwrap().value(), lost.session_cookie().unwrap().value());
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
    browser.refresh().await.ok();
}

async fn a_lost_answer_can_be_asked_for_any_number_of_times(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let lost = browser.refresh_and_lose_the_answer().await.ok();
    for _ in 0..3 {
        site.wait(60 * 60);
        let again = browser.refresh_and_lose_the_answer().await.ok();
        assert_eq!(again.session_cookie().unwrap().value(), lost.session_cookie().unwrap().value());
    }
}

async fn a_page_load_with_the_new_cookie_shows_that_it_arrived(engine: Engine) {
    for path in ["/", "/api/session"] {
        let site = Site::on(engine).await;
        let browser = site.browser();
        browser.sign_in("okta", &Person::ada()).await;
        let previous = browser.refresh_token();
        browser.refresh().await.ok();
        browser.visit(path).await.ok();
        site.wait(WINDOW);
        with_token(&site, &previous).refresh().await.expect(StatusCode::UNAUTHORIZED);
    }
}

async fn an_api_call_with_the_new_token_shows_that_it_arrived(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let previous = browser.refresh_token();
    let renewed = browser.refresh().await.ok();
    seen_by_the_api(&site, &renewed).await;
    site.wait(WINDOW);
    with_token(&site, &previous).refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn reuse_ends_that_family_and_no_other(engine: Engine) {
    let site = Site::on(engine).await;
    let (victim, elsewhere) = (site.browser(), site.browser());
    victim.sign_in("okta", &Person::ada()).await;
    elsewhere.sign_in("okta", &Person::ada()).await;
    let stolen = victim.refresh_token();
    let renewed = victim.refresh().await.ok();
    seen_by_the_api(&site, &renewed).await;
    site.wait(WINDOW);

    let refused = with_token(&site, &stolen).refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(refused.json()["error"], "invalid_grant");
    assert_eq!(refused.session_cookie(), None);

    let token = renewed.json()["access_token"].as_str().unwrap().to_owned();
    let family = site.family_of(&token).await;
    assert_eq!(family.revoked_why.as_deref(), Some("reused"));
    victim.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert!(victim.session().await.is_null());
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    let told = format!("audit_events where kind = 'refresh_token_reused' and family_id = '{}'", family.id);
    assert_eq!(site.database.count(&told).await, 1);

    assert_eq!(elsewhere.session().await["name"], "Ada Lovelace");
    elsewhere.refresh().await.ok();
}

async fn anything_older_is_reuse_even_at_once(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let oldest = browser.refresh_token();
    browser.refresh().await.ok();
    browser.refresh().await.ok();
    with_token(&site, &oldest).refresh().await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_forged_token_changes_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, other) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    other.sign_in("okta", &Person::grace()).await;
    browser.refresh().await.ok();
    browser.refresh().await.ok();
    let before = site.family_of(&browser.access_token().await).await;

    let genuine = URL_SAFE_NO_PAD.decode(browser.refresh_token()).unwrap();
    let other = URL_SAFE_NO_PAD.decode(other.refresh_token()).unwrap();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = genuine.clone();
        change(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let forged = [
        with(&|bytes| *bytes.last_mut().unwrap() ^= 1),
        with(&|bytes| bytes[0] ^= 1),
        // The number of a generation long past: if it counted, it would be reuse.
        with(&|bytes| bytes[28..32].copy_from_slice(&0_u32.to_be_bytes())),
        with(&|bytes| bytes[28..32].copy_from_slice(&99_u32.to_be_bytes())),
        with(&|bytes| bytes[12..28].copy_from_slice(&other[12..28])),
        with(&|bytes| bytes[32..].fill(0)),
        with(&|bytes| bytes.truncate(60)),
        with(&|bytes| bytes.push(0)),
    ];
    for token in forged {
        let answer = with_token(&site, &token).refresh().await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["error"], "invalid_grant", "{token}");
        with_token(&site, &token).sign_out().await.expect(StatusCode::NO_CONTENT);
        assert_eq!(site.family(&before.id).await, before, "{token}");
    }
    browser.refresh().await.ok();
    assert_eq!(site.database.count("families where revoked_at is not null").await, 0);
}

/// Another browser that has got hold of a refresh token.
fn with_token(site: &Site, token: &str) -> Browser {
    let browser = site.browser();
    browser.plant(SESSION, token);
    browser
}

async fn seen_by_the_api(site: &Site, renewed: &Answer) {
    site.api(renewed.json()["access_token"].as_str().unwrap()).get("/api/profile").await.ok();
}

fn generation(renewed: &Answer) -> i64 {
    claims(renewed.json()["access_token"].as_str().unwrap())["gen"].as_i64().unwrap()
}
