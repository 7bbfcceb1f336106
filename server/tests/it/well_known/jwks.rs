//! What is published of the keys.

use std::collections::BTreeSet;

use jsonwebtoken::{DecodingKey, Validation, decode, jwk::JwkSet};
use serde_json::Value;
use server::upkeep;

use crate::support::{Engine, Person, Site, header, on_both_engines};

on_both_engines! {
    only_public_members_are_published,
    anybody_may_fetch_and_keep_it_for_a_while,
    every_algorithm_works_and_a_foreign_verifier_agrees,
}

const ALGORITHMS: [&str; 3] = ["ES256", "RS256", "EdDSA"];

async fn only_public_members_are_published(engine: Engine) {
    for algorithm in ALGORITHMS {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        upkeep::keys(&site.rings, site.now()).await.unwrap();
        let keys = site.api("").get("/.well-known/jwks.json").await.ok().json()["keys"].as_array().unwrap().clone();
        assert_eq!(keys.len(), 2, "the active and the next");
        let ids: BTreeSet<_> = keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 2);
        for key in keys {
            assert_eq!((&key["alg"], &key["use"]), (&algorithm.into(), &"sig".into()));
            for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
                assert!(key.get(private).is_none(), "{private}");
            }
        }
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
    for algorithm in ALGORITHMS {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        let browser = site.browser();
        browser.sign_in("okta", &Person::ada()).await;
        let token = browser.access_token().await;
        site.api(&token).get("/api/profile").await.ok();

        let published: JwkSet =
            serde_json::from_value(site.api("").get("/.well-known/jwks.json").await.json()).unwrap();
        let key = published.find(header(&token)["kid"].as_str().unwrap()).unwrap();
        let mut validation = Validation::new(algorithm.parse().unwrap());
        validation.set_audience(&[site.origin()]);
        validation.set_issuer(&[site.origin()]);
        validation.validate_exp = false;
        let read = decode::<Value>(&token, &DecodingKey::from_jwk(key).unwrap(), &validation).unwrap();
        assert_eq!(read.claims["client_id"], "gatepost");
    }
}
