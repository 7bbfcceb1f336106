//! Refresh tokens of applications: families of their own.

use axum::http::StatusCode;
use serde_json::Value;
use server::provider::ClientField;

use super::application::Application;
use crate::support::{Browser, Engine, Person, Site, at_once, claims, on_both_engines};

on_both_engines! {
    a_token_is_renewed_and_the_old_one_waits_for_a_lost_answer,
    a_token_that_comes_again_late_ends_everything,
    many_renewals_at_once_are_one,
    a_renewal_may_ask_for_less_and_not_for_more,
    a_session_that_ends_ends_its_grants,
    whoever_proves_once_more_who_they_are_stays_signed_in_everywhere,
    what_is_meant_to_last_outlives_the_session,
    ten_renewals_are_ten,
    another_clients_token_changes_nothing,
    a_refresh_token_is_no_access_token,
    whoever_may_not_sign_in_any_more_renews_nothing,
}

const LASTING: &str = "openid email offline_access";

async fn app_with(site: &Site, fields: &[(ClientField, &str)]) -> Application {
    let mut draft = super::clients::draft(fields);
    let grants = ["authorization_code", "refresh_token"].map(str::to_owned).to_vec();
    draft.set(server::provider::ClientField::GrantTypes, grants);
    draft.set(ClientField::FirstParty, vec!["true".to_owned()]);
    draft.set(ClientField::Scope, vec![LASTING.to_owned()]);
    Application::drafted(site, &draft).await
}

async fn ada(site: &Site) -> Browser {
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser
}

fn refresh_token(tokens: &Value) -> String {
    tokens["refresh_token"].as_str().unwrap().to_owned()
}

async fn a_token_is_renewed_and_the_old_one_waits_for_a_lost_answer(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let first = app.tokens(&browser, &[]).await;
    let second = app.renew(&refresh_token(&first)).await.ok().json();
    assert_ne!(refresh_token(&first), refresh_token(&second));
    let (old, new) = (claims(first["id_token"].as_str().unwrap()), claims(second["id_token"].as_str().unwrap()));
    assert_eq!((&old["sub"], &old["auth_time"], &old["sid"]), (&new["sub"], &new["auth_time"], &new["sid"]));
    assert_eq!(new["nonce"], Value::Null, "OpenID Connect Core §12.2");
    let repeated = app.renew(&refresh_token(&first)).await.ok().json();
    assert_eq!(refresh_token(&repeated), refresh_token(&second));
    app.userinfo(second["access_token"].as_str().unwrap()).await.ok();
}

async fn a_token_that_comes_again_late_ends_everything(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let first = app.tokens(&browser, &[]).await;
    let second = app.renew(&refresh_token(&first)).await.ok().json();
    let third = app.renew(&refresh_token(&second)).await.ok().json();
    site.wait(31);
    let stolen = app.renew(&refresh_token(&first)).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(stolen.json()["error"], "invalid_grant");
    app.renew(&refresh_token(&third)).await.expect(StatusCode::BAD_REQUEST);
    app.userinfo(third["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
    assert!(browser.has_session_cookie() && browser.session().await["id"].is_string(), "her own session goes on");
}

async fn many_renewals_at_once_are_one(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let first = refresh_token(&app.tokens(&browser, &[]).await);
    let answers = at_once(10, |_| {
        let (app, first) = (app.clone(), first.clone());
        async move { app.renew(&first).await }
    })
    .await;
    let tokens: std::collections::BTreeSet<String> =
        answers.into_iter().map(|answer| refresh_token(&answer.ok().json())).collect();
    assert_eq!(tokens.len(), 1);
}

async fn a_renewal_may_ask_for_less_and_not_for_more(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let first = refresh_token(&app.tokens(&browser, &[("scope", "openid email")]).await);
    let ask = async |scope: &str| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", &*first), ("scope", scope)];
        app.ask("/oauth2/token", &form).await
    };
    let more = ask("openid email offline_access").await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(more.json()["error"], "invalid_scope");
    assert_eq!(ask("openid").await.ok().json()["scope"], "openid");
}

async fn a_session_that_ends_ends_its_grants(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[("scope", "openid email")]).await;
    browser.sign_out().await;
    app.renew(&refresh_token(&tokens)).await.expect(StatusCode::BAD_REQUEST);
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(app.introspect(tokens["access_token"].as_str().unwrap()).await["active"], false);
}

async fn whoever_proves_once_more_who_they_are_stays_signed_in_everywhere(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[]).await;
    browser.sign_in("okta", &Person::ada()).await;
    let tokens = app.renew(&refresh_token(&tokens)).await.ok().json();
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.ok();
    // Somebody else at the same browser is not her.
    browser.sign_in("okta", &Person::grace()).await;
    app.renew(&refresh_token(&tokens)).await.expect(StatusCode::BAD_REQUEST);
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
}

async fn what_is_meant_to_last_outlives_the_session(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[("scope", LASTING)]).await;
    browser.sign_out().await;
    app.renew(&refresh_token(&tokens)).await.ok();
}

/// Row F23: of ten, the system that this replaces gave nine.
async fn ten_renewals_are_ten(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[(ClientField::MaxRefresh, "10")]).await, ada(&site).await);
    let mut token = refresh_token(&app.tokens(&browser, &[]).await);
    for _ in 0..10 {
        token = refresh_token(&app.renew(&token).await.ok().json());
    }
    app.renew(&token).await.expect(StatusCode::BAD_REQUEST);
}

async fn another_clients_token_changes_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, other, browser) = (app_with(&site, &[]).await, app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[]).await;
    other.renew(&refresh_token(&tokens)).await.expect(StatusCode::BAD_REQUEST);
    for token in [&tokens["refresh_token"], &tokens["access_token"]] {
        assert_eq!(other.introspect(token.as_str().unwrap()).await, serde_json::json!({ "active": false }));
        other.ask("/oauth2/revoke", &[("token", token.as_str().unwrap())]).await.ok();
    }
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.ok();
    app.renew(&refresh_token(&tokens)).await.ok();
}

async fn a_refresh_token_is_no_access_token(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[]).await;
    app.userinfo(&refresh_token(&tokens)).await.expect(StatusCode::UNAUTHORIZED);
    app.renew(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::BAD_REQUEST);
    app.userinfo(tokens["id_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
    // What an application gets is not for our own API, and what a session of ours has is not for its endpoints.
    for path in ["/api/profile", "/api/auth/users/me"] {
        site.api(tokens["access_token"].as_str().unwrap()).get(path).await.expect(StatusCode::UNAUTHORIZED);
    }
    app.userinfo(&browser.access_token().await).await.expect(StatusCode::UNAUTHORIZED);
    app.renew(&browser.refresh_token()).await.expect(StatusCode::BAD_REQUEST);
}

async fn whoever_may_not_sign_in_any_more_renews_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, browser) = (app_with(&site, &[]).await, ada(&site).await);
    let tokens = app.tokens(&browser, &[("scope", LASTING)]).await;
    site.database.run("update people set is_active = false").await;
    app.renew(&refresh_token(&tokens)).await.expect(StatusCode::BAD_REQUEST);
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
}
