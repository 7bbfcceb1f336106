//! The keys: published, rotated, sealed.

use std::time::Duration;

use server::{startup::Rings, token::KeyState, upkeep};

use crate::support::{Engine, Person, Site, header, on_both_engines};

on_both_engines!(
    only_public_members_are_published,
    a_rotation_keeps_every_token_valid_until_it_expires,
    keys_rotate_by_the_calendar,
    every_algorithm_serves,
    nothing_secret_stands_in_the_database,
);

async fn only_public_members_are_published(engine: Engine) {
    let site = Site::on(engine).await;
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    let answer = site.browser().visit("/.well-known/jwks.json").await.ok();
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let keys = answer.json()["keys"].as_array().unwrap().clone();
    assert_eq!(keys.len(), 2, "the active key and the next");
    for key in keys {
        assert_eq!((&key["alg"], &key["use"]), (&"ES256".into(), &"sig".into()));
        assert!(key["kid"].is_string());
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private}");
        }
    }
}

async fn a_rotation_keeps_every_token_valid_until_it_expires(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    let next = site.rings.access.states().into_iter().find(|(_, state)| *state == KeyState::Next).unwrap().0;
    let old = browser.access_token().await;
    site.rings.access.rotate(site.now()).await.unwrap();
    let new = browser.access_token().await;
    assert_eq!(header(&new)["kid"], next, "the key that was published before signs now");
    for token in [&old, &new] {
        site.api(token).get("/api/profile").await.ok();
    }
    site.wait(599);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    site.api(&old).get("/api/profile").await.ok();
    site.wait(3600);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert!(
        !site.rings.access.states().iter().any(|(id, _)| header(&old)["kid"] == **id),
        "it verifies nothing any more"
    );
}

async fn keys_rotate_by_the_calendar(engine: Engine) {
    let site = Site::with(engine, &[("keys.rotate_every", "86400")]).await;
    let active = || site.rings.access.states().into_iter().find(|(_, state)| *state == KeyState::Active).unwrap().0;
    let first = active();
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    site.clock.advance(Duration::from_secs(86_399));
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert_eq!(active(), first);
    site.wait(1);
    upkeep::keys(&site.rings, site.now()).await.unwrap();
    assert_ne!(active(), first);
}

async fn every_algorithm_serves(engine: Engine) {
    for algorithm in ["ES256", "RS256", "EdDSA"] {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        let browser = site.browser();
        browser.sign_in("okta", &Person::ada()).await;
        let token = browser.access_token().await;
        assert_eq!(header(&token)["alg"], algorithm);
        assert_eq!(header(&token)["typ"], "at+jwt");
        site.api(&token).get("/api/profile").await.ok();
    }
}

async fn nothing_secret_stands_in_the_database(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("okta").await;
    let page = popup.finish(&Person::ada()).await;
    let code = page.code();
    let (refresh, access) = (browser.refresh_token(), browser.access_token().await);
    let kept = site.database.everything().await;
    let contains = |text: &[u8]| kept.windows(text.len()).any(|window| window == text);
    assert!(contains(b"Ada Lovelace"), "this looks in the right place");
    let mac = &refresh[refresh.len() - 30..];
    for secret in [mac, &code, &access, "PRIVATE KEY"] {
        assert!(!contains(secret.as_bytes()), "{secret}");
    }
}

#[tokio::test]
async fn another_encryption_key_opens_nothing_and_says_so() {
    let site = Site::on(Engine::Sqlite).await;
    let config = server::config::Config::read(server::config::Sources::from_pairs(&[
        ("database.url", site.database.url()),
        ("keys.encryption_key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ]))
    .unwrap();
    let Err(error) = Rings::open(&config, &site.store, &server::startup::World::real()).await else {
        panic!("such a key must open nothing")
    };
    assert!(error.to_string().contains("keys.encryption_key"), "{error}");
}
