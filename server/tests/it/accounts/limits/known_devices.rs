//! Whoever tries at an account locks out strangers, and not its owner's own browser.

use axum::http::StatusCode;
use serde_json::json;

use super::{proxied, try_from, wait};
use crate::{
    accounts::client::{ADA, GRACE, OTHER, PASSWORD, THIRD, ask_reset, join, reset},
    support::{Answer, Browser, Engine, Site, on_both_engines},
};

on_both_engines! {
    an_owner_gets_in_while_strangers_are_locked_out,
    a_known_browser_has_five_tries_of_its_own,
    a_cookie_of_another_account_or_of_nobody_opens_nothing,
    a_reset_makes_strangers_of_all_browsers_but_the_one_that_asked,
}

/// A browser that has signed in before, and the cookie it is known by.
async fn known(site: &Site, email: &str) -> (Browser, String) {
    let browser = site.browser();
    let answer = browser.sign_in_by_password(email, PASSWORD).await;
    let cookie = answer.cookie("gatepost-device").unwrap_or_else(|| panic!("{}", answer.text())).value().to_owned();
    (browser, cookie)
}

async fn lock(site: &Site, email: &str) {
    for host in 1..=5 {
        try_from(site, &format!("192.0.2.{host}"), email, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(site, "192.0.2.6", email, PASSWORD).await);
}

async fn try_with(site: &Site, device: &str, email: &str, password: &str) -> Answer {
    let api =
        site.api("").header("cookie", format!("gatepost-device={device}")).header("x-forwarded-for", "192.0.2.77");
    api.post("/api/auth/jwt/create/", &json!({ "email": email, "password": password })).await
}

async fn an_owner_gets_in_while_strangers_are_locked_out(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    let (browser, cookie) = known(&site, ADA).await;
    lock(&site, ADA).await;
    assert!(browser.sign_in_by_password(ADA, PASSWORD).await.session_cookie().is_some());
    try_with(&site, &cookie, ADA, PASSWORD).await.ok();
    wait(&try_from(&site, "192.0.2.7", ADA, PASSWORD).await);
    let stranger = site.browser();
    stranger.sign_in_by_password(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
}

async fn a_known_browser_has_five_tries_of_its_own(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    let (_, cookie) = known(&site, ADA).await;
    for _ in 0..5 {
        try_with(&site, &cookie, ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_with(&site, &cookie, ADA, PASSWORD).await);
    try_from(&site, "192.0.2.1", ADA, PASSWORD).await.ok();
}

async fn a_cookie_of_another_account_or_of_nobody_opens_nothing(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    join(&site, GRACE, PASSWORD).await;
    let (_, hers) = known(&site, GRACE).await;
    lock(&site, ADA).await;
    for cookie in [&*hers, &"A".repeat(43), "", "x", &"%".repeat(43)] {
        wait(&try_with(&site, cookie, ADA, PASSWORD).await);
    }
}

async fn a_reset_makes_strangers_of_all_browsers_but_the_one_that_asked(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    let ((_, thief), (_, owner)) = (known(&site, ADA).await, known(&site, ADA).await);
    let (uid, token) = ask_reset(&site, ADA).await.uid_and_token();
    let api = site.api("").header("cookie", format!("gatepost-device={owner}"));
    let body = json!({ "uid": uid, "token": token, "new_password": THIRD });
    api.post("/api/auth/users/reset_password_confirm/", &body).await.expect(StatusCode::NO_CONTENT);
    lock(&site, ADA).await;
    wait(&try_with(&site, &thief, ADA, THIRD).await);
    try_with(&site, &owner, ADA, THIRD).await.ok();
    reset(&site, &ask_reset(&site, ADA).await, PASSWORD).await.expect(StatusCode::NO_CONTENT);
    lock(&site, ADA).await;
    wait(&try_with(&site, &owner, ADA, PASSWORD).await);
}
