//! A sign-in over a session, while answers to that session are still on their way.

use std::time::Duration;

use axum::http::{Method, StatusCode};

use crate::support::{Engine, Person, SESSIONS, Site, on_both_engines};

on_both_engines! {
    a_late_answer_to_the_old_session_takes_nothing_back,
    a_sign_out_after_a_late_answer_is_complete,
    the_new_session_takes_the_other_cookie_each_time,
    rubbish_beside_it_does_not_hide_a_stolen_token,
}

async fn a_late_answer_to_the_old_session_takes_nothing_back(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let before = browser.session().await["auth_time"].as_i64().unwrap();
    let late = browser.refresh_and_lose_the_answer().await.ok();
    site.clock.advance(Duration::from_secs(5));
    browser.sign_in("okta", &Person::ada()).await;
    let stepped_up = browser.session().await;
    browser.receive(&late);
    assert_eq!(browser.cookie_names().iter().filter(|name| SESSIONS.contains(&name.as_str())).count(), 2);

    assert_eq!(browser.session().await, stepped_up, "the new session counts");
    assert!(stepped_up["auth_time"].as_i64().unwrap() > before);
    assert_eq!(browser.visit("/profile").await.ok().words("header .person"), Person::ada().name);
    assert_eq!(browser.refresh().await.ok().json()["user"], stepped_up);
    browser.sign_in("okta", &Person::ada()).await;
    let left: Vec<_> = browser.cookie_names().into_iter().filter(|name| SESSIONS.contains(&name.as_str())).collect();
    assert_eq!(left, ["gatepost"], "a sign-in takes the dead cookie's place");
    assert!(!browser.session().await.is_null());
}

async fn a_sign_out_after_a_late_answer_is_complete(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let late = browser.refresh_and_lose_the_answer().await.ok();
    browser.sign_in("google", &Person::grace()).await;
    let kept = browser.refresh_token();
    browser.receive(&late);
    browser.send(browser.script(Method::DELETE, "/api/session")).await.expect(StatusCode::NO_CONTENT);
    assert!(!browser.has_session_cookie());
    browser.plant("gatepost-2", &kept);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn the_new_session_takes_the_other_cookie_each_time(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for cookie in ["gatepost", "gatepost-2", "gatepost"] {
        let answer = browser.sign_in("okta", &Person::ada()).await;
        assert_eq!(answer.session_cookie().unwrap().name(), cookie);
        let kept: Vec<_> =
            browser.cookie_names().into_iter().filter(|name| SESSIONS.contains(&name.as_str())).collect();
        assert_eq!(kept, [cookie]);
    }
}

async fn rubbish_beside_it_does_not_hide_a_stolen_token(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, thief) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    thief.plant(SESSIONS[0], &browser.refresh_token());
    thief.plant(SESSIONS[1], "rubbish");
    for _ in 0..3 {
        browser.refresh().await.ok();
    }
    thief.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("families where revoked_why = 'reused'").await, 1);
}
