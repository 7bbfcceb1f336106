//! What a foreign token is good for, and what it is not.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{assert_forbidden, assert_not_valid, claims, profile, signed, signed_as, site, with};
use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    it_reads_wherever_our_own_does,
    nothing_counts_unless_it_is_turned_on,
    our_own_tokens_count_beside_it,
    it_changes_nothing,
    it_is_no_session,
    another_issuer_beside_the_providers_own,
}

async fn it_reads_wherever_our_own_does(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims(&site));
    let email = "ada.lovelace@example.com";
    assert_eq!(profile(&site, &token).await.ok().json(), json!({ "email": email }));
    let secure = site.api(&token).get("/api/secure-data").await.ok();
    assert_eq!(secure.json(), json!({ "message": "You are authenticated!" }));
    assert_eq!(site.api(&token).get("/api/auth/users/me/").await.ok().json()["email"], email);
    let standard = signed_as("at+jwt", &site, &claims(&site));
    profile(&site, &standard).await.ok();
}

async fn nothing_counts_unless_it_is_turned_on(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &[]).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    assert_not_valid(&profile(&site, &signed(&site, &claims(&site))).await, "Token is invalid");
}

async fn our_own_tokens_count_beside_it(engine: Engine) {
    let site = site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let own = browser.access_token().await;
    profile(&site, &own).await.ok();
    profile(&site, &signed(&site, &claims(&site))).await.ok();
    profile(&site, &own).await.ok();
}

async fn it_changes_nothing(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims(&site));
    let before = site.database.text("people").await;
    for (method, path) in [
        (Method::PATCH, "/api/auth/users/me/"),
        (Method::PUT, "/api/auth/users/me/"),
        (Method::DELETE, "/api/auth/users/me/"),
        (Method::POST, "/api/auth/users/set_password/"),
        (Method::POST, "/api/auth/users/set_email/"),
        (Method::POST, "/api/auth/users/mail_code/"),
        (Method::POST, "/api/auth/sessions/end_all/"),
        (Method::POST, "/api/orders"),
    ] {
        let body = Some(("application/json", json!({ "first_name": "Eve" }).to_string()));
        let answer = site.api(&token).call(method, path, body).await;
        assert_forbidden(&answer, "", "session_needed");
    }
    assert_eq!(site.database.text("people").await, before);
}

/// `auth_time` in it is somebody else's; there is nothing of ours to renew.
async fn it_is_no_session(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims(&site));
    let renewed = site.api("").post("/api/auth/jwt/refresh/", &json!({ "refresh": token })).await;
    renewed.expect(StatusCode::UNAUTHORIZED);
    let sessions = site.api(&token).get("/api/auth/sessions/").await.ok().json();
    assert!(sessions.as_array().unwrap().iter().all(|session| session["current"] == false), "{sessions}");
}

/// Okta's custom authorization server issues for the API; people sign in with the org server.
async fn another_issuer_beside_the_providers_own(engine: Engine) {
    let api = crate::support::Issuer::start().await;
    let site = site(engine, &[("api_issuer", &api.url)]).await;
    let token = api.sign(&with(claims(&site), "iss", json!(api.url)));
    profile(&site, &token).await.ok();
    // The provider's own do not count then.
    assert_not_valid(&profile(&site, &signed(&site, &claims(&site))).await, "Token is invalid");
}
