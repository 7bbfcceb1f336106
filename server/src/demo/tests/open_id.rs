use http::{Request, StatusCode};
use serde_json::json;

use super::{Bench, OKTA_ISSUER, ORIGIN};
use crate::{
    demo::stand_in::{GOOGLE, OKTA, OKTA_INTROSPECT, OKTA_LOGOUT},
    provider::{
        Parameters,
        testing::{claims, exchange, request},
    },
};

#[tokio::test]
async fn discovery_promises_what_is_there() {
    let bench = Bench::new().await;
    let found = bench.get("/oauth2/default/.well-known/openid-configuration").await;
    assert_eq!(found.header("access-control-allow-origin"), "*");
    let metadata = found.json();
    assert_eq!(metadata["issuer"], OKTA_ISSUER);
    assert_eq!(metadata["authorization_endpoint"], format!("{ORIGIN}/oauth2/default/v1/authorize"));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(metadata["id_token_signing_alg_values_supported"], json!(["ES256"]));
    for (member, get) in [
        ("authorization_endpoint", StatusCode::BAD_REQUEST),
        ("token_endpoint", StatusCode::METHOD_NOT_ALLOWED),
        ("userinfo_endpoint", StatusCode::UNAUTHORIZED),
        ("jwks_uri", StatusCode::OK),
        ("revocation_endpoint", StatusCode::METHOD_NOT_ALLOWED),
        ("introspection_endpoint", StatusCode::METHOD_NOT_ALLOWED),
        ("end_session_endpoint", StatusCode::OK),
    ] {
        let path = metadata[member].as_str().unwrap().strip_prefix(ORIGIN).unwrap();
        assert_eq!(bench.get(path).await.status, get, "{member}");
    }
    let other = bench.get("/oauth2/default/.well-known/oauth-authorization-server").await.json();
    assert_eq!(other, metadata);

    let google = bench.get("/google/.well-known/openid-configuration").await.json();
    assert_eq!(google["issuer"], format!("{ORIGIN}/google"));
    assert_eq!(google["jwks_uri"], format!("{ORIGIN}/google/oauth2/v3/certs"));
    assert!(google["end_session_endpoint"].is_null());
    assert!(!google["claims_supported"].as_array().unwrap().contains(&json!("preferred_username")));
}

#[tokio::test]
async fn the_issuer_is_configuration_and_not_the_host_header() {
    let bench = Bench::new().await;
    let headers = [("host", "evil.example.com"), ("x-forwarded-host", "evil.example.com")];
    let metadata = bench.get_with("/google/.well-known/openid-configuration", &headers).await;
    assert!(!metadata.body.contains("evil"));
}

#[tokio::test]
async fn the_published_keys_are_public() {
    let bench = Bench::new().await;
    let jwks = bench.get(OKTA.keys).await.json();
    let key = &jwks["keys"][0];
    assert!(key["kid"].is_string() && key["alg"].is_string() && key["use"] == "sig");
    assert!(["d", "p", "q", "dp", "dq", "qi", "k"].iter().all(|member| key.get(member).is_none()));
}

