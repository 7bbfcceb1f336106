//! Tokens that are not what they say (RFC 8725).

use axum::http::StatusCode;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use server::token::Algorithm;

use super::signed_in;
use crate::support::{Engine, Forger, Site, claims, header, on_both_engines, signed_with_secret};

on_both_engines! {
    a_token_without_a_signature_is_refused,
    a_token_signed_with_our_public_key_as_a_secret_is_refused,
    a_token_signed_with_a_foreign_key_is_refused,
    a_header_that_asks_for_more_is_refused,
    a_token_for_another_purpose_is_refused,
    other_tokens_of_ours_are_refused,
    a_changed_token_is_refused,
    only_one_spelling_of_a_token_counts,
}

async fn a_token_without_a_signature_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let (head, body) = (header(&token), claims(&token));
    let signature = token.rsplit_once('.').unwrap().1;
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        for kid in [head["kid"].clone(), Value::Null] {
            let head = json!({ "alg": alg, "typ": "at+jwt", "kid": kid });
            let unsigned = format!("{}.{}.", encoded(&head), encoded(&body));
            refused(&site, &unsigned).await;
            refused(&site, &format!("{unsigned}{signature}")).await;
        }
    }
}

async fn a_token_signed_with_our_public_key_as_a_secret_is_refused(engine: Engine) {
    for algorithm in Algorithm::ALL.map(Algorithm::name) {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        let browser = site.browser();
        browser.sign_in("okta", &crate::support::Person::ada()).await;
        let token = browser.access_token().await;
        let mut head = header(&token);
        assert_eq!(head["alg"], algorithm);
        let published = json!(site.rings.access.jwks());
        let keys = published["keys"].as_array().unwrap();
        let jwk = keys.iter().find(|key| key["kid"] == head["kid"]).unwrap();
        let der = public_key_der(jwk);
        let lines =
            STANDARD.encode(&der).as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n");
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----");
        let secrets = [pem.clone().into_bytes(), format!("{pem}\n").into_bytes(), der, jwk.to_string().into_bytes()];
        for alg in ["HS256", algorithm] {
            head["alg"] = alg.into();
            for secret in &secrets {
                refused(&site, &signed_with_secret(&head, &claims(&token), secret)).await;
            }
        }
        site.api(&token).get("/api/profile").await.ok();
    }
}

async fn a_token_signed_with_a_foreign_key_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let forger = Forger::new();
    let (head, body) = (header(&token), claims(&token));
    refused(&site, &forger.sign(&head, &body)).await;
    for kid in [
        json!("unknown"),
        json!("../../../dev/null"),
        json!("' or '1'='1"),
        json!("k".repeat(5000)),
        json!(1),
        Value::Null,
    ] {
        let mut head = head.clone();
        head["kid"] = kid;
        refused(&site, &forger.sign(&head, &body)).await;
    }
}

async fn a_header_that_asks_for_more_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let forger = Forger::new();
    let (head, body) = (header(&token), claims(&token));
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("crit", json!(["b64"])),
        ("b64", json!(false)),
        ("jwk", forger.jwk()),
        ("jku", json!("http://evil.example/jwks.json")),
        ("x5u", json!("http://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("zip", json!("DEF")),
    ] {
        let mut head = head.clone();
        head[name] = value;
        refused(&site, &forger.sign(&head, &body)).await;
        head["kid"] = "the forger's".into();
        refused(&site, &forger.sign(&head, &body)).await;
    }
}

