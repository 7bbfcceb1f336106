//! An application that asks in its own name, and resources that ask about tokens.

use axum::http::StatusCode;
use server::provider::ClientField;

use super::application::Application;
use crate::support::{Engine, Site, claims, header, on_both_engines};

on_both_engines! {
    a_program_gets_a_token_of_its_own,
    a_program_gets_no_more_than_it_may_have,
    a_token_of_its_own_can_be_taken_back,
    whoever_has_no_secret_has_no_name,
    who_a_program_is_counts,
    whoever_a_token_is_for_may_ask_about_it,
}

async fn machine(site: &Site, fields: &[(ClientField, &str)]) -> Application {
    let usual = [
        (ClientField::GrantTypes, "client_credentials"),
        (ClientField::Scope, "orders:read orders:write"),
        (ClientField::Audiences, "https://orders.example.com"),
    ];
    Application::registered(site, &[&usual[..], fields].concat()).await
}

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

async fn a_program_gets_a_token_of_its_own(engine: Engine) {
    let site = Site::on(engine).await;
    let app = machine(&site, &[]).await;
    let tokens = app.ask("/oauth2/token", &[GRANT, ("scope", "orders:read")]).await.ok();
    assert_eq!(tokens.header("cache-control"), "no-store");
    let tokens = tokens.json();
    assert!(tokens["refresh_token"].is_null() && tokens["id_token"].is_null());
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(header(token)["typ"], "at+jwt");
    let said = claims(token);
    assert_eq!(
        (&said["sub"], &said["client_id"], &said["scope"]),
        (&app.id.as_str().into(), &app.id.as_str().into(), &"orders:read".into())
    );
    let narrow = app.ask("/oauth2/token", &[GRANT, ("resource", "https://orders.example.com")]).await.ok().json();
    assert_eq!(claims(narrow["access_token"].as_str().unwrap())["aud"], "https://orders.example.com");
    app.userinfo(token).await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_program_gets_no_more_than_it_may_have(engine: Engine) {
    let site = Site::on(engine).await;
    let app = machine(&site, &[]).await;
    for (asked, error) in [
        (("scope", "orders:delete"), "invalid_scope"),
        (("scope", "openid"), "invalid_scope"),
        (("resource", "https://other.example.com"), "invalid_target"),
    ] {
        let refused = app.ask("/oauth2/token", &[GRANT, asked]).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(refused.json()["error"], error);
    }
    let other = app.ask("/oauth2/token", &[("grant_type", "password")]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(other.json()["error"], "unsupported_grant_type");
    let other = app.ask("/oauth2/token", &[("grant_type", "refresh_token")]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(other.json()["error"], "unauthorized_client");
}

async fn a_token_of_its_own_can_be_taken_back(engine: Engine) {
    let site = Site::on(engine).await;
    let app = machine(&site, &[]).await;
    let tokens = app.ask("/oauth2/token", &[GRANT]).await.ok().json();
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(app.introspect(token).await["active"], true);
    app.ask("/oauth2/revoke", &[("token", token)]).await.ok();
    assert_eq!(app.introspect(token).await, serde_json::json!({ "active": false }));
}

async fn whoever_has_no_secret_has_no_name(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::TokenEndpointAuthMethod, "none")]).await;
    assert_eq!(app.secret, None);
    let refused = app.ask("/oauth2/token", &[GRANT]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["error"], "unauthorized_client");
    // Nor may it try tokens out (RFC 7662 §2.1).
    app.ask("/oauth2/introspect", &[("token", "x")]).await.expect(StatusCode::UNAUTHORIZED);
}

async fn who_a_program_is_counts(engine: Engine) {
    let site = Site::on(engine).await;
    let app = machine(&site, &[]).await;
    for secret in [Some("wrong".to_owned()), None] {
        let impostor = Application { secret, ..app.clone() };
        let refused = impostor.ask("/oauth2/token", &[GRANT]).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(refused.json()["error"], "invalid_client");
    }
    let stranger = Application { id: "nobody".to_owned(), ..app };
    let refused = stranger.ask("/oauth2/token", &[GRANT]).await.expect(StatusCode::UNAUTHORIZED);
    assert!(refused.header("www-authenticate").starts_with("Basic"));
}

async fn whoever_a_token_is_for_may_ask_about_it(engine: Engine) {
    let site = Site::on(engine).await;
    let resource = machine(&site, &[]).await;
    let app = machine(&site, &[(ClientField::Audiences, &resource.id)]).await;
    let tokens = app.ask("/oauth2/token", &[GRANT]).await.ok().json();
    let told = resource.introspect(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!((&told["active"], &told["client_id"]), (&true.into(), &app.id.as_str().into()));
}
