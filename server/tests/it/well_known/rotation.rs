//! Keys come, sign, retire and go; no token notices.

use std::time::Duration;

use axum::http::StatusCode;
use server::{token::KeyState, upkeep};

use crate::support::{Engine, Person, SESSION, Site, header, on_both_engines};

const DAY: u64 = 24 * 60 * 60;

on_both_engines! {
    a_key_is_published_before_it_signs,
    old_tokens_stay_good_until_they_expire,
    refresh_tokens_survive_a_rotation,
    keys_rotate_when_their_time_has_come,
    a_clock_set_back_rotates_nothing,
}

async fn a_key_is_published_before_it_signs(engine: Engine) {
    let site = Site::on(engine).await;
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    for _ in 0..3 {
        let states = site.rings.access.states();
        let next = states.iter().find(|(_, state)| *state == KeyState::Next).unwrap().0.clone();
        assert!(published(&site).await.contains(&next));
        site.rings.access.rotate(site.now()).await.unwrap();
        assert_eq!(signing(&site), next);
    }
}

async fn old_tokens_stay_good_until_they_expire(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.access_token().await;
    for _ in 0..3 {
        site.rings.access.rotate(site.now()).await.unwrap();
        upkeep::keys(&site.rings, site.now()).await.unwrap();
        assert_ne!(signing(&site), header(&token)["kid"]);
        site.api(&token).get("/api/profile").await.ok();
        site.api(&browser.access_token().await).get("/api/profile").await.ok();
        site.wait(199);
    }
    site.api(&token).get("/api/profile").await.ok();
    site.wait(3);
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    site.wait(600);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert!(!published(&site).await.contains(&header(&token)["kid"].as_str().unwrap().to_owned()), "it is forgotten");
}

async fn refresh_tokens_survive_a_rotation(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, late) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    late.plant(SESSION, &browser.refresh_token());
    for _ in 0..3 {
        site.rings.refresh.rotate(site.now()).await.unwrap();
        browser.refresh().await.ok();
        assert_eq!(browser.session().await["name"], "Ada Lovelace");
        site.wait(10 * DAY);
        upkeep::keys(&site.rings, site.now()).await.unwrap();
    }
    late.refresh().await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn keys_rotate_when_their_time_has_come(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "3600")]).await;
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    let first = signing(&site);
    site.wait(3599);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert_eq!(signing(&site), first);
    site.wait(1);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    let second = signing(&site);
    assert_ne!(second, first);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert_eq!(signing(&site), second, "once");
    let provider = site.rings.demo.as_ref().unwrap().states();
    assert!(provider.iter().any(|(_, state)| *state == KeyState::Retired), "every ring");
}

async fn a_clock_set_back_rotates_nothing(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "3600")]).await;
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    let before = site.rings.access.states();
    site.clock.step_wall(-100_000);
    site.clock.advance(Duration::from_secs(60));
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert_eq!(site.rings.access.states(), before);
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.api(&browser.access_token().await).get("/api/profile").await.ok();
}

fn signing(site: &Site) -> String {
    site.rings.access.states().into_iter().find(|(_, state)| *state == KeyState::Active).unwrap().0
}

async fn published(site: &Site) -> Vec<String> {
    let keys = site.api("").get("/.well-known/jwks.json").await.ok().json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}
