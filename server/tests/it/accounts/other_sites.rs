//! Other sites, tossed cookies and planted sessions: what a person's own browser is made to do.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::client::{ADA, GRACE, OTHER, PASSWORD, join, sign_in};
use crate::support::{Elsewhere, Engine, Kind, Means, Person, Request, SESSION, Site, on_both_engines};

on_both_engines! {
    a_form_of_another_site_does_nothing_in_a_persons_name,
    a_sign_in_over_the_api_leaves_nothing_in_a_browser,
    a_password_page_signs_in_the_browser_that_began_it,
    a_session_that_was_there_before_is_not_the_one_that_is_signed_in,
    a_password_page_takes_nothing_from_another_site,
    a_login_is_shown_as_text_and_not_as_markup,
    a_cookie_is_no_credential_of_the_api,
}

async fn a_form_of_another_site_does_nothing_in_a_persons_name(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    browser.sign_in_by_password(ADA, PASSWORD).await;
    let body = json!({ "new_password": OTHER, "current_password": PASSWORD, "new_email": GRACE }).to_string();
    for path in ["users/set_password/", "users/set_email/", "sessions/end_all/", "users/mail_code/"] {
        for means in Means::ALL {
            let elsewhere = Elsewhere::on_another_site(&browser);
            let answer = elsewhere.tries(means, &format!("/api/auth/{path}"), &body).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{means:?} {path}");
            assert!(answer.header("access-control-allow-origin").is_empty(), "{means:?} {path}");
        }
        let own = browser.post(&format!("/api/auth/{path}"), &serde_json::from_str(&body).unwrap()).await;
        own.expect(StatusCode::UNAUTHORIZED);
    }
    assert_eq!(browser.session().await["email"], ADA);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn a_sign_in_over_the_api_leaves_nothing_in_a_browser(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let victim = site.browser();
    let page = url::Url::parse("http://evil.example/").unwrap();
    let form = Request::new(Method::POST, victim.at("/api/auth/jwt/create/"), Kind::Navigation, Some(page));
    let answer = victim.send(form.form(&[("email", ADA), ("password", PASSWORD)])).await;
    assert!(answer.cookies().is_empty(), "{answer:?}");
    assert!(victim.session().await.is_null());
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

async fn a_password_page_signs_in_the_browser_that_began_it(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let (attacker, victim) = (site.browser(), site.browser());
    let page = attacker.begin_with_password().await;
    assert!(victim.type_password(&page, ADA, PASSWORD).await.session_cookie().is_none());
    let answer = victim.navigate(&page, None).await;
    assert!(answer.status.is_redirection(), "no page of another's sign-in");
    assert!(attacker.session().await.is_null() && victim.session().await.is_null());
    assert!(attacker.type_password(&page, ADA, OTHER).await.session_cookie().is_none());
    assert!(attacker.type_password(&page, ADA, PASSWORD).await.session_cookie().is_some());
    assert!(attacker.type_password(&page, ADA, PASSWORD).await.session_cookie().is_none(), "once");
}

async fn a_session_that_was_there_before_is_not_the_one_that_is_signed_in(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    join(&site, GRACE, OTHER).await;
    let attacker = site.browser();
    attacker.sign_in_by_password(GRACE, OTHER).await;
    let planted = attacker.refresh_token();
    let victim = site.browser();
    victim.plant(SESSION, &planted);
    let page = victim.begin_with_password().await;
    assert!(victim.type_password(&page, ADA, PASSWORD).await.session_cookie().is_some());
    assert_eq!(victim.session().await["email"], ADA);
    assert_ne!(victim.refresh_token(), planted);
    assert!(attacker.session().await.is_null(), "what was planted is over");
    let theirs = sign_in(&site, GRACE, OTHER).await;
    victim.plant(SESSION, &theirs.refresh);
    victim.lose("gatepost-2");
    victim.sign_in_by_password(ADA, PASSWORD).await;
    assert_eq!(victim.session().await["email"], ADA);
}

async fn a_password_page_takes_nothing_from_another_site(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    let page = browser.begin_with_password().await;
    let txn = page.query_pairs().next().unwrap().1.into_owned();
    for from in ["http://evil.example/", "http://localhost:1/"] {
        let from = url::Url::parse(from).unwrap();
        let form = Request::new(Method::POST, browser.at("/auth/password"), Kind::Navigation, Some(from));
        let form = form.form(&[("txn", &txn), ("login", ADA), ("password", PASSWORD)]);
        browser.send(form).await.expect(StatusCode::FORBIDDEN);
    }
    assert!(browser.session().await.is_null());
    browser.type_password(&page, ADA, PASSWORD).await.location();
}

async fn a_login_is_shown_as_text_and_not_as_markup(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let odd = "\"><script>alert(1)</script>";
    let answer = browser.sign_in_by_password(odd, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
    assert_eq!(answer.attribute("input[name=login]", "value"), odd, "nothing that was typed is lost");
    assert!(!answer.text().contains(PASSWORD));
    for odd in ["a\u{0}b", "\u{0}", "%", "'; drop table people; --", &"x".repeat(5000)] {
        browser.sign_in_by_password(odd, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    }
    assert!(answer.header("cache-control").contains("no-store"));
}

async fn a_cookie_is_no_credential_of_the_api(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for path in ["users/me/", "users/", "sessions/", "methods/"] {
        let request = browser.script(Method::GET, &format!("/api/auth/{path}"));
        browser.send(request).await.expect(StatusCode::UNAUTHORIZED);
    }
    let request = browser.script(Method::DELETE, "/api/auth/users/me/");
    browser.send(request).await.expect(StatusCode::UNAUTHORIZED);
    let refreshed = browser.post("/api/auth/jwt/refresh/", &json!({})).await;
    refreshed.expect(StatusCode::BAD_REQUEST);
    assert_eq!(browser.session().await["email"], ADA);
}
