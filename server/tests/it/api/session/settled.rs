//! `{"rotation":"settled"}`: tabs share one cookie and replace it at most once a window.

use crate::support::{Engine, Person, SESSION, Site, claims, on_both_engines};

on_both_engines! {
    a_tab_rotates_once_a_window,
    a_tab_that_missed_the_answer_gets_it,
    a_third_tab_with_the_cookie_of_before_is_no_thief,
}

async fn a_tab_rotates_once_a_window(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    assert!(browser.refresh_settled().await.ok().session_cookie().is_some());
    let cookie = browser.refresh_token();
    for _ in 0..3 {
        site.wait(10);
        let answer = browser.refresh_settled().await.ok();
        assert_eq!(answer.session_cookie(), None, "the browser has the current token");
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(claims(&token)["gen"], 1);
        site.api(&token).get("/api/profile").await.ok();
    }
    site.wait(1);
    assert!(browser.refresh_settled().await.ok().session_cookie().is_some());
    assert_ne!(browser.refresh_token(), cookie);
}

async fn a_tab_that_missed_the_answer_gets_it(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, late) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    late.plant(SESSION, &browser.refresh_token());
    browser.refresh_settled().await.ok();
    let answer = late.refresh_settled().await.ok();
    assert_eq!(answer.session_cookie().unwrap().value(), browser.refresh_token());
}

async fn a_third_tab_with_the_cookie_of_before_is_no_thief(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, third) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    third.plant(SESSION, &browser.refresh_token());
    browser.refresh_settled().await.ok();
    site.wait(20);
    browser.refresh_settled().await.ok();
    site.wait(10);
    third.refresh_settled().await.ok();
    browser.refresh_settled().await.ok();
}
