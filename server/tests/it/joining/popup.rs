//! The same within a popup: what it reports at its end, whatever way it took.

use app::wire::{Notice, PopupOutcome};
use axum::http::StatusCode;

use super::with_ada;
use crate::{
    accounts::client::PASSWORD,
    support::{Engine, JoinPage, Person, PopupPage, Site, on_both_engines},
};

on_both_engines! {
    the_popup_hands_over_what_a_sign_in_does,
    another_provider_answers_in_the_same_popup,
    a_cancelled_join_is_reported,
    a_way_that_fails_leaves_the_others,
}

async fn the_popup_hands_over_what_a_sign_in_does(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("google").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let page = JoinPage::behind(&browser, &browser.arrive(&callback).await);
    let done = PopupPage::of(page.type_password(PASSWORD).await.ok());
    assert!(done.answer.session_cookie().is_some(), "the cookie first");
    assert_eq!(done.report().txn, popup.txn);
    let tokens = popup.redeem(&done.code()).await.ok().json();
    assert_eq!((&tokens["user"]["id"], &tokens["user"]["provider"]), (&ada.as_str().into(), &"password".into()));
}

async fn another_provider_answers_in_the_same_popup(engine: Engine) {
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let browser = site.browser();
    let popup = browser.start_popup("google").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let page = JoinPage::behind(&browser, &browser.arrive(&callback).await);
    let authorize = page.leave_for("okta").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let done = PopupPage::of(browser.arrive(&callback).await.ok());
    assert_eq!(done.report().txn, popup.txn, "the opener hears of the sign-in that it began");
    let tokens = popup.redeem(&done.code()).await.ok().json();
    assert_eq!(tokens["user"]["provider"], "okta");
    assert_eq!(site.database.count("identities").await, 2);
}

async fn a_cancelled_join_is_reported(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("google").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let page = JoinPage::behind(&browser, &browser.arrive(&callback).await);
    let told = PopupPage::of(page.send("cancel", &[]).await);
    let report = told.report();
    assert_eq!(report.txn, popup.txn);
    assert!(matches!(report.outcome, PopupOutcome::Failed { notice: Notice::SignInCancelled, .. }), "{report:?}");
    assert!(!browser.has_session_cookie());
}

async fn a_way_that_fails_leaves_the_others(engine: Engine) {
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let browser = site.browser();
    let popup = browser.start_popup("google").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let page = JoinPage::behind(&browser, &browser.arrive(&callback).await);
    let denied = browser.deny(&page.leave_for("okta").await).await;
    let back = JoinPage::behind(&browser, &browser.arrive(&denied).await);
    let words = back.open().await.ok().words(".error-summary");
    assert!(words.contains("The provider did not confirm it."), "{words}");
    let code = words.split_whitespace().last().unwrap().to_owned();
    assert_eq!(site.database.count(&format!("audit_events where support_code = '{code}'")).await, 1);
    page.send("mail", &[]).await.expect(StatusCode::OK);
    let code = site.mailbox(&Person::ada().email).newest("join_code").await.code();
    PopupPage::of(page.send("code", &[("code", &code)]).await.ok()).code();
}
