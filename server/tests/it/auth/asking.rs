//! What the settings make us ask of a provider, and what of it is checked on the answer.

use app::wire::Notice;
use serde_json::json;

use super::{parameter, refused};
use crate::support::{Engine, StubProvider, callback, on_both_engines};

on_both_engines! {
    the_settings_of_a_request_are_sent,
    the_pages_language_goes_along_unless_another_is_set,
    only_what_is_allowed_is_chosen_by_whoever_begins,
    nothing_that_is_chosen_takes_the_place_of_ours,
    the_age_of_the_proof_is_checked_at_every_sign_in,
    a_step_up_asks_again_whatever_the_settings_say,
    a_class_of_authentication_that_is_required_is_checked,
    userinfo_is_asked_as_set,
}

async fn the_settings_of_a_request_are_sent(engine: Engine) {
    let stub = StubProvider::start().await;
    let settings = [
        ("scopes", "openid email groups"),
        ("prompt", "login consent"),
        ("display", "popup"),
        ("max_age", "3600"),
        ("ui_locales", "fr-CA fr"),
        ("claims_locales", "fr"),
        ("acr_values", "phr mfa"),
        ("claims", r#"{"id_token":{"groups":null}}"#),
        ("login_hint", "ada@example.com"),
        ("extra_params", "audience=api%3A%2F%2Fdefault&connection=google+apps"),
    ];
    let site = stub.site(engine, &settings).await;
    let url = site.browser().begin("/auth/stub/start").await;
    for (name, expected) in [
        ("response_type", "code"),
        ("scope", "openid email groups"),
        ("prompt", "login consent"),
        ("display", "popup"),
        ("max_age", "3600"),
        ("ui_locales", "fr-CA fr"),
        ("claims_locales", "fr"),
        ("acr_values", "phr mfa"),
        ("claims", r#"{"id_token":{"groups":null}}"#),
        ("login_hint", "ada@example.com"),
        ("audience", "api://default"),
        ("connection", "google apps"),
    ] {
        assert_eq!(parameter(&url, name).as_deref(), Some(expected), "{name}");
    }
    let names: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len(), "each parameter once (RFC 6749 §3.1): {names:?}");
}

async fn the_pages_language_goes_along_unless_another_is_set(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[]).await;
    let german = site.browser().speaking("de-AT,de;q=0.9").begin("/auth/stub/start").await;
    assert_eq!(parameter(&german, "ui_locales").as_deref(), Some("de"));
    let site = stub.site(engine, &[("ui_locales", "fr")]).await;
    let french = site.browser().speaking("de").begin("/auth/stub/start").await;
    assert_eq!(parameter(&french, "ui_locales").as_deref(), Some("fr"));
}

async fn only_what_is_allowed_is_chosen_by_whoever_begins(engine: Engine) {
    let stub = StubProvider::start().await;
    let start = "/auth/stub/start?login_hint=ada%40example.com&prompt=consent&organization=o-1";
    let site = stub.site(engine, &[]).await;
    let url = site.browser().begin(start).await;
    for name in ["login_hint", "prompt", "organization"] {
        assert_eq!(parameter(&url, name), None, "{name}");
    }
    let site = stub.site(engine, &[("request_params", "login_hint prompt"), ("prompt", "login")]).await;
    let url = site.browser().begin(start).await;
    assert_eq!(parameter(&url, "login_hint").as_deref(), Some("ada@example.com"));
    assert_eq!(parameter(&url, "prompt").as_deref(), Some("consent"), "what was chosen counts more");
    assert_eq!(parameter(&url, "organization"), None);
    let plain = site.browser().begin("/auth/stub/start").await;
    assert_eq!(parameter(&plain, "prompt").as_deref(), Some("login"));
}

async fn nothing_that_is_chosen_takes_the_place_of_ours(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("request_params", "login_hint")]).await;
    let evil = "state=evil&nonce=evil&redirect_uri=https%3A%2F%2Fevil.example&code_challenge=evil&scope=admin\
                &response_type=token&client_id=evil&response_mode=fragment&login_hint=a%26state%3Devil";
    let url = site.browser().begin(&format!("/auth/stub/start?{evil}")).await;
    assert_eq!(url.origin(), stub.url.origin());
    let evils = url.query_pairs().filter(|(name, value)| value.contains("evil") && name != "login_hint").count();
    assert_eq!(evils, 0, "{url}");
    assert_eq!(url.query_pairs().filter(|(name, _)| name == "state").count(), 1);
    assert_eq!(parameter(&url, "response_type").as_deref(), Some("code"));
}

