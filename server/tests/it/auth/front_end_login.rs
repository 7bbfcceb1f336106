//! `/login`: a front end of the system of FastAPI and React opens its popup there.

use app::wire::Notice;
use axum::http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use super::cause;
use crate::support::{Answer, Browser, Engine, Kind, Person, Request, Site, claims, on_both_engines};

const FRONT_END: &str = "http://localhost:5173";
const OTHER: &str = "https://app.example.com";

on_both_engines! {
    a_front_end_is_handed_the_token_and_nobody_else,
    what_is_refused_is_told_in_the_window_alone,
    whoever_is_not_a_front_end_leads_to_our_own_page,
    a_stranger_who_hides_leads_to_our_own_page,
    a_token_is_handed_over_once,
    an_address_in_use_is_asked_about_and_then_handed_over,
    without_front_ends_there_is_no_such_address,
}

async fn site(engine: Engine) -> Site {
    Site::with(engine, &[("server.front_ends", "http://localhost:5173 https://app.example.com")]).await
}

/// That page opens the window; where the window goes.
async fn opened(browser: &Browser, from: &str) -> Answer {
    browser.navigate(&browser.at("/login"), Some(&Url::parse(from).unwrap())).await
}

/// What the page's script reads.
fn handed_over(page: &Answer) -> Value {
    let page = page.text();
    let (_, rest) = page.split_once("id=\"report\">").expect("a page that hands something over");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

async fn a_front_end_is_handed_the_token_and_nobody_else(engine: Engine) {
    let site = site(engine).await;
    for origin in [FRONT_END, OTHER] {
        let browser = site.browser();
        let authorize = opened(&browser, &format!("{origin}/")).await.expect(StatusCode::SEE_OTHER).location();
        let callback = browser.prove(&authorize, &Person::ada()).await;
        let page = browser.arrive(&callback).await.ok();
        let data = handed_over(&page);
        assert_eq!(data["origin"], origin);
        let token = data["token"].as_str().unwrap();
        assert_eq!(claims(token)["iss"], site.url.origin().ascii_serialization());
        site.api(token).get("/secure-data").await.ok();
        assert!(page.session_cookie().is_some(), "the browser is signed in with us, too");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("cross-origin-opener-policy"), "", "its opener hears it");
    }
}

async fn what_is_refused_is_told_in_the_window_alone(engine: Engine) {
    let site = site(engine).await;
    let browser = site.browser();
    let authorize = opened(&browser, FRONT_END).await.location();
    let denied = browser.arrive(&browser.deny(&authorize).await).await.expect(StatusCode::FORBIDDEN);
    let text = denied.text();
    assert!(text.contains("The provider says no") && text.contains("href=\"/login\""), "{text}");
    assert!(!text.contains("<script"), "nothing is told to whoever opened it");
    let code = text.split_once("Support code ").unwrap().1.chars().take(9).collect::<String>();
    assert!(cause(&site, Some(&code)).await.contains("access_denied"));
    assert_eq!(denied.session_cookie(), None);
}

async fn whoever_is_not_a_front_end_leads_to_our_own_page(engine: Engine) {
    let site = site(engine).await;
    for stranger in ["http://localhost:5174/", "https://evil.example/", "http://localhost.evil.example:5173/"] {
        let answer = opened(&site.browser(), stranger).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(answer.location().path(), "/sign-in", "{stranger}");
    }
    let typed_in = site.browser().visit("/login").await.expect(StatusCode::SEE_OTHER);
    assert_ne!(typed_in.location().origin(), site.url.origin(), "a person may go there themselves");
}

/// A page that names nobody is not taken for the person, nor for a front end.
async fn a_stranger_who_hides_leads_to_our_own_page(engine: Engine) {
    let site = site(engine).await;
    for stranger in ["https://evil.example/", "http://localhost:1/", "http://localhost:5173/"] {
        let browser = site.browser();
        let from = Some(Url::parse(stranger).unwrap());
        let request =
            || Request::new(Method::GET, browser.at("/login"), Kind::Navigation, from.clone()).without_referrer();
        for request in [
            request(),
            request().header("referer", ""),
            request().header("referer", "null"),
            request().header("referer", "about:client"),
            request().header("referer", "/"),
            request().header("referer", b"http://localhost:5173/\xff".as_slice()),
            request().header("referer", "http://localhost:5173@evil.example/"),
            request().header("referer", "http://localhost:5173.evil.example/"),
            request().header("referer", "https://localhost:5173/"),
        ] {
            let answer = browser.send(request).await.expect(StatusCode::SEE_OTHER);
            assert_eq!(answer.location().path(), "/sign-in", "{stranger}");
            assert_eq!(answer.location().origin(), site.url.origin());
        }
        assert_eq!(browser.cookie_names(), Vec::<String>::new(), "no sign-in was begun");
    }
}

async fn a_token_is_handed_over_once(engine: Engine) {
    let site = site(engine).await;
    let browser = site.browser();
    let callback = browser.prove(&opened(&browser, FRONT_END).await.location(), &Person::ada()).await;
    browser.arrive(&callback).await.ok();
    let again = browser.arrive(&callback).await;
    assert!(!again.text().contains("\"token\""));
    let (notice, _) = again.notice();
    assert_eq!(notice, Notice::SignInUsed);
    let elsewhere = site.browser();
    let callback = browser.prove(&opened(&browser, FRONT_END).await.location(), &Person::ada()).await;
    assert!(!elsewhere.arrive(&callback).await.text().contains("\"token\""), "another browser");
}

async fn an_address_in_use_is_asked_about_and_then_handed_over(engine: Engine) {
    let site = site(engine).await;
    site.browser().sign_in("google", &Person::ada()).await;
    let browser = site.browser();
    let authorize = opened(&browser, FRONT_END).await.location();
    let asked = browser.arrive(&browser.prove(&authorize, &Person::ada()).await).await;
    assert_eq!(asked.location().path(), "/auth/join");
    let page = browser.visit(&format!("{}?{}", asked.location().path(), asked.location().query().unwrap())).await.ok();
    let with_google = page
        .attributes("a", "href")
        .into_iter()
        .find(|href| href.contains("/auth/join/with/google"))
        .expect("the other provider is offered");
    let authorize = browser.begin(&with_google).await;
    let done = browser.arrive(&browser.prove(&authorize, &Person::ada()).await).await.ok();
    assert_eq!(handed_over(&done)["origin"], FRONT_END);
}

async fn without_front_ends_there_is_no_such_address(engine: Engine) {
    let site = Site::on(engine).await;
    opened(&site.browser(), FRONT_END).await.expect(StatusCode::NOT_FOUND);
}
