//! A person signs in to an application: what the browser goes through, and what the application gets.

use axum::http::{Method, StatusCode};
use serde_json::json;
use server::provider::ClientField;

use super::application::{Application, CALLBACK, agree, answered, back, press};
use crate::support::{Engine, Kind, Person, Request, Site, claims, header, on_both_engines};

on_both_engines! {
    somebody_who_is_signed_in_agrees_once,
    somebody_who_is_not_signs_in_first,
    a_password_does_as_well_and_a_wrong_one_is_told_there,
    our_own_applications_ask_nobody,
    a_refusal_is_told_to_the_application,
    what_was_agreed_to_grows,
    every_way_that_an_answer_travels,
    an_id_token_through_the_browser_vouches_for_the_code,
    every_algorithm_that_a_client_may_have,
    userinfo_tells_what_the_scope_lets,
    userinfo_is_signed_for_whoever_wants_it,
    a_request_may_come_as_a_form,
    claims_that_are_asked_for_by_name,
    a_client_may_know_people_by_a_name_of_its_own,
    the_discovery_document_names_what_is_there,
}

async fn somebody_who_is_signed_in_agrees_once(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let begun = app.send(&browser, &[]).await.expect(StatusCode::SEE_OTHER);
    let page = browser.click(&format!("/oauth2/continue?{}", begun.location().query().unwrap())).await.ok();
    assert_eq!(page.words("h1"), "Shop asks for access");
    assert!(page.words("ul.scopes").contains("see your e-mail address"));
    assert_eq!(page.header("x-frame-options"), "DENY", "clickjacking");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    let answer = agree(&browser, &begun).await;
    assert_eq!((answered(&answer, "state"), answered(&answer, "iss")), ("s-1".into(), site.origin()));
    let tokens = app.redeem(&answered(&answer, "code")).await.ok().json();
    let id_token = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!((&id_token["iss"], &id_token["aud"]), (&site.origin().into(), &app.id.as_str().into()));
    assert_eq!((&id_token["nonce"], &id_token["email"]), (&"n-1".into(), &"ada.lovelace@example.com".into()));
    assert_eq!(header(tokens["id_token"].as_str().unwrap())["alg"], "RS256");
    // The second time nobody is asked.
    let again = app.send(&browser, &[("prompt", "none")]).await.expect(StatusCode::SEE_OTHER);
    let again =
        claims(app.redeem(&answered(&again.location(), "code")).await.ok().json()["id_token"].as_str().unwrap());
    assert_eq!(again["sub"], id_token["sub"]);
    assert_eq!(again["sid"], id_token["sid"], "one session");
}

async fn somebody_who_is_not_signs_in_first(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    let begun = app.send(&browser, &[]).await.expect(StatusCode::SEE_OTHER);
    let waiting = begun.location().query().unwrap().to_owned();
    let asked = browser.click(&format!("/oauth2/continue?{waiting}")).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(asked.location().path(), "/oauth2/sign-in");
    let page = browser.click(&format!("/oauth2/sign-in?{waiting}")).await.ok();
    assert_eq!(page.words("h1"), "Sign in to continue to Shop");
    assert_eq!(page.header_or_none("cross-origin-opener-policy"), None, "it must not cut an application's popup off");
    let okta =
        page.attributes("ul.providers a", "href").into_iter().find(|href| href.starts_with("/auth/okta/")).unwrap();
    let authorize = browser.begin(&okta).await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let signed_in = browser.arrive(&callback).await;
    assert_eq!(signed_in.location(), site.at(&format!("/oauth2/continue?{waiting}")));
    let answer = agree(&browser, &signed_in).await;
    app.redeem(&answered(&answer, "code")).await.ok();
    // The request is answered: it does not wait any more.
    let late = browser.click(&format!("/oauth2/continue?{waiting}")).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
}

async fn a_password_does_as_well_and_a_wrong_one_is_told_there(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::FirstParty, "true")]).await;
    crate::accounts::client::member(&site, "ada@example.com", "correct horse battery").await;
    let browser = site.browser();
    let begun = app.send(&browser, &[("login_hint", "ada@example.com")]).await;
    let waiting = answered(&begun.location(), "waiting");
    let page = format!("/oauth2/sign-in?waiting={waiting}");
    assert_eq!(browser.click(&page).await.ok().attribute("input[name=login]", "value"), "ada@example.com");
    let form = |password| [("waiting", waiting.as_str()), ("login", "ada@example.com"), ("password", password)];
    let wrong = browser.submit(&page, "/oauth2/sign-in", &form("wrong")).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.attribute("input[name=login]", "value"), "ada@example.com");
    assert!(wrong.words("h1").contains("Shop"));
    let right = browser.submit(&page, "/oauth2/sign-in", &form("correct horse battery")).await;
    let go_on = right.expect(StatusCode::SEE_OTHER).location();
    let page = browser.click(&format!("{}?{}", go_on.path(), go_on.query().unwrap())).await.ok();
    let tokens = app.redeem(&answered(&back(&page), "code")).await.ok().json();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["amr"], json!(["pwd"]));
}

