//! What an application may ask the person to be asked.

use axum::http::StatusCode;
use server::provider::ClientField;

use super::application::{Application, CALLBACK, agree, answered, back, press};
use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    nobody_there_is_told_without_a_page,
    a_proof_is_asked_for_again,
    an_account_is_chosen,
    consent_is_asked_for_again,
    another_tab_may_have_signed_in_as_somebody_else,
    a_request_that_was_pushed_counts_once,
    a_request_that_was_pushed_waits_for_its_person,
    a_client_whose_requests_must_be_pushed,
    somebody_for_whom_the_application_is_not,
    a_request_that_waits_is_forgotten,
}

async fn ours(site: &Site) -> Application {
    Application::registered(site, &[(ClientField::FirstParty, "true")]).await
}

async fn nobody_there_is_told_without_a_page(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = ours(&site).await.send(&site.browser(), &[("prompt", "none")]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answered(&answer.location(), "error"), "login_required");
}

async fn a_proof_is_asked_for_again(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(100);
    for asked in [("prompt", "login"), ("max_age", "60")] {
        let begun = app.send(&browser, &[asked]).await.expect(StatusCode::SEE_OTHER);
        let waiting = answered(&begun.location(), "waiting");
        let page = browser.click(&format!("/oauth2/sign-in?waiting={waiting}")).await.ok();
        assert!(page.words("main").contains("signed in as Ada Lovelace"), "{}", page.words("main"));
        let okta = page.attributes("ul.providers a", "href").into_iter().find(|href| href.contains("okta")).unwrap();
        assert!(okta.contains("max_age="), "{okta}");
        site.wait(1);
        let authorize = browser.begin(&okta).await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        let signed_in = browser.arrive(&callback).await;
        let page = browser.click(&format!("/oauth2/continue?{}", signed_in.location().query().unwrap())).await.ok();
        app.redeem(&answered(&back(&page), "code")).await.ok();
        site.wait(100);
    }
    let silent = app.send(&browser, &[("max_age", "60"), ("prompt", "none")]).await.location();
    assert_eq!(answered(&silent, "error"), "login_required");
}

async fn an_account_is_chosen(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(1);
    let begun = app.send(&browser, &[("prompt", "select_account")]).await;
    let chosen = press(&browser, &begun, "choose").await.expect(StatusCode::SEE_OTHER);
    let page = browser.click(&format!("/oauth2/continue?{}", chosen.location().query().unwrap())).await.ok();
    app.redeem(&answered(&back(&page), "code")).await.ok();
    let begun = app.send(&browser, &[("prompt", "select_account")]).await;
    let another = press(&browser, &begun, "another").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(another.location().path(), "/oauth2/sign-in");
}

async fn consent_is_asked_for_again(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    app.tokens(&browser, &[]).await;
    let begun = app.send(&browser, &[("prompt", "consent")]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(begun.location().path(), "/oauth2/continue");
    app.redeem(&answered(&agree(&browser, &begun).await, "code")).await.ok();
}

async fn another_tab_may_have_signed_in_as_somebody_else(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let begun = app.send(&browser, &[]).await;
    let address = begun.location();
    let path = format!("/oauth2/continue?{}", address.query().unwrap());
    let page = browser.click(&path).await.ok();
    let field = |name: &str| page.attribute(&format!("form#allow input[name={name}]"), "value");
    browser.sign_in("okta", &Person::grace()).await;
    let form = [("waiting", &*field("waiting")), ("session", &*field("session")), ("step", "allow")];
    let shown = browser.submit(&path, "/oauth2/continue", &form).await.ok();
    assert!(shown.words("main").contains("Grace Hopper"), "it is asked of her first");
    assert_eq!(site.database.count("consents").await, 0);
    assert_eq!(site.database.count("grants where family_id is not null").await, 0);
}

async fn a_request_that_was_pushed_counts_once(engine: Engine) {
    let site = Site::on(engine).await;
    let (app, other) = (ours(&site).await, ours(&site).await);
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let request = app.authorize(&[]);
    let form: Vec<(String, String)> = request.query_pairs().into_owned().collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let pushed = app.ask("/oauth2/par", &form).await.expect(StatusCode::CREATED).json();
    let named = async |app: &Application| {
        let query = [("client_id", app.id.as_str()), ("request_uri", pushed["request_uri"].as_str().unwrap())];
        let mut url = site.at("/oauth2/authorize");
        url.query_pairs_mut().extend_pairs(query);
        browser.navigate(&url, None).await
    };
    assert_eq!(named(&other).await.status, StatusCode::BAD_REQUEST, "another's is nobody's");
    let answer = named(&app).await.expect(StatusCode::SEE_OTHER);
    app.redeem(&answered(&answer.location(), "code")).await.ok();
    assert_eq!(named(&app).await.status, StatusCode::BAD_REQUEST);
    for (name, value) in
        [("redirect_uri", "https://evil.example/"), ("scope", "openid \"x\""), ("request_uri", "urn:x")]
    {
        let form: Vec<_> = form.iter().copied().filter(|(other, _)| *other != name).chain([(name, value)]).collect();
        assert_eq!(app.ask("/oauth2/par", &form).await.status, StatusCode::BAD_REQUEST, "{name}");
    }
}

async fn a_request_that_was_pushed_waits_for_its_person(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let request = app.authorize(&[]);
    let form: Vec<(String, String)> = request.query_pairs().into_owned().collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let pushed = app.ask("/oauth2/par", &form).await.expect(StatusCode::CREATED).json();
    let mut url = site.at("/oauth2/authorize");
    let named = [("client_id", app.id.as_str()), ("request_uri", pushed["request_uri"].as_str().unwrap())];
    url.query_pairs_mut().extend_pairs(named);
    let begun = browser.navigate(&url, None).await.expect(StatusCode::SEE_OTHER);
    app.redeem(&answered(&agree(&browser, &begun).await, "code")).await.ok();
}

async fn a_client_whose_requests_must_be_pushed(engine: Engine) {
    let site = Site::on(engine).await;
    let fields = [(ClientField::FirstParty, "true"), (ClientField::RequirePushed, "true")];
    let app = Application::registered(&site, &fields).await;
    let answer = app.send(&site.browser(), &[]).await.expect(StatusCode::SEE_OTHER).location();
    assert_eq!(answered(&answer, "error"), "invalid_request");
}

async fn somebody_for_whom_the_application_is_not(engine: Engine) {
    let site = Site::on(engine).await;
    let fields = [(ClientField::FirstParty, "true"), (ClientField::People, "@elsewhere.example")];
    let app = Application::registered(&site, &fields).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let answer = app.send(&browser, &[]).await.expect(StatusCode::SEE_OTHER).location();
    assert!(answer.as_str().starts_with(CALLBACK));
    assert_eq!(answered(&answer, "error"), "access_denied");
}

async fn a_request_that_waits_is_forgotten(engine: Engine) {
    let site = Site::on(engine).await;
    let app = ours(&site).await;
    let browser = site.browser();
    let begun = app.send(&browser, &[]).await;
    let path = format!("/oauth2/sign-in?{}", begun.location().query().unwrap());
    browser.click(&path).await.ok();
    site.wait(60 * 60 + 1);
    browser.click(&path).await.expect(StatusCode::BAD_REQUEST);
    server::upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("authorization_requests").await, 0);
}
