//! The `Authorization` header, and what is answered to whom.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::signed_in;
use crate::support::{Answer, Engine, on_both_engines};

on_both_engines! {
    a_good_token_gets_the_answer,
    the_schemes_case_does_not_matter,
    no_credentials_are_told_so_without_an_error_code,
    malformed_credentials_are_told_so,
    a_token_that_does_not_count_is_told_so,
    only_the_header_counts,
    the_sessions_cookie_lets_nobody_in,
    a_huge_token_is_refused,
}

async fn a_good_token_gets_the_answer(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let profile = site.api(&token).get("/api/profile").await.ok();
    assert_eq!(profile.json(), json!({ "email": "ada.lovelace@example.com" }));
    let secure = site.api(&token).get("/api/secure-data").await.ok();
    assert_eq!(secure.json(), json!({ "message": "You are authenticated!" }));
    for answer in [profile, secure] {
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), "", "no other origin reads it");
    }
}

async fn the_schemes_case_does_not_matter(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        let header = format!("{scheme} {token}");
        site.api("").header("authorization", header).get("/api/profile").await.ok();
    }
}

async fn no_credentials_are_told_so_without_an_error_code(engine: Engine) {
    let (site, ..) = signed_in(engine).await;
    let none = json!({ "detail": "Authentication credentials were not provided." });
    let client = site.api("");
    for header in [None, Some("Basic YTpi"), Some("Token abc"), Some("Bearers x")] {
        let client = header.map_or(client.clone(), |header| client.header("authorization", header));
        told(&client.get("/api/profile").await, "Bearer realm=\"api\"", &none);
        told(&client.get("/api/secure-data").await, "Bearer realm=\"api\"", &none);
    }
}

async fn malformed_credentials_are_told_so(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let body = json!({
        "detail": "Authorization header must contain two space-delimited values",
        "code": "bad_authorization_header",
    });
    let good = format!("Bearer {token}");
    let (three, list) = (format!("{good} x"), format!("{good}, {good}"));
    let headers: [&[&[u8]]; 6] = [
        &[b"Bearer"],
        &[b"Bearer "],
        &[three.as_bytes()],
        &[list.as_bytes()],
        &[good.as_bytes(), good.as_bytes()],
        &[b"Bearer \xff\xfe"],
    ];
    for values in headers {
        let client = values.iter().fold(site.api(""), |client, value| client.header("authorization", value));
        let answer = client.get("/api/profile").await;
        told(&answer, "Bearer realm=\"api\", error=\"invalid_request\"", &body);
    }
}

async fn a_token_that_does_not_count_is_told_so(engine: Engine) {
    let (site, ..) = signed_in(engine).await;
    let body = json!({
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{
            "token_class": "AccessToken",
            "token_type": "access",
            "message": "Token is invalid",
        }],
    });
    for token in ["x", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."] {
        let answer = site.api(token).get("/api/profile").await;
        told(&answer, "Bearer realm=\"api\", error=\"invalid_token\"", &body);
    }
}

async fn only_the_header_counts(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for path in [format!("/api/profile?access_token={token}"), format!("/api/profile?token={token}")] {
        site.api("").get(&path).await.expect(StatusCode::UNAUTHORIZED);
    }
    let form = ("application/x-www-form-urlencoded", format!("access_token={token}"));
    let answer = site.api("").call(axum::http::Method::GET, "/api/profile", Some(form)).await;
    answer.expect(StatusCode::UNAUTHORIZED);
}

async fn the_sessions_cookie_lets_nobody_in(engine: Engine) {
    let (_site, browser, _token) = signed_in(engine).await;
    assert!(browser.has_session_cookie());
    for path in ["/api/profile", "/api/secure-data"] {
        let answer = browser.send(browser.script(axum::http::Method::GET, path)).await;
        assert_eq!(answer.expect(StatusCode::UNAUTHORIZED).session_cookie(), None);
    }
}

async fn a_huge_token_is_refused(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for token in
        ["A".repeat(100_000), format!("{token}{}", "A".repeat(20_000)), format!("{}.{token}", "a.".repeat(5000))]
    {
        let answer = site.api(&token).get("/api/profile").await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    site.api(&token).get("/api/profile").await.ok();
}

#[track_caller]
fn told(answer: &Answer, challenge: &str, body: &Value) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(&answer.json(), body);
}
