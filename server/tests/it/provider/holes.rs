//! Holes of the provider that this one replaces, and of others (rows F of the source systems), each shown closed.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use server::provider::ClientField;

use super::application::{Application, CALLBACK, VERIFIER, answered};
use crate::support::{Engine, Person, Site, at_once, on_both_engines};

on_both_engines! {
    nothing_is_sent_to_an_address_that_is_not_the_clients,
    a_code_is_for_its_client_alone,
    a_code_without_its_verifier_is_worth_nothing,
    of_fifty_who_bring_one_code_one_is_served_and_then_nobody,
    a_code_lapses,
    a_challenge_cannot_be_left_out_or_weakened,
    another_sites_page_cannot_press_the_button,
    scripts_of_strangers_read_nothing,
    text_of_a_client_is_text,
}

async fn ours(site: &Site) -> Application {
    Application::registered(site, &[(ClientField::FirstParty, "true")]).await
}

async fn nothing_is_sent_to_an_address_that_is_not_the_clients(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for uri in [
        "https://app.example.com/callback/",
        "https://app.example.com/callback?x=1",
        "https://app.example.com/callback#x",
        "https://app.example.com.evil.example/callback",
        "https://app.example.com@evil.example/callback",
        "https://app.example.com/callback/../other",
        "https://APP.example.com/callback",
        "http://app.example.com/callback",
        "//evil.example/callback",
        "javascript:alert(1)",
        "",
    ] {
        for more in [("prompt", "none"), ("response_type", "nonsense"), ("scope", "\"")] {
            let answer = app.send(&browser, &[("redirect_uri", uri), more]).await.expect(StatusCode::BAD_REQUEST);
            assert!(answer.header_or_none("location").is_none() && !answer.text().contains("evil.example"), "{uri}");
        }
    }
    let unknown = Application { id: "<script>".to_owned(), ..app };
    assert!(!unknown.send(&browser, &[]).await.expect(StatusCode::BAD_REQUEST).text().contains("<script>alert"));
}

async fn a_code_is_for_its_client_alone(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, other) = (ours(&site).await, ours(&site).await);
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let code = app.code(&browser, &[]).await;
    let refused = other.redeem(&code).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["error"], "invalid_grant");
    app.redeem(&code).await.ok();
}

async fn a_code_without_its_verifier_is_worth_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let code = app.code(&browser, &[]).await;
    let good = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let other = "a".repeat(43);
    for (name, value) in
        [("code_verifier", other.as_str()), ("code_verifier", ""), ("redirect_uri", "https://app.example.com/other")]
    {
        let form: Vec<_> =
            good.iter().map(|&(field, kept)| (field, if field == name { value } else { kept })).collect();
        app.ask("/oauth2/token", &form).await.expect(StatusCode::BAD_REQUEST);
    }
    app.ask("/oauth2/token", &good).await.ok();
}

async fn of_fifty_who_bring_one_code_one_is_served_and_then_nobody(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let code = app.code(&browser, &[]).await;
    let answers = at_once(50, |_| {
        let (app, code) = (app.clone(), code.clone());
        async move { app.redeem(&code).await }
    })
    .await;
    let mut served: Vec<_> = answers.into_iter().filter(|answer| answer.status == StatusCode::OK).collect();
    assert_eq!(served.len(), 1);
    let tokens = served.remove(0).json();
    app.userinfo(tokens["access_token"].as_str().unwrap()).await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_code_lapses(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let code = app.code(&browser, &[]).await;
    site.wait(61);
    app.redeem(&code).await.expect(StatusCode::BAD_REQUEST);
}

async fn a_challenge_cannot_be_left_out_or_weakened(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let public = Application::registered(&site, &[(ClientField::TokenEndpointAuthMethod, "none")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for app in [app, public] {
        for asked in [
            &[("code_challenge", "")][..],
            &[("code_challenge_method", "plain")],
            &[("code_challenge", ""), ("code_challenge_method", "")],
        ] {
            let answer = app.send(&browser, asked).await.expect(StatusCode::SEE_OTHER).location();
            assert_eq!(answered(&answer, "error"), "invalid_request", "{asked:?}");
        }
    }
}

async fn another_sites_page_cannot_press_the_button(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let begun = app.send(&browser, &[]).await;
    let path = format!("/oauth2/continue?{}", begun.location().query().unwrap());
    let page = browser.click(&path).await.ok();
    let field = |name: &str| page.attribute(&format!("form#allow input[name={name}]"), "value");
    let form = [("waiting", field("waiting")), ("session", field("session")), ("step", "allow".to_owned())];
    let form: BTreeMap<_, _> = form.into_iter().collect();
    let body = serde_json::to_string(&form).unwrap();
    for elsewhere in
        [crate::support::Elsewhere::on_another_site(&browser), crate::support::Elsewhere::next_door(&browser)]
    {
        let refused = elsewhere.tries(crate::support::Means::Form, "/oauth2/continue", &body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.database.count("consents").await, 0);
}

async fn scripts_of_strangers_read_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    Application::registered(&site, &[(ClientField::Origins, "https://spa.example.com")]).await;
    for path in ["/oauth2/userinfo", "/oauth2/token", "/oauth2/revoke"] {
        let allowed = async |origin: &str| {
            let asked = site.api("").header("origin", origin).header("access-control-request-method", "POST");
            let answer = asked.call(axum::http::Method::OPTIONS, path, None).await;
            answer.header_or_none("access-control-allow-origin").map(str::to_owned)
        };
        assert_eq!(allowed("https://spa.example.com").await.as_deref(), Some("https://spa.example.com"));
        for origin in ["https://evil.example", "null", "https://spa.example.com.evil.example"] {
            assert_eq!(allowed(origin).await, None, "{path} {origin}");
        }
    }
    let with_cookies = site.api("").header("origin", "https://spa.example.com").get("/oauth2/userinfo").await;
    assert_eq!(with_cookies.header_or_none("access-control-allow-credentials"), None);
}

async fn text_of_a_client_is_text(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::ClientName, "<img src=x onerror=alert(1)>")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let begun = app.send(&browser, &[("state", "\"><script>alert(1)</script>"), ("response_mode", "form_post")]).await;
    let page = browser.click(&format!("/oauth2/continue?{}", begun.location().query().unwrap())).await.ok();
    assert!(!page.text().contains("<img src=x"));
    let sent = super::application::press(&browser, &begun, "allow").await.ok();
    assert!(!sent.text().contains("<script>alert"));
    assert_eq!(sent.attribute("form input[name=state]", "value"), "\"><script>alert(1)</script>");
}
