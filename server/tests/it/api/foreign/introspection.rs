//! Tokens that only their issuer can read (RFC 7662).

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{AUDIENCE, assert_forbidden, assert_not_valid, profile};
use crate::support::{Engine, Issuer, Person, Site, on_both_engines};

const ASK: &str = "POST /introspect";
const OPAQUE: &str = "2YotnFZFEjr1zCsicMWpAA";

on_both_engines! {
    an_opaque_token_counts_where_its_issuer_says_so,
    an_answer_is_believed_for_half_a_minute,
    never_beyond_the_tokens_end,
    what_the_issuer_says_is_looked_at_as_closely,
    nobody_is_asked_unless_it_is_turned_on,
    our_own_tokens_are_told_to_nobody,
    an_issuer_that_is_down_is_no_refusal,
}

/// A site that takes the tokens of that issuer, by whose word Ada has an account.
async fn site(engine: Engine, issuer: &Issuer, settings: &[(&str, &str)]) -> Site {
    let mut all = vec![
        ("providers.acme.issuer", issuer.url.as_str()),
        ("providers.acme.client_id", "gatepost"),
        ("providers.acme.client_secret", "a:b+c"),
        ("providers.acme.api_audience", AUDIENCE),
    ];
    all.extend(settings);
    let site = Site::with(engine, &all).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let sql = format!("update identities set issuer = '{}', provider = 'acme'", issuer.url);
    site.database.run(&sql).await;
    site
}

async fn asking(engine: Engine, issuer: &Issuer) -> Site {
    site(engine, issuer, &[("providers.acme.api_introspection", "true")]).await
}

fn claims(site: &Site) -> Value {
    json!({
        "sub": "ada-1815", "aud": AUDIENCE, "client_id": "spa", "scope": "openid", "token_type": "Bearer",
        "exp": site.now().seconds() + 3600, "username": "ada",
    })
}

async fn an_opaque_token_counts_where_its_issuer_says_so(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    issuer.knows(OPAQUE, claims(&site));
    assert_eq!(profile(&site, OPAQUE).await.ok().json(), json!({ "email": "ada.lovelace@example.com" }));
    assert_not_valid(&profile(&site, "another").await, "Token is invalid");
    let change = site.api(OPAQUE).post("/api/auth/sessions/end_all/", &json!({})).await;
    assert_forbidden(&change, "", "session_needed");
}

async fn an_answer_is_believed_for_half_a_minute(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    issuer.knows(OPAQUE, claims(&site));
    for _ in 0..20 {
        profile(&site, OPAQUE).await.ok();
        assert_not_valid(&profile(&site, "another").await, "Token is invalid");
    }
    assert_eq!(issuer.times_asked(ASK), 2);
    issuer.forgets(OPAQUE);
    site.wait(29);
    profile(&site, OPAQUE).await.ok();
    site.wait(1);
    assert_not_valid(&profile(&site, OPAQUE).await, "Token is invalid");
}

async fn never_beyond_the_tokens_end(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    let mut short = claims(&site);
    short["exp"] = (site.now().seconds() + 10).into();
    issuer.knows(OPAQUE, short);
    profile(&site, OPAQUE).await.ok();
    site.wait(9);
    profile(&site, OPAQUE).await.ok();
    site.wait(1);
    assert_not_valid(&profile(&site, OPAQUE).await, "Token is expired");
}

async fn what_the_issuer_says_is_looked_at_as_closely(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    let cases = [
        ("aud", json!("api://other")),
        ("aud", Value::Null),
        ("aud", json!("gatepost")),
        ("iss", json!("http://evil.example")),
        ("exp", Value::Null),
        ("sub", Value::Null),
        ("sub", json!("spa")),
        ("cnf", json!({ "jkt": "x" })),
    ];
    for (at, (name, value)) in cases.into_iter().enumerate() {
        let (token, mut told) = (format!("opaque-{at}"), claims(&site));
        told[name] = value;
        issuer.knows(&token, told);
        assert_not_valid(&profile(&site, &token).await, "Token is invalid");
    }
    let mut told = claims(&site);
    told["token_type"] = "refresh_token".into();
    issuer.knows("a-refresh-token", told);
    assert_not_valid(&profile(&site, "a-refresh-token").await, "Token has wrong type");
}

async fn nobody_is_asked_unless_it_is_turned_on(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = site(engine, &issuer, &[]).await;
    issuer.knows(OPAQUE, claims(&site));
    assert_not_valid(&profile(&site, OPAQUE).await, "Token is invalid");
    assert_eq!(issuer.times_asked(ASK), 0);
}

async fn our_own_tokens_are_told_to_nobody(engine: Engine) {
    let issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    let browser = site.browser();
    browser.sign_in("google", &Person::grace()).await;
    profile(&site, &browser.access_token().await).await.ok();
    profile(&site, &browser.refresh_token()).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(issuer.times_asked(ASK), 0);
}

async fn an_issuer_that_is_down_is_no_refusal(engine: Engine) {
    let mut issuer = Issuer::start().await;
    let site = asking(engine, &issuer).await;
    issuer.knows(OPAQUE, claims(&site));
    profile(&site, OPAQUE).await.ok();
    issuer.stop().await;
    profile(&site, OPAQUE).await.ok();
    profile(&site, "another").await.expect(StatusCode::SERVICE_UNAVAILABLE);
    site.wait(30);
    profile(&site, OPAQUE).await.expect(StatusCode::SERVICE_UNAVAILABLE);
}
