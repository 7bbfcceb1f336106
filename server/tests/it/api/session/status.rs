//! `GET /api/session`.

use axum::http::Method;
use server::store::FamilyRow;

use crate::support::{Engine, Person, SESSION, Site, on_both_engines};

on_both_engines! {
    it_says_who_is_here,
    looking_changes_nothing_but_what_was_seen,
    looking_with_an_old_cookie_ends_nothing,
}

async fn it_says_who_is_here(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    assert!(browser.session().await.is_null());
    browser.sign_in("google", &Person::ada()).await;
    let told = browser.session().await;
    assert_eq!((&told["name"], &told["provider"]), (&"Ada Lovelace".into(), &"google".into()));
    assert_eq!(told["auth_time"], site.now().seconds());
    browser.sign_out().await;
    assert!(browser.session().await.is_null());
}

async fn looking_changes_nothing_but_what_was_seen(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let before = site.family_of(&browser.access_token().await).await;
    site.wait(3600);
    for method in [Method::GET, Method::HEAD] {
        let answer = browser.send(browser.script(method, "/api/session")).await.ok();
        assert!(answer.cookies().is_empty());
    }
    browser.visit("/profile").await.ok();
    assert_eq!(site.family(&before.id).await, FamilyRow { seen_generation: 1, ..before });
}

async fn looking_with_an_old_cookie_ends_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, old_tab) = (site.browser(), site.browser());
    browser.sign_in("okta", &Person::ada()).await;
    old_tab.plant(SESSION, &browser.refresh_token());
    browser.refresh().await.ok();
    browser.refresh().await.ok();
    site.wait(3600);
    assert!(old_tab.session().await.is_null());
    assert_eq!(old_tab.visit("/").await.ok().words("header .person"), "");
    browser.refresh().await.ok();
}
