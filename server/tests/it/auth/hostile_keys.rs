//! Keys and signatures that ought not to count, and keys that are awkward and do.

use app::wire::Notice;
use serde_json::{Value, json};

use super::refused;
use crate::support::{
    Engine, Forger, Reply, Site, StubProvider, at_hash, callback, on_both_engines, signed_with_secret,
};

on_both_engines! {
    a_token_that_brings_its_own_key_is_refused,
    an_extension_that_nobody_knows_is_refused,
    a_symmetric_signature_counts_only_where_it_is_named,
    a_token_without_a_key_id_is_checked_by_the_keys_that_fit,
    keys_that_are_for_nothing_here_harm_nobody,
    keys_without_number_are_refused,
    a_key_that_was_withdrawn_counts_no_longer_than_its_cache,
    base64_is_read_strictly,
}

async fn stub_and_site(engine: Engine, settings: &[(&str, &str)]) -> (StubProvider, Site) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, settings).await;
    (stub, site)
}

/// Comes back with an ID token that `make` makes of the claims of a good one.
async fn arrive_with(site: &Site, stub: &StubProvider, make: impl FnOnce(&Value) -> String) -> crate::support::Answer {
    let browser = site.browser();
    let authorize = browser.begin("/auth/stub/start").await;
    stub.hands_out(&make(&stub.claims(&authorize, site.now())));
    browser.arrive(&callback(&authorize, &[("code", "c-1")])).await
}

/// RFC 8725 §3.10: `jwk`, `jku` and their like name nobody.
async fn a_token_that_brings_its_own_key_is_refused(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    let attacker = Forger::new();
    let elsewhere = StubProvider::start().await;
    elsewhere.publishes(vec![attacker.jwk()]);
    let keys_elsewhere = elsewhere.at("/keys");
    for header in [
        json!({ "alg": "ES256", "jwk": attacker.jwk() }),
        json!({ "alg": "ES256", "kid": "k1", "jwk": attacker.jwk() }),
        json!({ "alg": "ES256", "jku": keys_elsewhere }),
        json!({ "alg": "ES256", "kid": "k1", "jku": keys_elsewhere, "x5u": keys_elsewhere }),
    ] {
        let answer = arrive_with(&site, &stub, |claims| attacker.sign(&header, claims)).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
        site.wait(11);
    }
    assert!(elsewhere.asked().is_empty(), "nobody is asked for an attacker's keys");
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
}

async fn an_extension_that_nobody_knows_is_refused(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    for header in [
        json!({ "alg": "ES256", "kid": "k1", "crit": ["exp"] }),
        json!({ "alg": "ES256", "kid": "k1", "crit": [] }),
        json!({ "alg": "ES256", "kid": "k1", "b64": false, "crit": ["b64"] }),
        json!({ "alg": "ES256", "kid": "k1", "b64": false }),
        json!({ "alg": "none", "kid": "k1" }),
        json!({ "alg": "None" }),
        json!({ "alg": "nOnE" }),
        json!({ "alg": "RS256", "kid": "k1" }),
        json!({ "alg": "ES384", "kid": "k1" }),
        json!({ "alg": ["ES256"], "kid": "k1" }),
        json!({ "kid": "k1" }),
        json!({ "alg": "ES256", "kid": "k1", "typ": "logout+jwt" }),
    ] {
        let key = stub.key();
        let answer = arrive_with(&site, &stub, |claims| key.sign(&header, claims)).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
    }
}

/// OpenID Connect Core §10.1. Whoever takes the public key for the secret of an HMAC lets in everybody.
async fn a_symmetric_signature_counts_only_where_it_is_named(engine: Engine) {
    let header = json!({ "alg": "HS256" });
    let (stub, site) = stub_and_site(engine, &[]).await;
    let public_key = stub.jwk().to_string();
    for secret in [b"hush".as_slice(), public_key.as_bytes(), b""] {
        let answer = arrive_with(&site, &stub, |claims| signed_with_secret(&header, claims, secret)).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
    }
    let (stub, site) = stub_and_site(engine, &[("algorithms", "HS256")]).await;
    let answer = arrive_with(&site, &stub, |claims| signed_with_secret(&header, claims, b"hush")).await;
    assert!(answer.session_cookie().is_some());
    let answer = arrive_with(&site, &stub, |claims| signed_with_secret(&header, claims, b"other")).await;
    refused(&site, &answer, Notice::AnswerRefused).await;
    let key = stub.key();
    let answer = arrive_with(&site, &stub, |claims| key.sign(&json!({ "alg": "ES256", "kid": "k1" }), claims)).await;
    refused(&site, &answer, Notice::AnswerRefused).await;
}

