//! What is published of the keys.

use std::collections::BTreeSet;

use jsonwebtoken::{DecodingKey, Validation, decode, jwk::JwkSet};
use serde_json::{Value, json};

use crate::support::{Engine, Person, Site, header, on_both_engines};

on_both_engines! {
    only_public_members_are_published,
    verifiers_keep_it_for_less_than_a_next_key_stands,
    anybody_may_fetch_and_keep_it_for_a_while,
    every_algorithm_works_and_a_foreign_verifier_agrees,
}

async fn only_public_members_are_published(engine: Engine) {
    let site = Site::on(engine).await;
    site.look_after_keys().await;
    let keys = site.api("").get("/.well-known/jwks.json").await.ok().json()["keys"].as_array().unwrap().clone();
    let ids: BTreeSet<_> = keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect();
    assert_eq!((keys.len(), ids.len()), (8, 8), "the active and the next of each algorithm");
    for (alg, expected) in [
        ("ES256", json!({ "kty": "EC", "crv": "P-256", "x": 43, "y": 43 })),
        ("ES512", json!({ "kty": "EC", "crv": "P-521", "x": 88, "y": 88 })),
        ("EdDSA", json!({ "kty": "OKP", "crv": "Ed25519", "x": 43 })),
        ("RS256", json!({ "kty": "RSA", "n": 342, "e": 4 })),
    ] {
        let of_it: Vec<_> = keys.iter().filter(|key| key["alg"] == alg).collect();
        assert_eq!(of_it.len(), 2, "{alg}");
        for key in of_it {
            let mut members = key.as_object().unwrap().clone();
            assert_eq!(members.remove("use"), Some("sig".into()));
            members.retain(|name, _| !["kid", "alg"].contains(&name.as_str()));
            // Of numbers their length: a coordinate is as long as the field, leading zeros and all.
            for (name, member) in &mut members {
                if ["x", "y", "n", "e"].contains(&name.as_str()) {
                    *member = member.as_str().unwrap().len().into();
                }
            }
            assert_eq!(Value::Object(members), expected, "{alg}: nothing else, no private member");
        }
    }
}

async fn verifiers_keep_it_for_less_than_a_next_key_stands(engine: Engine) {
    for (publish_ahead, max_age) in [("2", 1), ("60", 30), ("599", 299), ("86400", 300)] {
        let site = Site::with(engine, &[("keys.publish_ahead", publish_ahead)]).await;
        let answer = site.api("").get("/.well-known/jwks.json").await.ok();
        assert_eq!(answer.header("cache-control"), format!("public, max-age={max_age}"));
    }
}

async fn anybody_may_fetch_and_keep_it_for_a_while(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = site.api("").get("/.well-known/jwks.json").await.ok();
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.cookies().is_empty());
}

async fn every_algorithm_works_and_a_foreign_verifier_agrees(engine: Engine) {
    for algorithm in ["ES256", "RS256", "EdDSA", "ES512"] {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        let browser = site.browser();
        browser.sign_in("okta", &Person::ada()).await;
        let token = browser.access_token().await;
        site.api(&token).get("/api/profile").await.ok();
        assert_eq!(header(&token)["alg"], algorithm);

        let published: JwkSet =
            serde_json::from_value(site.api("").get("/.well-known/jwks.json").await.json()).unwrap();
        let key = published.find(header(&token)["kid"].as_str().unwrap()).unwrap();
        // It knows no ES512: server/tests/peers/rotation.py has verifiers that do.
        let Ok(known) = algorithm.parse() else { continue };
        let mut validation = Validation::new(known);
        validation.set_audience(&[site.origin()]);
        validation.set_issuer(&[site.origin()]);
        validation.validate_exp = false;
        let read = decode::<Value>(&token, &DecodingKey::from_jwk(key).unwrap(), &validation).unwrap();
        assert_eq!(read.claims["client_id"], "gatepost");
    }
}
