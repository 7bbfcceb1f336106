//! What is removed from time to time, and what stays.

use app::wire::Notice;
use axum::http::StatusCode;
use server::upkeep;

use crate::support::{Engine, Person, Site, on_both_engines};

const DAY: u64 = 24 * 60 * 60;

on_both_engines! {
    what_is_live_stays,
    what_has_lapsed_goes,
    a_stolen_token_of_an_ended_session_is_known_for_a_month,
    a_late_comer_is_told_what_happened,
}

async fn what_is_live_stays(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("google", &Person::grace()).await;
    let popup = browser.start_popup("okta").await;
    let code = popup.finish(&Person::ada()).await.code();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    upkeep::purge(&site.store, site.now()).await.unwrap();
    popup.redeem(&code).await.ok();
    browser.refresh().await.ok();
    assert!(browser.arrive(&callback).await.session_cookie().is_some(), "sign-in, code and grant are live");
}

async fn what_has_lapsed_goes(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("okta").await;
    popup.finish(&Person::ada()).await;
    browser.begin("/auth/okta/start").await;
    assert_eq!(lapsing(&site).await, [2, 1, 1]);
    site.wait(2 * 60 * 60);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(lapsing(&site).await, [0, 0, 0]);
    assert_eq!(browser.session().await["name"], "Ada Lovelace", "the session goes on");
    for _ in 0..13 {
        site.wait(10 * DAY);
        browser.refresh().await;
        upkeep::purge(&site.store, site.now()).await.unwrap();
    }
    assert_eq!(site.database.count("families").await, 0);
    assert_eq!(site.database.count("people").await, 1, "the account is not what lapsed");
    assert!(site.database.count("audit_events").await >= 1);
}

async fn a_stolen_token_of_an_ended_session_is_known_for_a_month(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.sign_out().await;
    site.wait(30 * DAY);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("families").await, 1);
    site.wait(1);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("families").await, 0);
}

async fn a_late_comer_is_told_what_happened(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    site.wait(60 * 60);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    let callback = browser.prove(&authorize, &Person::ada()).await;
    assert_eq!(browser.arrive(&callback).await.notice().0, Notice::SignInExpired);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

/// Rows of sign-ins, hand-off codes and the demo provider's grants.
async fn lapsing(site: &Site) -> [i64; 3] {
    [site.database.count("sign_ins").await, site.database.count("handoffs").await, site.database.count("grants").await]
}
