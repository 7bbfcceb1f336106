//! Whose a foreign token is.

use axum::http::StatusCode;
use serde_json::json;
use server::store::AuditFilter;

use super::{claims, claims_of, profile, signed, site, with};
use crate::support::{Answer, Engine, Person, at_once, on_both_engines};

on_both_engines! {
    whoever_never_signed_in_is_unknown,
    a_token_makes_an_account_only_where_that_is_turned_on,
    a_token_takes_nobodys_account_over,
    many_tokens_of_a_newcomer_make_one_account,
    whoever_may_not_sign_in_is_kept_out_within_a_second,
    a_login_is_no_person,
}

async fn whoever_never_signed_in_is_unknown(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims_of(&site, &Person::grace()));
    person_refused(&profile(&site, &token).await, "User not found", "user_not_found");
    site.browser().sign_in("okta", &Person::grace()).await;
    site.wait(1);
    profile(&site, &token).await.ok();
}

async fn a_token_makes_an_account_only_where_that_is_turned_on(engine: Engine) {
    let site = site(engine, &[("api_create", "true")]).await;
    let grace = with(claims_of(&site, &Person::grace()), "name", json!("Grace Hopper"));
    let token = signed(&site, &grace);
    assert_eq!(profile(&site, &token).await.ok().json(), json!({ "email": null }), "nobody vouched for an address");
    assert_eq!(site.database.count("identities where subject = 'grace-1906'").await, 1);
    let events = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(10)).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.kind == "account_made_by_token").count(), 1);
    // It is the account that a sign-in finds.
    let browser = site.browser();
    browser.sign_in("okta", &Person::grace()).await;
    assert_eq!(site.database.count("people").await, 2);
}

async fn a_token_takes_nobodys_account_over(engine: Engine) {
    let site = site(engine, &[("api_create", "true")]).await;
    let mut eve = claims_of(&site, &Person::new("eve", "Eve", ""));
    eve["email"] = "ADA.Lovelace@example.com".into();
    eve["email_verified"] = true.into();
    person_refused(&profile(&site, &signed(&site, &eve)).await, "User not found", "user_not_found");
    assert_eq!(site.database.count("identities").await, 1);
}

async fn many_tokens_of_a_newcomer_make_one_account(engine: Engine) {
    let site = site(engine, &[("api_create", "true")]).await;
    let newcomer = claims_of(&site, &Person::grace());
    let tokens: Vec<_> =
        (0..8).map(|at| signed(&site, &with(newcomer.clone(), "jti", json!(at.to_string())))).collect();
    let answers = at_once(8, |at| {
        let client = site.api(&tokens[at]);
        async move { client.get("/api/profile").await }
    })
    .await;
    for answer in answers {
        answer.ok();
    }
    assert_eq!(site.database.count("people").await, 2);
}

async fn whoever_may_not_sign_in_is_kept_out_within_a_second(engine: Engine) {
    let site = site(engine, &[]).await;
    let token = signed(&site, &claims(&site));
    profile(&site, &token).await.ok();
    site.database.run("update people set is_active = false").await;
    site.wait(1);
    person_refused(&profile(&site, &token).await, "User is inactive", "user_inactive");
}

/// In Okta's access tokens `sub` is the login: somebody whose login is another's id is not that other.
async fn a_login_is_no_person(engine: Engine) {
    let site = site(engine, &[]).await;
    let impostor = with(claims_of(&site, &Person::new("00uEve", "Eve", "")), "sub", json!("ada-1815"));
    person_refused(&profile(&site, &signed(&site, &impostor)).await, "User not found", "user_not_found");
    let site = super::site(engine, &[("api_subject", "sub")]).await;
    let standard = with(claims(&site), "sub", json!("ada-1815"));
    profile(&site, &signed(&site, &standard)).await.ok();
}

#[track_caller]
fn person_refused(answer: &Answer, detail: &str, code: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\", error=\"invalid_token\"");
    assert_eq!(answer.json(), json!({ "detail": detail, "code": code }));
}