async fn the_age_of_the_proof_is_checked_at_every_sign_in(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("max_age", "600"), ("leeway", "10")]).await;
    let ago = |seconds: i64| json!({ "auth_time": site.now().seconds() - seconds });
    assert!(stub.sign_in(&site, "stub", ago(609)).await.session_cookie().is_some());
    refused(&site, &stub.sign_in(&site, "stub", ago(612)).await, Notice::AnswerRefused).await;
    refused(&site, &stub.sign_in(&site, "stub", json!({ "auth_time": null })).await, Notice::AnswerRefused).await;
    let expired = json!({ "exp": site.now().seconds() - 11 });
    refused(&site, &stub.sign_in(&site, "stub", expired).await, Notice::AnswerRefused).await;
    let hardly = json!({ "exp": site.now().seconds() - 9 });
    assert!(stub.sign_in(&site, "stub", hardly).await.session_cookie().is_some(), "within the leeway");
}

async fn a_step_up_asks_again_whatever_the_settings_say(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("prompt", "none"), ("max_age", "600")]).await;
    let url = site.browser().begin("/auth/stub/start?max_age=60").await;
    assert_eq!(parameter(&url, "prompt").as_deref(), Some("login"));
    assert_eq!(parameter(&url, "max_age").as_deref(), Some("60"), "the stricter of the two");
    let site = stub.site(engine, &[("prompt", "consent"), ("max_age", "30")]).await;
    let url = site.browser().begin("/auth/stub/start?max_age=60").await;
    assert_eq!(parameter(&url, "prompt").as_deref(), Some("login consent"));
    assert_eq!(parameter(&url, "max_age").as_deref(), Some("30"));
}

async fn a_class_of_authentication_that_is_required_is_checked(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("acr_values", "phr phrh"), ("require_acr", "true")]).await;
    for wrong in [json!({}), json!({ "acr": "pwd" }), json!({ "acr": "" }), json!({ "acr": ["phr"] })] {
        refused(&site, &stub.sign_in(&site, "stub", wrong).await, Notice::AnswerRefused).await;
    }
    assert!(stub.sign_in(&site, "stub", json!({ "acr": "phrh" })).await.session_cookie().is_some());
}

async fn userinfo_is_asked_as_set(engine: Engine) {
    use crate::support::Reply;
    for (set, complete, thin) in [("missing", 0, 1), ("always", 1, 1), ("never", 0, 0)] {
        let stub = StubProvider::start().await;
        let site = stub.site(engine, &[("userinfo", set)]).await;
        stub.answers("/userinfo", Reply::Json(json!({ "sub": "ada-1815", "name": "Ada of userinfo" })));
        stub.sign_in(&site, "stub", json!({})).await;
        assert_eq!(stub.times_asked("GET /userinfo"), complete, "{set}");
        stub.sign_in(&site, "stub", json!({ "name": null })).await;
        assert_eq!(stub.times_asked("GET /userinfo"), complete + thin, "{set}");
    }
    // A signed answer is checked as an ID token is.
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("userinfo", "always")]).await;
    let (key, header) = (stub.key(), json!({ "alg": "ES256", "kid": "k1" }));
    let jwt = |token: String| Reply::Raw(axum::http::StatusCode::OK, "application/jwt", token.into_bytes());
    let good = json!({ "sub": "ada-1815", "iss": stub.issuer(), "aud": "gatepost" });
    for (token, counts) in [
        (key.sign(&header, &good), true),
        (crate::support::Forger::new().sign(&header, &good), false),
        (key.sign(&header, &json!({ "sub": "ada-1815", "iss": "https://evil.example" })), false),
        (key.sign(&header, &json!({ "sub": "ada-1815", "aud": "other" })), false),
        (key.sign(&header, &json!({ "sub": "grace-1906" })), false),
        (key.sign(&header, &json!({})), false),
    ] {
        stub.answers("/userinfo", jwt(token));
        let browser = site.browser();
        let authorize = browser.begin("/auth/stub/start").await;
        stub.vouches(&stub.claims(&authorize, site.now()));
        let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
        assert_eq!(answer.session_cookie().is_some(), counts);
    }
}
