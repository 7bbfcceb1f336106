//! How we prove to a provider that we are its client.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey},
};
use axum::http::StatusCode;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::json;

use crate::support::{Asked, Engine, Site, StubProvider, claims, header, on_both_engines};

on_both_engines! {
    a_secret_goes_where_the_provider_takes_it,
    an_assertion_is_signed_with_the_key_that_is_published,
    a_public_client_shows_no_secret,
}

/// A new private key in PEM.
pub(super) fn ec_pem() -> String {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(pkcs8.as_ref()))
}

/// Signs in at a provider with those settings; what the token endpoint was asked.
async fn asked(engine: Engine, metadata: serde_json::Value, settings: &[(&str, &str)]) -> (Site, StubProvider, Asked) {
    let stub = StubProvider::start().await;
    stub.says_of_itself("/", metadata);
    let issuer = stub.issuer();
    let mut named = vec![
        ("providers.stub.issuer".to_owned(), issuer.as_str()),
        ("providers.stub.client_id".to_owned(), "gate:post"),
    ];
    named.extend(settings.iter().map(|(key, value)| (format!("providers.stub.{key}"), *value)));
    let pairs: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let site = Site::with(engine, &pairs).await;
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    let asked = stub.asked_last("POST /token");
    (site, stub, asked)
}

async fn a_secret_goes_where_the_provider_takes_it(engine: Engine) {
    const SECRET: &str = "a:b+c%/\u{e9} d";
    let secret = ("client_secret", SECRET);
    let basic = format!("Basic {}", STANDARD.encode("gate%3Apost:a%3Ab%2Bc%25%2F%C3%A9+d"));
    let offers = |methods: serde_json::Value| json!({ "token_endpoint_auth_methods_supported": methods });
    for (metadata, method, in_header) in [
        (json!({}), None, true),
        (offers(json!(["client_secret_basic", "client_secret_post"])), None, true),
        (offers(json!(["client_secret_post"])), None, false),
        (offers(json!(["client_secret_post"])), Some("client_secret_basic"), true),
        (json!({}), Some("client_secret_post"), false),
    ] {
        let settings: Vec<_> =
            [secret].into_iter().chain(method.map(|method| ("client_authentication", method))).collect();
        let (_site, _stub, asked) = asked(engine, metadata, &settings).await;
        let authorization = asked.headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(authorization, in_header.then(|| basic.clone()));
        assert_eq!(asked.form.get("client_secret").map(String::as_str), (!in_header).then_some(SECRET));
        assert_eq!(asked.form.get("client_id").map(String::as_str), (!in_header).then_some("gate:post"));
        assert_eq!(asked.form["grant_type"], "authorization_code");
        assert_eq!(asked.form["code_verifier"].len(), 43);
    }
}

async fn an_assertion_is_signed_with_the_key_that_is_published(engine: Engine) {
    let key = ec_pem();
    let (site, stub, asked) = asked(engine, json!({}), &[("private_key", &key), ("private_key_id", "c1")]).await;
    assert_eq!(asked.form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    let assertion = &asked.form["client_assertion"];
    let told = claims(assertion);
    assert_eq!((&told["iss"], &told["sub"]), (&json!("gate:post"), &json!("gate:post")));
    assert_eq!(told["aud"], stub.at("/token"));
    assert_eq!(told["iat"], site.now().seconds());
    assert!((1..=300).contains(&(told["exp"].as_i64().unwrap() - site.now().seconds())));
    assert_eq!(told["jti"].as_str().unwrap().len(), 43);
    assert_eq!((&header(assertion)["alg"], &header(assertion)["kid"]), (&json!("ES256"), &json!("c1")));

    let published = site.browser().visit("/auth/stub/jwks.json").await.ok().json();
    let jwk = &published["keys"][0];
    assert_eq!((&jwk["kid"], &jwk["use"], &jwk["alg"]), (&json!("c1"), &json!("sig"), &json!("ES256")));
    assert!(jwk.get("d").is_none(), "the private half stays here");
    let part = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], part("x"), part("y")].concat();
    let (message, signature) = assertion.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message.as_bytes(), &signature).unwrap();
    assert!(!asked.form.contains_key("client_secret") && asked.headers.get("authorization").is_none());

    stub.sign_in(&site, "stub", json!({})).await;
    let second = claims(&stub.asked_last("POST /token").form["client_assertion"]);
    assert_ne!(second["jti"], told["jti"], "an assertion is for one request");
    site.browser().visit("/auth/okta/jwks.json").await.expect(StatusCode::NOT_FOUND);
}

async fn a_public_client_shows_no_secret(engine: Engine) {
    let (_site, _stub, asked) = asked(engine, json!({}), &[("client_authentication", "none")]).await;
    assert_eq!(asked.form["client_id"], "gate:post");
    assert!(!asked.form.contains_key("client_secret") && asked.headers.get("authorization").is_none());
}
