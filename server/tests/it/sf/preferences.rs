//! Signing out and choosing a language, without script.

use app::wire::Notice;
use axum::http::StatusCode;

use crate::support::{Engine, Person, SESSION, Site, on_both_engines};

on_both_engines! {
    the_sign_out_form_ends_the_session,
    the_language_form_changes_the_words,
    the_browsers_language_counts_until_one_is_chosen,
}

async fn the_sign_out_form_ends_the_session(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let (token, cookie) = (browser.access_token().await, browser.refresh_token());
    let page = browser.visit("/profile").await.ok();
    let action = page.attribute("header form[action$=sign-out]", "action");
    let answer = browser.submit("/profile", &action, &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/"));
    assert_eq!(answer.notice(), (Notice::SignedOut, None));
    assert!(!browser.has_session_cookie());
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    let home = browser.visit("/").await.ok();
    assert!(home.words("[role=status]").contains("signed out"), "{}", home.words("[role=status]"));
    browser.plant(SESSION, &cookie);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn the_language_form_changes_the_words(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    assert_eq!(browser.visit("/shop").await.ok().attribute("html", "lang"), "en");
    let page = browser.visit("/shop").await.ok();
    let action = page.attribute("form.languages", "action");
    let answer = browser.submit("/shop", &action, &[("language", "de")]).await;
    let back = answer.url.join(answer.header("location")).unwrap();
    assert_eq!((back.origin(), back.path()), (site.url.origin(), "/shop"));
    for path in ["/shop", "/", "/nowhere"] {
        assert_eq!(browser.visit(path).await.attribute("html", "lang"), "de", "{path}");
    }
    for odd in ["fr", "", "../de", "<script>"] {
        let answer = browser.submit("/shop", &action, &[("language", odd)]).await;
        assert!(!answer.status.is_server_error() && answer.cookie("gatepost-language").is_none(), "{odd}");
    }
    browser.plant("gatepost-language", "<script>alert(1)</script>");
    let page = browser.visit("/").await.ok();
    assert_eq!(page.attribute("html", "lang"), "en");
    assert!(!page.text().contains("alert(1)"));
}

async fn the_browsers_language_counts_until_one_is_chosen(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser().speaking("fr, de-AT;q=0.8, en;q=0.5");
    assert_eq!(browser.visit("/").await.ok().attribute("html", "lang"), "de");
    browser.submit("/", "/sf/choose-language", &[("language", "en")]).await;
    assert_eq!(browser.visit("/").await.ok().attribute("html", "lang"), "en");
}