async fn our_own_applications_ask_nobody(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::FirstParty, "true")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let answer = app.send(&browser, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(answer.location().as_str().starts_with(CALLBACK));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
}

async fn a_refusal_is_told_to_the_application(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let begun = app.send(&browser, &[]).await;
    let answer = back(&press(&browser, &begun, "deny").await);
    assert_eq!((answered(&answer, "error"), answered(&answer, "state")), ("access_denied".into(), "s-1".into()));
    let silent = app.send(&browser, &[("prompt", "none")]).await.location();
    assert_eq!(answered(&silent, "error"), "consent_required");
}

async fn what_was_agreed_to_grows(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    app.tokens(&browser, &[("scope", "openid")]).await;
    let wider = app.send(&browser, &[("scope", "openid profile"), ("prompt", "none")]).await.location();
    assert_eq!(answered(&wider, "error"), "consent_required");
    app.tokens(&browser, &[("scope", "openid profile")]).await;
    for scope in ["openid", "openid profile"] {
        let silent = app.send(&browser, &[("scope", scope), ("prompt", "none")]).await.location();
        app.redeem(&answered(&silent, "code")).await.ok();
    }
}

async fn every_way_that_an_answer_travels(engine: Engine) {
    let site = Site::on(engine).await;
    let fields = [(ClientField::FirstParty, "true"), (ClientField::Origins, "https://app.example.com")];
    let app = Application::registered(&site, &fields).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let by_fragment =
        app.send(&browser, &[("response_mode", "fragment")]).await.expect(StatusCode::SEE_OTHER).location();
    assert!(by_fragment.query().is_none() && by_fragment.fragment().unwrap().contains("code="));
    let page = app.send(&browser, &[("response_mode", "form_post")]).await.ok();
    assert_eq!(page.attribute("form", "action"), CALLBACK);
    let code = page.attribute("form input[name=code]", "value");
    app.redeem(&code).await.ok();
    let page = app.send(&browser, &[("response_mode", "web_message")]).await.ok();
    let report: serde_json::Value = serde_json::from_str(&page.words("#report")).unwrap();
    assert_eq!(report["origin"], "https://app.example.com");
    assert_eq!(report["message"]["type"], "authorization_response");
    app.redeem(report["message"]["response"]["code"].as_str().unwrap()).await.ok();
}

async fn an_id_token_through_the_browser_vouches_for_the_code(engine: Engine) {
    let site = Site::on(engine).await;
    let fields = [(ClientField::FirstParty, "true"), (ClientField::ResponseTypes, "code id_token")];
    let app = Application::registered(&site, &fields).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let answer =
        app.send(&browser, &[("response_type", "code id_token")]).await.expect(StatusCode::SEE_OTHER).location();
    let fragment: std::collections::BTreeMap<String, String> =
        url::form_urlencoded::parse(answer.fragment().unwrap().as_bytes()).into_owned().collect();
    let id_token = claims(&fragment["id_token"]);
    assert_eq!(id_token["c_hash"], half_hash(&fragment["code"]), "OpenID Connect Core §3.3.2.11");
    assert_eq!(id_token["nonce"], "n-1");
    app.redeem(&fragment["code"]).await.ok();
}

/// Left half of the SHA-256, as RS256 hashes.
fn half_hash(text: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let hash = URL_SAFE_NO_PAD.decode(server::digest::sha256(text)).unwrap();
    URL_SAFE_NO_PAD.encode(&hash[..16])
}

async fn every_algorithm_that_a_client_may_have(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let keys = site.api("").get("/oauth2/keys").await.ok().json();
    for algorithm in ["RS256", "ES256", "ES512", "EdDSA"] {
        let fields = [(ClientField::FirstParty, "true"), (ClientField::IdTokenAlg, algorithm)];
        let app = Application::registered(&site, &fields).await;
        let tokens = app.tokens(&browser, &[]).await;
        let found = header(tokens["id_token"].as_str().unwrap());
        assert_eq!(found["alg"], algorithm);
        assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["kid"] == found["kid"]), "{algorithm}");
    }
}

async fn userinfo_tells_what_the_scope_lets(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::FirstParty, "true")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let told = async |scope: &str| {
        let tokens = app.tokens(&browser, &[("scope", scope)]).await;
        app.userinfo(tokens["access_token"].as_str().unwrap()).await
    };
    let id = browser.session().await["id"].clone();
    assert_eq!(told("openid").await.ok().json(), json!({ "sub": id }));
    let full = told("openid profile email").await.ok().json();
    assert_eq!((&full["name"], &full["email_verified"]), (&"Ada Lovelace".into(), &true.into()));
    let refused = told("email").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.header("www-authenticate").contains("insufficient_scope"));
    assert_eq!(app.userinfo("guessed").await.status, StatusCode::UNAUTHORIZED);
}

