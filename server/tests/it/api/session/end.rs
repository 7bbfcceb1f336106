//! `DELETE /api/session`.

use axum::http::StatusCode;

use crate::support::{Browser, Engine, Person, SESSION, Site, on_both_engines};

on_both_engines! {
    signing_out_ends_the_session_on_the_server,
    an_old_cookie_signs_out_too,
    signing_out_twice_or_without_a_session_is_fine,
    signing_out_of_one_browser_leaves_the_other,
    a_new_sign_in_replaces_the_session,
    a_failed_sign_in_leaves_the_session,
}

async fn signing_out_ends_the_session_on_the_server(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let client = site.api(&browser.access_token().await);
    client.get("/api/profile").await.ok();
    let cookie = browser.refresh_token();

    let answer = browser.sign_out().await.expect(StatusCode::NO_CONTENT);
    assert_eq!(answer.session_cookie().unwrap().max_age(), Some(cookie::time::Duration::ZERO));
    assert!(!browser.has_session_cookie());
    client.get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    browser.plant(SESSION, &cookie);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert!(browser.session().await.is_null());
    assert_eq!(site.database.count("families where revoked_why = 'signed_out'").await, 1);
    assert_eq!(site.database.count("audit_events where kind = 'sign_out' and outcome = 'ok'").await, 1);
}

async fn an_old_cookie_signs_out_too(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, old_tab) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    old_tab.plant(SESSION, &browser.refresh_token());
    for _ in 0..3 {
        browser.refresh().await.ok();
    }
    old_tab.sign_out().await.expect(StatusCode::NO_CONTENT);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("families where revoked_why = 'signed_out'").await, 1, "no reuse, no alarm");
}

async fn signing_out_twice_or_without_a_session_is_fine(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_out().await.expect(StatusCode::NO_CONTENT);
    browser.sign_in("okta", &Person::ada()).await;
    let cookie = browser.refresh_token();
    for _ in 0..2 {
        browser.plant(SESSION, &cookie);
        browser.sign_out().await.expect(StatusCode::NO_CONTENT);
    }
    assert_eq!(site.database.count("audit_events where kind = 'sign_out'").await, 1);
}

async fn signing_out_of_one_browser_leaves_the_other(engine: Engine) {
    let site = Site::on(engine).await;
    let (phone, desk) = (site.browser(), site.browser());
    phone.sign_in("okta", &Person::ada()).await;
    desk.sign_in("okta", &Person::ada()).await;
    phone.sign_out().await.expect(StatusCode::NO_CONTENT);
    desk.refresh().await.ok();
}

async fn a_new_sign_in_replaces_the_session(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let (first, cookie) = (browser.access_token().await, browser.refresh_token());
    site.wait(1000);
    let step_up = browser.begin("/auth/okta/start?return_to=/shop/checkout&max_age=300").await;
    assert!(step_up.query().unwrap().contains("max_age=300"), "{step_up}");
    let callback = browser.prove(&step_up, &Person::ada()).await;
    let answer = browser.arrive(&callback).await;
    assert_eq!(answer.location().path(), "/shop/checkout");
    assert_eq!(answer.notice().0, app::wire::Notice::SteppedUp);

    let second = browser.access_token().await;
    let (before, after) = (site.family_of(&first).await, site.family_of(&second).await);
    assert_ne!(before.id, after.id, "a new session id");
    assert_eq!(before.person_id, after.person_id);
    assert_eq!(before.revoked_why.as_deref(), Some("replaced"));
    assert_eq!(after.auth_time, site.now());
    stolen(&site, &cookie).refresh().await.expect(StatusCode::UNAUTHORIZED);
    site.api(&first).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_failed_sign_in_leaves_the_session(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.deny(&authorize).await;
    assert_eq!(browser.arrive(&callback).await.notice().0, app::wire::Notice::AccessDenied);
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
    browser.refresh().await.ok();
}

fn stolen(site: &Site, cookie: &str) -> Browser {
    let thief = site.browser();
    thief.plant(SESSION, cookie);
    thief
}
