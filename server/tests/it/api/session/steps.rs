//! Somebody sets the server's clock.

use axum::http::StatusCode;

use crate::support::{Browser, Engine, Person, SESSION, Site, on_both_engines};

const HOUR: i64 = 60 * 60;

on_both_engines! {
    a_step_between_rotation_and_repeat_closes_no_window,
    a_step_opens_no_window_either,
    a_step_does_not_make_tabs_rotate,
}

async fn a_step_between_rotation_and_repeat_closes_no_window(engine: Engine) {
    for step in [HOUR, -HOUR] {
        let site = Site::on(engine).await;
        let (browser, late) = rotated_and_seen(&site).await;
        site.clock.step_wall(step);
        site.wait(20);
        let again = late.refresh().await.ok();
        assert_eq!(again.session_cookie().unwrap().value(), browser.refresh_token());
        browser.refresh().await.ok();
    }
}

async fn a_step_opens_no_window_either(engine: Engine) {
    let site = Site::on(engine).await;
    let (_, late) = rotated_and_seen(&site).await;
    site.wait(31);
    site.clock.step_wall(-31);
    late.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_step_does_not_make_tabs_rotate(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.refresh_settled().await.ok();
    for step in [HOUR, -HOUR] {
        site.clock.step_wall(step);
        assert_eq!(browser.refresh_settled().await.ok().session_cookie(), None);
    }
}

/// A browser that has rotated and shown it, and a tab that still has the token of before.
async fn rotated_and_seen(site: &Site) -> (Browser, Browser) {
    let (browser, late) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    late.plant(SESSION, &browser.refresh_token());
    browser.refresh().await.ok();
    browser.visit("/").await.ok();
    (browser, late)
}
