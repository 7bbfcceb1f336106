//! A provider that does not answer.

use app::wire::{Notice, PopupOutcome};
use axum::http::StatusCode;
use tokio::net::TcpListener;

use super::refused;
use crate::support::{Engine, Person, PopupPage, SESSION, Site, on_both_engines};

on_both_engines! {
    a_provider_that_is_down_does_not_take_the_others_with_it,
    a_popup_hears_that_its_provider_is_down,
    a_provider_that_goes_down_on_the_way_is_told_in_words,
    what_a_provider_said_last_counts_while_it_is_down,
}

async fn a_provider_that_is_down_does_not_take_the_others_with_it(engine: Engine) {
    let site = with_a_dead_provider(engine).await;
    let browser = site.browser();
    refused(&site, &browser.click("/auth/okta/start").await, Notice::ProviderUnreachable).await;
    let page = browser.visit("/sign-in").await.ok();
    assert!(page.words("[role=alert]").len() > 20, "{}", page.words("[role=alert]"));
    assert!(page.words(".providers").contains("Okta"), "it may be back in a moment");
    browser.sign_in("google", &Person::ada()).await;
    browser.sign_in("facebook", &Person::grace()).await;
}

async fn a_popup_hears_that_its_provider_is_down(engine: Engine) {
    let site = with_a_dead_provider(engine).await;
    let (txn, challenge) = ("t".repeat(22), "c".repeat(43));
    let start = format!("/auth/okta/start?display=popup&txn={txn}&challenge={challenge}");
    let page = PopupPage::of(site.browser().click(&start).await.expect(StatusCode::BAD_REQUEST));
    assert_eq!(page.report().txn, txn);
    let PopupOutcome::Failed { notice, support_code } = page.report().outcome else { panic!() };
    assert_eq!(notice, Notice::ProviderUnreachable);
    assert!(support_code.is_some());
}

async fn a_provider_that_goes_down_on_the_way_is_told_in_words(engine: Engine) {
    let site = Site::on(engine).await;
    let mut waiting = Vec::new();
    for provider in super::PROVIDERS {
        let browser = site.browser();
        let authorize = browser.begin(&format!("/auth/{provider}/start")).await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        waiting.push((browser, callback));
    }
    site.unplug_demo().await;
    for (browser, callback) in waiting {
        refused(&site, &browser.arrive(&callback).await, Notice::ProviderUnreachable).await;
    }
}

async fn what_a_provider_said_last_counts_while_it_is_down(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.unplug_demo().await;
    site.wait(23 * 60 * 60);
    browser.begin("/auth/okta/start").await;
    site.wait(60 * 60);
    refused(&site, &browser.click("/auth/okta/start").await, Notice::ProviderUnreachable).await;
    browser.refresh().await.ok();
    assert!(browser.has_session_cookie(), "who is signed in stays so: {SESSION}");
}

/// A site whose Okta is on a port where nobody listens.
async fn with_a_dead_provider(engine: Engine) -> Site {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    Site::with(
        engine,
        &[
            ("providers.okta.issuer", &format!("http://{nobody}/oauth2/default")),
            ("providers.okta.client_id", "id"),
            ("providers.okta.client_secret", "secret"),
        ],
    )
    .await
}
