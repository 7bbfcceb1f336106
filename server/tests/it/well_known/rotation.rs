//! Keys come, sign, retire and go; no token notices.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use server::{
    token::{Algorithm, KeyState, Refused},
    upkeep,
};

use crate::support::{Engine, Person, SESSION, Site, header, on_both_engines};

const DAY: u64 = 24 * 60 * 60;

on_both_engines! {
    a_key_is_published_before_it_signs,
    no_key_signs_before_it_was_published_long_enough,
    a_hint_is_read_for_as_long_as_a_session_may_last,
    old_tokens_stay_good_until_they_expire,
    refresh_tokens_survive_a_rotation,
    keys_rotate_when_their_time_has_come,
    a_clock_set_back_rotates_nothing,
    a_ring_that_cannot_be_read_keeps_no_other_from_rotating,
}

async fn a_key_is_published_before_it_signs(engine: Engine) {
    let site = Site::on(engine).await;
    site.look_after_keys().await;
    for _ in 0..3 {
        for algorithm in Algorithm::ALL {
            let next = in_state(&site, algorithm, KeyState::Next).remove(0);
            assert!(published(&site).await.contains(&next));
        }
        let expected = Algorithm::ALL.map(|algorithm| in_state(&site, algorithm, KeyState::Next));
        site.rings.access.rotate().await.unwrap();
        assert_eq!(Algorithm::ALL.map(|algorithm| in_state(&site, algorithm, KeyState::Active)), expected);
    }
}

async fn no_key_signs_before_it_was_published_long_enough(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "600"), ("keys.publish_ahead", "400")]).await;
    let first = signing(&site);
    // Nobody looked after the keys until this one had signed for long enough.
    site.wait(1000);
    site.look_after_keys().await;
    let next = in_state(&site, Algorithm::Es256, KeyState::Next).remove(0);
    assert!(published(&site).await.contains(&next));
    site.wait(399);
    site.look_after_keys().await;
    assert_eq!(signing(&site), first);
    site.wait(1);
    site.look_after_keys().await;
    assert_eq!(signing(&site), next);
}

async fn a_hint_is_read_for_as_long_as_a_session_may_last(engine: Engine) {
    let site = Site::on(engine).await;
    let (issuer, keys) = (site.origin(), site.rings.access.clone());
    let now = site.now();
    let claims =
        json!({ "iss": issuer, "aud": "app", "sub": "ada", "iat": now.seconds(), "exp": now.seconds() + 3600 });
    for algorithm in Algorithm::ALL {
        let token = keys.sign(algorithm, "JWT", &claims).unwrap();
        let asked =
            |now| keys.verify::<Value>(&token, "JWT", &issuer, Some("app"), now).map(|claims| claims["sub"].clone());
        let hinted = |now| keys.verify_hint::<Value>(&token, "JWT", &issuer, now).map(|claims| claims["sub"].clone());
        assert_eq!((asked(now), hinted(now)), (Ok("ada".into()), Ok("ada".into())));
    }
    let token = keys.sign(Algorithm::Rs256, "JWT", &claims).unwrap();
    let kid = header(&token)["kid"].as_str().unwrap().to_owned();
    let asked = |now| keys.verify::<Value>(&token, "JWT", &issuer, Some("app"), now).err();
    let hinted = |typ, issuer: &str, now| keys.verify_hint::<Value>(&token, typ, issuer, now).err();
    keys.rotate().await.unwrap();
    site.wait(DAY + 61);
    site.look_after_keys().await;
    assert!(!published(&site).await.contains(&kid), "what it signed has lapsed");
    assert_eq!(asked(now), Some(Refused::Expired), "whatever the time");
    assert_eq!(hinted("JWT", &issuer, site.now()), None);
    assert_eq!(hinted("at+jwt", &issuer, site.now()), Some(Refused::WrongType));
    assert_eq!(hinted("JWT", "http://evil.example", site.now()), Some(Refused::WrongIssuer));
    site.wait(400 * DAY);
    site.look_after_keys().await;
    assert_eq!(hinted("JWT", &issuer, site.now()), Some(Refused::UnknownKey), "it is forgotten");
}

async fn old_tokens_stay_good_until_they_expire(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.access_token().await;
    for _ in 0..3 {
        site.rings.access.rotate().await.unwrap();
        site.look_after_keys().await;
        assert_ne!(signing(&site), header(&token)["kid"]);
        site.api(&token).get("/api/profile").await.ok();
        site.api(&browser.access_token().await).get("/api/profile").await.ok();
        site.wait(199);
    }
    site.api(&token).get("/api/profile").await.ok();
    site.wait(3);
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    site.wait(DAY);
    site.look_after_keys().await;
    assert!(!published(&site).await.contains(&header(&token)["kid"].as_str().unwrap().to_owned()), "it is forgotten");
}

async fn refresh_tokens_survive_a_rotation(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, late) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    late.plant(SESSION, &browser.refresh_token());
    for _ in 0..3 {
        site.rings.refresh.rotate().await.unwrap();
        browser.refresh().await.ok();
        assert_eq!(browser.session().await["name"], "Ada Lovelace");
        site.wait(10 * DAY);
        site.look_after_keys().await;
    }
    late.refresh().await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn keys_rotate_when_their_time_has_come(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "3600")]).await;
    site.look_after_keys().await;
    let first = signing(&site);
    site.wait(3599);
    site.look_after_keys().await;
    assert_eq!(signing(&site), first);
    site.wait(1);
    site.look_after_keys().await;
    let second = signing(&site);
    assert_ne!(second, first);
    site.look_after_keys().await;
    assert_eq!(signing(&site), second, "once");
    for ring in [site.rings.access.keys(), site.rings.refresh.keys(), site.rings.demo.as_ref().unwrap().keys()] {
        let count = |state| ring.iter().filter(|key| key.state == state).count();
        let algorithms = count(KeyState::Active);
        assert_eq!([count(KeyState::Next), count(KeyState::Retired)], [algorithms; 2], "every ring");
    }
}

async fn a_clock_set_back_rotates_nothing(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "3600")]).await;
    site.look_after_keys().await;
    let before = site.rings.access.keys();
    site.clock.step_wall(-100_000);
    site.clock.advance(Duration::from_secs(60));
    site.look_after_keys().await;
    assert_eq!(site.rings.access.keys(), before);
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.api(&browser.access_token().await).get("/api/profile").await.ok();
}

async fn a_ring_that_cannot_be_read_keeps_no_other_from_rotating(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "3600")]).await;
    site.look_after_keys().await;
    site.database.run("update signing_keys set state = 'odd' where ring = 'access' and state = 'next'").await;
    site.wait(3600);
    assert!(upkeep::keys(&site.rings).await.is_err());
    for ring in [site.rings.refresh.keys(), site.rings.demo.as_ref().unwrap().keys()] {
        assert!(ring.iter().any(|key| key.state == KeyState::Retired));
    }
    assert!(site.rings.access.keys().iter().all(|key| key.state != KeyState::Retired), "what is held goes on");
}

fn signing(site: &Site) -> String {
    in_state(site, Algorithm::Es256, KeyState::Active).remove(0)
}

fn in_state(site: &Site, algorithm: Algorithm, state: KeyState) -> Vec<String> {
    let keys = site.rings.access.keys().into_iter();
    keys.filter(|key| key.algorithm == algorithm.name() && key.state == state).map(|key| key.id).collect()
}

async fn published(site: &Site) -> Vec<String> {
    let keys = site.api("").get("/.well-known/jwks.json").await.ok().json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}
