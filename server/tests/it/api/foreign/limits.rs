//! What a foreign token allows, and what checking it costs the issuer.

use serde_json::json;

use super::{KEYS, assert_forbidden, claims, profile, signed, site, with};
use crate::support::{Engine, Forger, on_both_engines};

on_both_engines! {
    every_scope_is_needed,
    after_the_first_token_the_issuer_is_not_asked,
    a_new_key_counts_at_once,
    made_up_keys_cause_no_storm,
}

async fn every_scope_is_needed(engine: Engine) {
    let site = site(engine, &[("api_scopes", "orders.read orders.write")]).await;
    let some = signed(&site, &claims(&site));
    assert_forbidden(&profile(&site, &some).await, ", scope=\"orders.read orders.write\"", "insufficient_scope");
    for (name, value) in [
        ("scp", json!(["orders.write", "openid", "orders.read"])),
        ("scp", json!("orders.read orders.write")),
        ("scope", json!("orders.write")),
    ] {
        profile(&site, &signed(&site, &with(claims(&site), name, value))).await.ok();
    }
    let alike = signed(&site, &with(claims(&site), "scp", json!(["orders.read", "orders.writer", "orders.write.x"])));
    assert_forbidden(&profile(&site, &alike).await, ", scope=\"orders.read orders.write\"", "insufficient_scope");
}

async fn after_the_first_token_the_issuer_is_not_asked(engine: Engine) {
    let site = site(engine, &[]).await;
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    let before = site.times_demo_was_asked(KEYS).await;
    for at in 0..50 {
        let token = signed(&site, &with(claims(&site), "jti", json!(at.to_string())));
        profile(&site, &token).await.ok();
        site.wait(10);
        profile(&site, &token).await.ok();
    }
    assert_eq!(site.times_demo_was_asked(KEYS).await, before);
}

async fn a_new_key_counts_at_once(engine: Engine) {
    let site = site(engine, &[]).await;
    let old = signed(&site, &claims(&site));
    profile(&site, &old).await.ok();
    let keys = site.rings.demo.clone().unwrap();
    keys.rotate().await.unwrap();
    keys.rotate().await.unwrap();
    let new = signed(&site, &claims(&site));
    assert_ne!(crate::support::header(&new)["kid"], crate::support::header(&old)["kid"]);
    profile(&site, &new).await.ok();
    profile(&site, &old).await.ok();
}

async fn made_up_keys_cause_no_storm(engine: Engine) {
    let site = site(engine, &[]).await;
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    let before = site.times_demo_was_asked(KEYS).await;
    let forger = Forger::new();
    for at in 0..100 {
        let head = json!({ "alg": "ES256", "kid": format!("made-up-{at}") });
        let answer = profile(&site, &forger.sign(&head, &claims(&site))).await;
        super::assert_not_valid(&answer, "Token is invalid");
    }
    assert!(site.times_demo_was_asked(KEYS).await <= before + 2);
}
