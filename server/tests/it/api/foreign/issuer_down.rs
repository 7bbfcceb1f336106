//! An issuer that cannot be reached.

use axum::http::StatusCode;
use serde_json::json;

use super::{claims, profile, signed, site, with};
use crate::support::{Engine, Issuer, Person, Site, on_both_engines};

on_both_engines! {
    what_is_known_of_it_counts_for_a_day,
    of_whom_nothing_is_known_nothing_can_be_said,
    others_go_on,
}

async fn what_is_known_of_it_counts_for_a_day(engine: Engine) {
    let site = site(engine, &[]).await;
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    site.unplug_demo().await;
    site.wait(23 * 60 * 60);
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    site.wait(2 * 60 * 60);
    unavailable(&site, &signed(&site, &claims(&site))).await;
}

async fn of_whom_nothing_is_known_nothing_can_be_said(engine: Engine) {
    let mut api = Issuer::start().await;
    let site = site(engine, &[("api_issuer", &api.url)]).await;
    api.stop().await;
    unavailable(&site, &api.sign(&with(claims(&site), "iss", json!(api.url)))).await;
}

async fn others_go_on(engine: Engine) {
    let mut api = Issuer::start().await;
    let site = site(engine, &[("api_issuer", &api.url)]).await;
    api.stop().await;
    unavailable(&site, &api.sign(&with(claims(&site), "iss", json!(api.url)))).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    profile(&site, &browser.access_token().await).await.ok();
}

/// Not refused: that would sign somebody out for nothing.
async fn unavailable(site: &Site, token: &str) {
    let answer = profile(site, token).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["code"], "unavailable");
    assert_eq!(answer.header("www-authenticate"), "");
}
