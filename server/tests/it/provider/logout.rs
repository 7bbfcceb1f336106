//! Signing out at the wish of an application.

use axum::http::StatusCode;
use server::provider::ClientField;

use super::application::{Application, answered};
use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    an_application_that_shows_whom_it_means_signs_them_out,
    anybody_else_has_to_ask,
    an_address_is_the_clients_or_nobodys,
}

const AFTER: &str = "https://app.example.com/bye";

async fn application(site: &Site) -> Application {
    let fields = [(ClientField::FirstParty, "true"), (ClientField::PostLogoutRedirectUris, AFTER)];
    Application::registered(site, &fields).await
}

fn logout(site: &Site, parameters: &[(&str, &str)]) -> url::Url {
    let mut url = site.at("/oauth2/logout");
    url.query_pairs_mut().extend_pairs(parameters);
    url
}

async fn an_application_that_shows_whom_it_means_signs_them_out(engine: Engine) {
    let site = Site::on(engine).await;
    let app = application(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let tokens = app.tokens(&browser, &[]).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let url = logout(&site, &[("id_token_hint", hint), ("post_logout_redirect_uri", AFTER), ("state", "x&y")]);
    let from = "https://app.example.com/".parse().unwrap();
    let answer = browser.navigate(&url, Some(&from)).await.expect(StatusCode::SEE_OTHER).location();
    assert!(answer.as_str().starts_with(AFTER));
    assert_eq!(answered(&answer, "state"), "x&y");
    assert!(!browser.has_session_cookie());
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
}

async fn anybody_else_has_to_ask(engine: Engine) {
    let site = Site::on(engine).await;
    let app = application(&site).await;
    let (browser, other) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    other.sign_in("okta", &Person::ada()).await;
    let tokens = app.tokens(&other, &[]).await;
    for parameters in [
        vec![("client_id", app.id.as_str()), ("post_logout_redirect_uri", AFTER)],
        vec![("id_token_hint", tokens["id_token"].as_str().unwrap()), ("post_logout_redirect_uri", AFTER)],
        vec![],
    ] {
        let url = logout(&site, &parameters);
        let page = browser.navigate(&url, None).await.ok();
        assert_eq!(page.words("h1"), "Sign out?");
        assert!(browser.session().await["id"].is_string(), "nobody is signed out unasked");
        if !parameters.is_empty() {
            continue;
        }
        let request = page.attribute("form input[name=request]", "value");
        browser.submit("/oauth2/logout", "/oauth2/logout/confirm", &[("request", &request)]).await.ok();
        assert!(!browser.has_session_cookie());
    }
}

async fn an_address_is_the_clients_or_nobodys(engine: Engine) {
    let site = Site::on(engine).await;
    let app = application(&site).await;
    let browser = site.browser();
    for parameters in [
        vec![("post_logout_redirect_uri", AFTER)],
        vec![("client_id", "nobody"), ("post_logout_redirect_uri", AFTER)],
        vec![("client_id", app.id.as_str()), ("post_logout_redirect_uri", "https://app.example.com/bye/")],
        vec![("client_id", app.id.as_str()), ("post_logout_redirect_uri", "https://evil.example/")],
    ] {
        let page = browser.navigate(&logout(&site, &parameters), None).await.expect(StatusCode::BAD_REQUEST);
        assert!(!page.text().contains("evil.example"));
    }
}
