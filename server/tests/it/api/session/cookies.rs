//! Cookies that nothing of ours has written.

use axum::http::{Method, StatusCode};

use crate::support::{Answer, Browser, Engine, Kind, Person, Request, SESSION, Site, at_once, on_both_engines};

on_both_engines! {
    rubbish_is_no_session_and_no_crash,
    two_session_cookies_are_none,
    a_huge_cookie_is_no_crash,
    keys_that_nobody_has_hold_up_nobody,
}

async fn rubbish_is_no_session_and_no_crash(engine: Engine) {
    let site = Site::on(engine).await;
    let rubbish: [&[u8]; 12] = [
        b"gatepost=",
        b"gatepost",
        b"gatepost==",
        b"gatepost=%00%ff",
        b"gatepost=\"quoted\"",
        b"gatepost=../../etc/passwd",
        b"gatepost=' or 1=1 --",
        b"gatepost=\xff\xfe\x80",
        b"gatepost=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        b";;;=;gatepost=x;",
        "gatepost=\u{1F512}".as_bytes(),
        b"gatepost=eyJhbGciOiJub25lIn0.e30.",
    ];
    for cookie in rubbish {
        is_nobody(&site, &[cookie]).await;
    }
}

async fn two_session_cookies_are_none(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let ours = format!("gatepost={}", browser.refresh_token());
    assert!(send(&site.browser(), Method::GET, &[ours.as_bytes()]).await.json()["user"].is_object());
    let tossed = format!("gatepost=tossed; {ours}");
    is_nobody(&site, &[tossed.as_bytes()]).await;
    is_nobody(&site, &[ours.as_bytes(), b"gatepost=tossed"]).await;
    browser.refresh().await.ok();
}

async fn a_huge_cookie_is_no_crash(engine: Engine) {
    let site = Site::on(engine).await;
    let huge = format!("{SESSION}={}", "A".repeat(8000));
    is_nobody(&site, &[huge.as_bytes()]).await;
    let many = "c=x; ".repeat(500);
    is_nobody(&site, &[many.as_bytes()]).await;
}

/// Each looks for the key anew: none may hold a connection while it waits for another.
async fn keys_that_nobody_has_hold_up_nobody(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.refresh_token();
    let forged = format!("gatepost=AAAAAAAAAAAA{}", &token[12..]);
    let answers = at_once(48, |_| {
        let (browser, forged) = (site.browser(), forged.clone());
        async move { send(&browser, Method::GET, &[forged.as_bytes()]).await }
    })
    .await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK && answer.json()["user"].is_null()));
}

async fn is_nobody(site: &Site, cookies: &[&[u8]]) {
    let browser = site.browser();
    let told = send(&browser, Method::GET, cookies).await.ok();
    assert!(told.json()["user"].is_null());
    let told = send(&browser, Method::POST, cookies).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json()["error"], "invalid_grant");
    send(&browser, Method::DELETE, cookies).await.expect(StatusCode::NO_CONTENT);
    let page = Request::new(Method::GET, browser.at("/profile"), Kind::Navigation, None);
    let page = browser.send(with(page, cookies)).await.ok();
    assert_eq!(page.words("header .person"), "");
}

async fn send(browser: &Browser, method: Method, cookies: &[&[u8]]) -> Answer {
    let path = if method == Method::POST { "/api/session/refresh" } else { "/api/session" };
    browser.send(with(browser.script(method, path), cookies)).await
}

fn with(request: Request, cookies: &[&[u8]]) -> Request {
    cookies.iter().fold(request, |request, cookie| request.header("cookie", cookie))
}