async fn userinfo_is_signed_for_whoever_wants_it(engine: Engine) {
    let site = Site::on(engine).await;
    let app =
        Application::registered(&site, &[(ClientField::FirstParty, "true"), (ClientField::UserinfoAlg, "ES256")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let tokens = app.tokens(&browser, &[]).await;
    let answer = app.userinfo(tokens["access_token"].as_str().unwrap()).await.ok();
    assert_eq!(answer.header("content-type"), "application/jwt");
    let jwt = answer.text();
    assert_eq!((&header(&jwt)["alg"], &header(&jwt)["typ"]), (&"ES256".into(), &"userinfo+jwt".into()));
    let told = claims(&jwt);
    assert_eq!((&told["iss"], &told["aud"]), (&site.origin().into(), &app.id.as_str().into()));
    assert_eq!(told["email"], "ada.lovelace@example.com");
    // It is no ID token: nobody is signed out by it.
    let mut url = site.at("/oauth2/logout");
    url.query_pairs_mut().append_pair("id_token_hint", &jwt);
    assert_eq!(browser.navigate(&url, None).await.ok().words("h1"), "Sign out?");
}

async fn a_request_may_come_as_a_form(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::FirstParty, "true")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let request = app.authorize(&[]);
    let body = request.query().unwrap().to_owned();
    let posted =
        Request::new(Method::POST, site.at("/oauth2/authorize"), Kind::Navigation, Some(CALLBACK.parse().unwrap()));
    let turned =
        browser.send(posted.body("application/x-www-form-urlencoded", body)).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(turned.location(), request);
    let answer = browser.navigate(&turned.location(), Some(&CALLBACK.parse().unwrap())).await;
    app.redeem(&answered(&answer.location(), "code")).await.ok();
}

async fn claims_that_are_asked_for_by_name(engine: Engine) {
    let site = Site::on(engine).await;
    let app = Application::registered(&site, &[(ClientField::FirstParty, "true")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let asked = r#"{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}"#;
    let tokens = app.tokens(&browser, &[("scope", "openid"), ("claims", asked)]).await;
    let id_token = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!((&id_token["email"], &id_token["name"]), (&"ada.lovelace@example.com".into(), &serde_json::Value::Null));
    let userinfo = app.userinfo(tokens["access_token"].as_str().unwrap()).await.ok().json();
    assert_eq!((&userinfo["name"], &userinfo["email"]), (&"Ada Lovelace".into(), &serde_json::Value::Null));
}

async fn a_client_may_know_people_by_a_name_of_its_own(engine: Engine) {
    let site = Site::on(engine).await;
    let pairwise = [(ClientField::FirstParty, "true"), (ClientField::SubjectType, "pairwise")];
    let app = Application::registered(&site, &pairwise).await;
    let elsewhere = [&pairwise[..], &[(ClientField::RedirectUris, "https://other.example.com/callback")]].concat();
    let other = Application::registered(&site, &elsewhere).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let subject = async |app: &Application, uri: &str| {
        let answer = app.send(&browser, &[("redirect_uri", uri), ("response_type", "code")]).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &answered(&answer.location(), "code")),
            ("redirect_uri", uri),
            ("code_verifier", super::application::VERIFIER),
        ];
        let tokens = app.ask("/oauth2/token", &form).await.ok().json();
        let userinfo = app.userinfo(tokens["access_token"].as_str().unwrap()).await.ok().json();
        assert_eq!(claims(tokens["id_token"].as_str().unwrap())["sub"], userinfo["sub"]);
        userinfo["sub"].clone()
    };
    let here = subject(&app, CALLBACK).await;
    assert_eq!(here, subject(&app, CALLBACK).await);
    assert_ne!(here, subject(&other, "https://other.example.com/callback").await);
    assert_ne!(here, browser.session().await["id"]);
}

async fn the_discovery_document_names_what_is_there(engine: Engine) {
    let site = Site::on(engine).await;
    let document = site.api("").get("/.well-known/openid-configuration").await.ok().json();
    assert_eq!(document, site.api("").get("/.well-known/oauth-authorization-server").await.ok().json());
    assert_eq!(document["issuer"], site.origin());
    for (member, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userinfo"),
        ("jwks_uri", "/oauth2/keys"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("introspection_endpoint", "/oauth2/introspect"),
        ("end_session_endpoint", "/oauth2/logout"),
        ("pushed_authorization_request_endpoint", "/oauth2/par"),
    ] {
        assert_eq!(document[member], format!("{}{path}", site.origin()));
        assert_ne!(site.api("").get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for algorithm in ["RS256", "ES256", "ES512", "EdDSA"] {
        assert!(document["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&algorithm.into()));
    }
    assert_eq!(document["registration_endpoint"], serde_json::Value::Null, "nobody may register");
}