/// Signed with our own key: only the claims and the type are wrong.
async fn a_token_for_another_purpose_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let body = claims(&token);
    let signed = |typ: &str, body: &Value| site.rings.access.sign(Algorithm::Es256, typ, body).unwrap();
    site.api(&signed("at+jwt", &body)).get("/api/profile").await.ok();
    for typ in ["JWT", "jwt", "AT+JWT", "application/at+jwt", "id_token", "logout+jwt", ""] {
        refused(&site, &signed(typ, &body)).await;
    }
    let now = site.now().seconds();
    for (name, value) in [
        ("iss", json!("http://evil.example")),
        ("iss", json!(format!("{}/", site.origin()))),
        ("aud", json!("http://evil.example")),
        ("aud", json!([])),
        ("aud", json!(["http://evil.example", "http://another.example"])),
        ("exp", json!(now)),
        ("exp", json!("9999999999")),
        ("exp", Value::Null),
        ("iat", json!(now + 31)),
        ("nbf", json!(now + 31)),
        ("sid", json!("00000000-0000-4000-8000-000000000000")),
        ("sid", json!("' or '1'='1")),
        ("sub", Value::Null),
    ] {
        let mut body = body.clone();
        body[name] = value;
        refused(&site, &signed("at+jwt", &body)).await;
    }
    for name in ["iss", "aud", "exp", "iat", "sub", "sid", "jti", "client_id"] {
        let mut body = body.clone();
        body.as_object_mut().unwrap().remove(name);
        refused(&site, &signed("at+jwt", &body)).await;
    }
}

async fn other_tokens_of_ours_are_refused(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    refused(&site, &browser.refresh_token()).await;
    let popup = browser.start_popup("okta").await;
    let code = popup.finish(&crate::support::Person::ada()).await.code();
    refused(&site, &code).await;
    // What the demo provider signs, Gatepost does not take, whatever it says.
    let provider = site.rings.demo.clone().unwrap();
    for typ in ["JWT", "at+jwt"] {
        refused(&site, &provider.sign(Algorithm::Rs256, typ, &claims(&token)).unwrap()).await;
    }
}

async fn a_changed_token_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let parts: Vec<&str> = token.split('.').collect();
    let mut body = claims(&token);
    body["sub"] = "somebody-else".into();
    refused(&site, &[parts[0], &encoded(&body), parts[2]].join(".")).await;
    let mut signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    for index in [0, 31, 32, 63] {
        signature[index] ^= 1;
        refused(&site, &[parts[0], parts[1], &URL_SAFE_NO_PAD.encode(&signature)].join(".")).await;
        signature[index] ^= 1;
    }
    for signature in [vec![0; 64], vec![0; 63], vec![0; 65], Vec::new(), signature[..63].to_vec()] {
        refused(&site, &[parts[0], parts[1], &URL_SAFE_NO_PAD.encode(signature)].join(".")).await;
    }
}

async fn only_one_spelling_of_a_token_counts(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let parts: Vec<&str> = token.split('.').collect();
    // 64 bytes leave four bits unused in the last character of a base64 text.
    let (start, last) = parts[2].split_at(parts[2].len() - 1);
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let number = alphabet.find(last).unwrap();
    let other = &alphabet[number + 1..number + 2];
    for signature in
        [format!("{start}{other}"), format!("{}==", parts[2]), format!("{}=", parts[2]), format!("{}\u{0}", parts[2])]
    {
        let spelled = [parts[0], parts[1], &signature].join(".");
        if !spelled.contains('\u{0}') {
            refused(&site, &spelled).await;
        }
    }
    for spelled in [format!("{token}."), format!(".{token}"), token.replacen('.', "..", 1)] {
        refused(&site, &spelled).await;
    }
}

async fn refused(site: &Site, token: &str) {
    let answer = site.api(token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\", error=\"invalid_token\"", "{token}");
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// `SubjectPublicKeyInfo` (RFC 5480, RFC 8410, RFC 3279) of a JWK.
fn public_key_der(jwk: &Value) -> Vec<u8> {
    let member = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let hex =
        |text: &str| (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
    match jwk["kty"].as_str().unwrap() {
        "EC" => {
            let start: Vec<u8> = hex(match jwk["crv"].as_str().unwrap() {
                "P-256" => "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
                _ => "30819b301006072a8648ce3d020106052b810400230381860004",
            });
            [start, member("x"), member("y")].concat()
        }
        "OKP" => [hex("302a300506032b6570032100"), member("x")].concat(),
        _ => {
            let start: Vec<u8> = hex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100");
            [start, member("n"), hex("0203010001")].concat()
        }
    }
}
