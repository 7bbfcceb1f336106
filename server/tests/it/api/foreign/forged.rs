//! Tokens that are not what they say (RFC 8725).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{assert_not_valid, claims, profile, signed, site, with};
use crate::support::{Engine, Forger, Site, header, on_both_engines, signed_with_secret};

on_both_engines! {
    a_changed_token_is_refused,
    a_token_of_no_key_of_the_issuers_is_refused,
    an_id_token_is_refused,
    a_token_for_somebody_else_is_refused,
    a_token_is_refused_once_it_is_over,
    the_issuers_kinds_of_signature_can_be_named,
}

async fn a_changed_token_is_refused(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims(&site));
    profile(&site, &token).await.ok();
    let parts: Vec<&str> = token.split('.').collect();
    let body = with(claims(&site), "uid", json!("grace-1906"));
    invalid(&site, &[parts[0], &encoded(&body), parts[2]].join(".")).await;
    let mut signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    signature[0] ^= 1;
    invalid(&site, &[parts[0], parts[1], &URL_SAFE_NO_PAD.encode(signature)].join(".")).await;
    for alg in ["none", "None", "HS256", ""] {
        let head = with(header(&token), "alg", json!(alg));
        invalid(&site, &format!("{}.{}.", encoded(&head), parts[1])).await;
        invalid(&site, &[&encoded(&head), parts[1], parts[2]].join(".")).await;
    }
    for name in ["crit", "b64"] {
        let head = with(header(&token), name, json!(["b64"]));
        invalid(&site, &[&encoded(&head), parts[1], parts[2]].join(".")).await;
    }
    for odd in [format!("{token}="), format!("{token}."), format!(".{token}"), "A".repeat(9000)] {
        invalid(&site, &odd).await;
    }
}

async fn a_token_of_no_key_of_the_issuers_is_refused(engine: Engine) {
    let site = site(engine, &[]).await;
    let forger = Forger::new();
    let real = header(&signed(&site, &claims(&site)));
    let modulus = json!(site.rings.demo.as_ref().unwrap().jwks())["keys"][0]["n"].as_str().unwrap().to_owned();
    for alg in ["ES256", "RS256"] {
        for kid in [real["kid"].clone(), json!("the forger's"), Value::Null] {
            let mut head = json!({ "alg": alg, "typ": "JWT", "kid": kid, "jwk": forger.jwk() });
            invalid(&site, &forger.sign(&head, &claims(&site))).await;
            head["jku"] = "http://evil.example/keys".into();
            head.as_object_mut().unwrap().remove("kid");
            invalid(&site, &forger.sign(&head, &claims(&site))).await;
        }
    }
    for secret in [modulus.as_bytes(), b"a:b+c%/\xc3\xa9", b""] {
        let head = with(real.clone(), "alg", json!("HS256"));
        invalid(&site, &signed_with_secret(&head, &claims(&site), secret)).await;
    }
    profile(&site, &signed(&site, &claims(&site))).await.ok();
}

async fn an_id_token_is_refused(engine: Engine) {
    let site = site(engine, &[]).await;
    let mut id_token = with(claims(&site), "aud", json!("gatepost"));
    for claim in ["cid", "scp", "uid"] {
        id_token.as_object_mut().unwrap().remove(claim);
    }
    id_token["sub"] = "ada-1815".into();
    id_token["nonce"] = "n".into();
    assert_not_valid(&profile(&site, &signed(&site, &id_token)).await, "Token has wrong type");
    // Not even where its audience is ours.
    let both = with(id_token, "aud", json!(super::AUDIENCE));
    assert_not_valid(&profile(&site, &signed(&site, &both)).await, "Token has wrong type");
}

async fn a_token_for_somebody_else_is_refused(engine: Engine) {
    let site = site(engine, &[("api_client_ids", "0oaSpa 0oaApp")]).await;
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    for (name, value) in [
        ("aud", json!("api://other")),
        ("aud", json!([])),
        ("iss", json!("http://evil.example/oauth2/default")),
        ("iss", json!(site.origin())),
        ("iss", json!(format!("{}google", site.demo))),
        ("cid", json!("0oaEvil")),
        ("cid", Value::Null),
        ("uid", Value::Null),
        ("uid", json!("0oaSpa")),
        ("cnf", json!({ "jkt": "x" })),
    ] {
        invalid(&site, &signed(&site, &with(claims(&site), name, value))).await;
    }
}

async fn a_token_is_refused_once_it_is_over(engine: Engine) {
    let site = site(engine, &[]).await;
    let now = site.now().seconds();
    let token = signed(&site, &with(claims(&site), "exp", json!(now + 5)));
    profile(&site, &token).await.ok();
    // Remembered or not: thirty seconds for the issuer's clock, and no more.
    site.wait(34);
    profile(&site, &token).await.ok();
    site.wait(1);
    assert_not_valid(&profile(&site, &token).await, "Token is expired");
    let early = signed(&site, &with(claims(&site), "nbf", json!(site.now().seconds() + 31)));
    invalid(&site, &early).await;
    site.wait(1);
    profile(&site, &early).await.ok();
}

async fn the_issuers_kinds_of_signature_can_be_named(engine: Engine) {
    let site = site(engine, &[("api_algorithms", "ES256")]).await;
    invalid(&site, &signed(&site, &claims(&site))).await;
}

async fn invalid(site: &Site, token: &str) {
    assert_not_valid(&profile(site, token).await, "Token is invalid");
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