#[tokio::test]
async fn google_signs_in_as_google_does() {
    let bench = Bench::new().await;
    let answer = bench.press_continue(GOOGLE.authorize, &request()).await.redirected();
    assert_eq!(answer.get("iss"), Some("http://localhost:3100/google"));
    let tokens = bench.post(GOOGLE.token, &exchange(answer.get("code").unwrap())).await.json();
    let id_token = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id_token["iss"], "http://localhost:3100/google");
    assert!(id_token["sub"].as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit()));
    assert!(id_token.get("preferred_username").is_none() && id_token.get("amr").is_none());

    let token = tokens["access_token"].as_str().unwrap();
    let form = Parameters::default().with("access_token", token);
    assert_eq!(bench.post(GOOGLE.userinfo, &form).await.json()["sub"], id_token["sub"]);
    let query = format!("{}?access_token={token}", GOOGLE.userinfo);
    assert_eq!(bench.get(&query).await.status, StatusCode::UNAUTHORIZED, "never in the address (RFC 6750 §5.3)");

    let revoke = Parameters::default().with("token", token);
    assert_eq!(bench.post(GOOGLE.revoke, &revoke).await.status, StatusCode::OK);
    assert_eq!(bench.post(GOOGLE.revoke, &revoke).await.json()["error"], "invalid_token");
    assert_eq!(bench.post(GOOGLE.userinfo, &form).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_code_of_okta_is_nothing_to_google() {
    let bench = Bench::new().await;
    let answer = bench.press_continue(OKTA.authorize, &request()).await.redirected();
    let form = exchange(answer.get("code").unwrap());
    assert_eq!(bench.post(GOOGLE.token, &form).await.json()["error"], "invalid_grant");
    assert_eq!(bench.post(OKTA.token, &form).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_token_endpoint_takes_forms_with_one_of_each_parameter() {
    let bench = Bench::new().await;
    let answer = bench.press_continue(OKTA.authorize, &request()).await.redirected();
    let form = exchange(answer.get("code").unwrap());
    let body = |content_type: &str, body: String| {
        Request::post(OKTA.token).header("content-type", content_type).body(body.into()).unwrap()
    };
    let json = bench.send(body("application/json", json!({"code": "x"}).to_string())).await;
    assert_eq!((json.status, json.json()["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_request")));
    let no_text = Request::post(OKTA.token).header("content-type", "application/x-www-form-urlencoded");
    let no_text = bench.send(no_text.body(b"code=\xff".to_vec().into()).unwrap()).await;
    assert_eq!((no_text.status, no_text.json()["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_request")));
    let twice = format!("{}&code_verifier=other", form.encode());
    let twice = bench.send(body("application/x-www-form-urlencoded", twice)).await;
    assert_eq!(twice.json()["error"], "invalid_request");
    let answer = bench.send(body("application/x-www-form-urlencoded; charset=utf-8", form.encode())).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(answer.json()["token_type"], "Bearer");
}

#[tokio::test]
async fn a_client_proves_itself_in_one_way() {
    let bench = Bench::new().await;
    let answer = bench.press_continue(OKTA.authorize, &request()).await.redirected();
    let form = exchange(answer.get("code").unwrap());
    let basic = [("authorization", "Basic YXBwOnNlY3JldA==")];
    let both = bench.post_with(OKTA.token, &form, &basic).await;
    assert_eq!((both.status, both.json()["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_request")));
    let bare = form.without("client_secret").without("client_id");
    let none = bench.post(OKTA.token, &bare).await;
    assert_eq!((none.status, none.json()["error"].as_str()), (StatusCode::UNAUTHORIZED, Some("invalid_client")));
    assert_eq!(none.header("www-authenticate"), "");
    let broken = bench.post_with(OKTA.token, &bare, &[("authorization", "Basic ???")]).await;
    assert!(broken.header("www-authenticate").starts_with("Basic"));
    assert_eq!(broken.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bench.post_with(OKTA.token, &bare, &basic).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_that_comes_again_ends_what_was_issued_for_it() {
    let bench = Bench::new().await;
    let answer = bench.press_continue(OKTA.authorize, &request()).await.redirected();
    let form = exchange(answer.get("code").unwrap());
    let tokens = bench.post(OKTA.token, &form).await.json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(bench.get_with(OKTA.userinfo, &[("authorization", &bearer)]).await.status, StatusCode::OK);
    assert_eq!(bench.post(OKTA.token, &form).await.json()["error"], "invalid_grant");
    let userinfo = bench.get_with(OKTA.userinfo, &[("authorization", &bearer)]).await;
    assert_eq!(userinfo.status, StatusCode::UNAUTHORIZED);
    assert_eq!(userinfo.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    let introspect = Parameters::default()
        .with("token", tokens["access_token"].as_str().unwrap())
        .with("client_id", "app")
        .with("client_secret", "secret");
    assert_eq!(bench.post(OKTA_INTROSPECT, &introspect).await.body, r#"{"active":false}"#);
}

#[tokio::test]
async fn introspection_and_revocation_at_okta() {
    let bench = Bench::new().await;
    let tokens = bench.okta_tokens("").await.json();
    let form = Parameters::default().with("token", tokens["access_token"].as_str().unwrap());
    assert_eq!(bench.post(OKTA_INTROSPECT, &form).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bench.post(OKTA.revoke, &form).await.status, StatusCode::UNAUTHORIZED);
    let form = form.with("client_id", "app").with("client_secret", "secret");
    let active = bench.post(OKTA_INTROSPECT, &form).await.json();
    assert_eq!((&active["active"], &active["aud"]), (&true.into(), &"api://default".into()));
    assert_eq!((&active["client_id"], &active["iss"]), (&"app".into(), &OKTA_ISSUER.into()));
    let revoked = bench.post(OKTA.revoke, &form.clone().with("token_type_hint", "refresh_token")).await;
    assert_eq!((revoked.status, revoked.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(bench.post(OKTA_INTROSPECT, &form).await.json(), json!({"active": false}));
}

#[tokio::test]
async fn signing_out_leads_to_this_computer_only() {
    let bench = Bench::new().await;
    let back = "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2F&state=s%261";
    let page = bench.get(&format!("{OKTA_LOGOUT}?{back}")).await;
    assert_eq!(page.attribute("main a", "href"), "http://localhost:3000/?state=s%261");
    let page = bench.get(&format!("{OKTA_LOGOUT}?post_logout_redirect_uri=https%3A%2F%2Fexample.com%2F")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(!page.body.contains("example.com"));
}