async fn a_token_without_a_key_id_is_checked_by_the_keys_that_fit(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    let header = json!({ "alg": "ES256" });
    let key = stub.key();
    let mut nameless = stub.jwk();
    nameless.as_object_mut().unwrap().remove("kid");
    for keys in [vec![stub.jwk()], vec![nameless.clone()], vec![Forger::new().jwk(), nameless, Forger::new().jwk()]] {
        stub.publishes(keys);
        site.wait(3600);
        let answer = arrive_with(&site, &stub, |claims| key.sign(&header, claims)).await;
        assert!(answer.session_cookie().is_some(), "{}", answer.text());
    }
    stub.publishes(vec![Forger::new().jwk()]);
    site.wait(3600);
    let answer = arrive_with(&site, &stub, |claims| key.sign(&header, claims)).await;
    refused(&site, &answer, Notice::AnswerRefused).await;
}

/// RFC 7517 §5: what is not understood is left out. What is for another use, weak or private is, too.
async fn keys_that_are_for_nothing_here_harm_nobody(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    let with = |changes: Value| {
        let mut jwk = stub.jwk();
        jwk.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        jwk
    };
    let odd = vec![
        json!({ "kty": "OKP", "crv": "X25519", "x": "AAAA", "kid": "k2" }),
        json!({ "kty": "oct", "k": "aHVzaA", "kid": "k3" }),
        json!({ "kty": "PQC", "kid": "k4" }),
        json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "k5" }),
        json!({ "kty": "RSA", "n": "A".repeat(340), "e": "AQ", "kid": "k6" }),
        json!("a key"),
        json!(null),
    ];
    stub.publishes([odd.clone(), vec![stub.jwk()]].concat());
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    for unfit in [
        json!({ "use": "enc" }),
        json!({ "key_ops": ["encrypt"] }),
        json!({ "alg": "ES384" }),
        json!({ "alg": "ECDH-ES" }),
        json!({ "d": "AAAA" }),
        json!({ "crv": "P-384" }),
        json!({ "x": "AAAA" }),
        json!({ "kid": "another" }),
    ] {
        stub.publishes(vec![with(unfit.clone())]);
        site.wait(3600);
        let answer = stub.sign_in(&site, "stub", json!({})).await;
        assert_eq!(answer.session_cookie(), None, "{unfit}");
    }
    stub.publishes(vec![with(json!({ "key_ops": ["verify"] }))]);
    site.wait(3600);
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
}

async fn keys_without_number_are_refused(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    stub.publishes(std::iter::repeat_n(stub.jwk(), 101).collect());
    let answer = stub.sign_in(&site, "stub", json!({})).await;
    refused(&site, &answer, Notice::AnswerRefused).await;
    stub.publishes(std::iter::repeat_n(stub.jwk(), 100).collect());
    site.wait(31);
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    stub.answers("/keys", Reply::Json(json!({ "keys": {} })));
    site.wait(3600);
    let answer = stub.sign_in(&site, "stub", json!({})).await;
    assert!(answer.session_cookie().is_some(), "what was known counts on while the answer is of no use");
}

/// Whatever the cache headers say.
async fn a_key_that_was_withdrawn_counts_no_longer_than_its_cache(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[("keys_ttl", "600")]).await;
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    stub.publishes(vec![Forger::new().jwk()]);
    site.wait(599);
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    site.wait(1);
    refused(&site, &stub.sign_in(&site, "stub", json!({})).await, Notice::AnswerRefused).await;
}

async fn base64_is_read_strictly(engine: Engine) {
    let (stub, site) = stub_and_site(engine, &[]).await;
    let (key, header) = (stub.key(), json!({ "alg": "ES256", "kid": "k1" }));
    let sign = |claims: &Value| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().insert("at_hash".into(), at_hash().into());
        key.sign(&header, &claims)
    };
    assert!(arrive_with(&site, &stub, sign).await.session_cookie().is_some());
    for spoil in [
        |token: String| format!("{token}=="),
        |token: String| format!("{token} "),
        |token: String| format!("{token}\n"),
        |token: String| format!("{token}."),
        |token: String| format!(".{token}"),
        |token: String| token.replacen('.', "=.", 1),
        |token: String| token.rsplit_once('.').unwrap().0.to_owned() + ".",
        |token: String| token.rsplit_once('.').unwrap().0.to_owned(),
        |token: String| token.replace('.', ".."),
        |_: String| String::new(),
        |_: String| "e30.e30.".to_owned(),
        |token: String| format!("{}{token}", "A".repeat(17_000)),
    ] {
        let answer = arrive_with(&site, &stub, |claims| spoil(sign(claims))).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
    }
}
