//! One way in less, and never the last one.

use axum::http::StatusCode;

use super::{ada_at_home, handles, identities, join_on_page, with_ada};
use crate::{
    accounts::client::{ADA, OTHER, PASSWORD},
    support::{Answer, Browser, Engine, Person, Site, on_both_engines},
};

on_both_engines! {
    a_provider_is_parted_on_the_account_page,
    the_last_way_in_stays,
    a_provider_that_is_gone_is_no_way_in,
    sessions_begun_with_it_end,
    parting_takes_a_fresh_proof,
    anothers_way_in_is_not_there,
}

async fn part(browser: &Browser, handle: &str, password: &str) -> Answer {
    let fields = [("id", handle), ("current_password", password)];
    browser.submit("/account", "/account/methods/part", &fields).await
}

/// What names a person's oldest way in, even where no page offers to part it.
async fn first_handle(site: &Site, person: &str) -> String {
    let mut db = site.store.read().await.unwrap();
    db.people().identities_of(person).await.unwrap().remove(0).handle()
}

async fn a_provider_is_parted_on_the_account_page(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    join_on_page(&browser, "google", &Person::ada()).await;
    let handle = handles(&browser).await.remove(0);
    let done = part(&browser, &handle, PASSWORD).await;
    assert_eq!(done.location().query(), Some("saved=method-parted"));
    assert_eq!(identities(&site, &ada).await, 0);
    assert!(site.mailbox(ADA).newest("method_removed").await.text.contains("Google"));
    let noted = format!("audit_events where kind = 'method_removed' and provider = 'google' and person_id = '{ada}'");
    assert_eq!(site.database.count(&noted).await, 1);
    part(&browser, &handle, PASSWORD).await.expect(StatusCode::BAD_REQUEST);
    // What it was is nobody's now: it is asked about like any other.
    super::asked(&site.browser(), "google").await;
}

async fn the_last_way_in_stays(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let page = browser.visit("/account").await.ok();
    assert!(page.words("#methods").contains("Nothing else opens your account"), "{}", page.words("#methods"));
    assert!(handles(&browser).await.is_empty());
    let id = browser.session().await["id"].as_str().unwrap().to_owned();
    let handle = first_handle(&site, &id).await;
    let told = part(&browser, &handle, "").await.expect(StatusCode::BAD_REQUEST);
    let words = told.words("#methods");
    assert!(words.contains("This account is not allowed to be disconnected."), "{words}");
    assert_eq!(identities(&site, &id).await, 1);
    // A second one, and either may go: but not both.
    join_on_page(&browser, "google", &Person::ada()).await;
    let both = handles(&browser).await;
    part(&browser, &both[0], "").await.location();
    part(&browser, &both[1], "").await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(identities(&site, &id).await, 1);
}

async fn a_provider_that_is_gone_is_no_way_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(1);
    join_on_page(&browser, "google", &Person::ada()).await;
    site.database.run("update identities set provider = 'former' where provider = 'google'").await;
    let both = handles(&browser).await;
    part(&browser, &both[0], "").await.expect(StatusCode::BAD_REQUEST);
    part(&browser, &both[1], "").await.location();
    let id = browser.session().await["id"].as_str().unwrap().to_owned();
    assert_eq!(identities(&site, &id).await, 1);
}

async fn sessions_begun_with_it_end(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    join_on_page(&browser, "google", &Person::ada()).await;
    site.wait(1);
    join_on_page(&browser, "okta", &Person::ada()).await;
    let (phone, desk) = (site.browser(), site.browser());
    phone.sign_in("google", &Person::ada()).await;
    desk.sign_in("okta", &Person::ada()).await;
    let token = phone.access_token().await;
    let google = handles(&browser).await.remove(0);
    part(&browser, &google, PASSWORD).await.location();
    assert!(phone.session().await.is_null());
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    assert!(desk.session().await.is_object() && browser.session().await.is_object());
}

async fn parting_takes_a_fresh_proof(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    join_on_page(&browser, "google", &Person::ada()).await;
    let handle = handles(&browser).await.remove(0);
    for wrong in [OTHER, ""] {
        part(&browser, &handle, wrong).await.expect(StatusCode::BAD_REQUEST);
    }
    part(&site.browser(), &handle, PASSWORD).await.location();
    assert_eq!(identities(&site, &ada).await, 1);
}

async fn anothers_way_in_is_not_there(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let grace = site.browser();
    grace.sign_in("okta", &Person::grace()).await;
    let id = grace.session().await["id"].as_str().unwrap().to_owned();
    let handle = first_handle(&site, &id).await;
    part(&browser, &handle, PASSWORD).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(identities(&site, &id).await, 1);
}
