//! A provider that does not answer.

use app::wire::{Notice, PopupOutcome};
use axum::http::StatusCode;
use serde_json::json;
use tokio::net::TcpListener;

use super::refused;
use crate::support::{Engine, Person, PopupPage, Reply, SESSION, Site, StubProvider, at_once, on_both_engines};

on_both_engines! {
    a_provider_that_is_down_does_not_take_the_others_with_it,
    a_popup_hears_that_its_provider_is_down,
    a_provider_that_goes_down_on_the_way_is_told_in_words,
    what_a_provider_said_last_counts_while_it_is_out_of_order,
    nobody_is_sent_to_a_provider_that_is_gone,
    a_provider_that_was_heard_of_is_not_asked_first,
    of_many_who_leave_at_once_one_asks,
    a_slow_provider_is_no_dead_one,
    the_button_of_a_silent_provider_says_so_until_it_is_heard_of,
    what_was_silent_long_ago_says_nothing,
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

async fn what_a_provider_said_last_counts_while_it_is_out_of_order(engine: Engine) {
    let (stub, site) = known(engine, &[]).await;
    let browser = site.browser();
    stub.sign_in_with(&site, &browser, "stub", json!({})).await;
    stub.answers(DISCOVERY, Reply::Raw(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", Vec::new()));
    site.wait(23 * 60 * 60);
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    site.wait(60 * 60);
    refused(&site, &browser.click("/auth/stub/start").await, Notice::ProviderUnreachable).await;
    browser.refresh().await.ok();
    assert!(browser.has_session_cookie(), "who is signed in stays so: {SESSION}");
}

/// What is cached would lead there, to the browser's own page about nobody being there.
async fn nobody_is_sent_to_a_provider_that_is_gone(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for provider in super::PROVIDERS {
        browser.begin(&format!("/auth/{provider}/start")).await;
    }
    site.unplug_demo().await;
    site.wait(LONG_AGO);
    for provider in super::PROVIDERS {
        let start = format!("/auth/{provider}/start");
        refused(&site, &browser.click(&start).await, Notice::ProviderUnreachable).await;
        // Once more, while it is known.
        refused(&site, &browser.click(&start).await, Notice::ProviderUnreachable).await;
    }
    let (txn, challenge) = ("t".repeat(22), "c".repeat(43));
    let start = format!("/auth/okta/start?display=popup&txn={txn}&challenge={challenge}");
    let page = PopupPage::of(browser.click(&start).await.expect(StatusCode::BAD_REQUEST));
    assert!(matches!(page.report().outcome, PopupOutcome::Failed { notice: Notice::ProviderUnreachable, .. }));
}

async fn a_provider_that_was_heard_of_is_not_asked_first(engine: Engine) {
    let (stub, site) = known(engine, &[]).await;
    let browser = site.browser();
    let asked = || stub.times_asked(&format!("GET {DISCOVERY}"));
    assert_eq!(asked(), 1);
    site.wait(LONG_AGO - 1);
    browser.begin("/auth/stub/start").await;
    assert_eq!(asked(), 1);
    site.wait(1);
    for _ in 0..3 {
        browser.begin("/auth/stub/start").await;
    }
    assert_eq!(asked(), 2, "once, and then it was heard of");
    site.wait(LONG_AGO - 1);
    stub.sign_in(&site, "stub", json!({})).await;
    site.wait(LONG_AGO - 1);
    browser.begin("/auth/stub/start").await;
    assert_eq!(asked(), 2, "a code that it took counts as well");
}

async fn of_many_who_leave_at_once_one_asks(engine: Engine) {
    let (stub, site) = known(engine, &[]).await;
    for status in [StatusCode::OK, StatusCode::BAD_GATEWAY] {
        site.wait(LONG_AGO);
        stub.answers(DISCOVERY, Reply::Raw(status, "text/plain", Vec::new()));
        let before = stub.times_asked(&format!("GET {DISCOVERY}"));
        let leave = |_| {
            let browser = site.browser();
            async move { browser.click("/auth/stub/start").await }
        };
        let answers = at_once(20, leave).await;
        assert_eq!(stub.times_asked(&format!("GET {DISCOVERY}")) - before, 1);
        for answer in answers {
            let leads_there = answer.location().as_str().starts_with(&stub.at("/authorize"));
            assert_eq!(leads_there, status == StatusCode::OK);
        }
    }
}

async fn a_slow_provider_is_no_dead_one(engine: Engine) {
    let (stub, site) = known(engine, &[("connect_timeout", "1")]).await;
    site.wait(LONG_AGO);
    stub.answers(DISCOVERY, Reply::Stall);
    let browser = site.browser();
    assert!(browser.begin("/auth/stub/start").await.as_str().starts_with(&stub.at("/authorize")));
    assert!(!browser.visit("/sign-in").await.ok().text().contains(SILENT));
}

async fn the_button_of_a_silent_provider_says_so_until_it_is_heard_of(engine: Engine) {
    let (stub, site) = known(engine, &[("label", "Acme")]).await;
    let browser = site.browser();
    assert!(!browser.visit("/sign-in").await.ok().text().contains(SILENT));
    site.wait(LONG_AGO);
    stub.answers(DISCOVERY, Reply::Raw(StatusCode::SERVICE_UNAVAILABLE, "text/plain", Vec::new()));
    refused(&site, &browser.click("/auth/stub/start").await, Notice::ProviderUnreachable).await;
    for path in ["/", "/sign-in", "/register"] {
        let page = browser.visit(path).await.ok();
        assert_eq!(page.words(".providers small"), format!("Acme {SILENT}"), "{path}");
        assert!(page.attributes(".providers a", "href").iter().any(|href| href.starts_with("/auth/stub/start")));
        let german = browser.speaking("de").visit(path).await.ok();
        assert_eq!(german.words(".providers small"), "Acme antwortet gerade nicht", "{path}");
    }
    let described = browser.visit("/sign-in").await.attribute("#sign-in-stub", "aria-describedby");
    let notes = browser.visit("/sign-in").await.words(&format!("#{described}"));
    assert_eq!(notes.trim(), format!("Acme {SILENT}"), "read out with the button");
    stub.says_of_itself("/", json!({}));
    site.wait(4);
    // Whoever looks has it asked; the page that is on its way does not wait for that.
    while browser.visit("/sign-in").await.ok().text().contains(SILENT) {}
    assert!(browser.begin("/auth/stub/start").await.as_str().starts_with(&stub.at("/authorize")));
}

async fn what_was_silent_long_ago_says_nothing(engine: Engine) {
    let site = with_a_dead_provider(engine).await;
    let browser = site.browser();
    refused(&site, &browser.click("/auth/okta/start").await, Notice::ProviderUnreachable).await;
    assert!(browser.visit("/").await.ok().text().contains(SILENT));
    site.wait(LONG_AGO);
    assert!(!browser.visit("/").await.ok().text().contains(SILENT));
}

const DISCOVERY: &str = "/.well-known/openid-configuration";
/// What a button says of a provider, after its name.
const SILENT: &str = "does not answer at the moment";
/// Seconds after which what was last heard of a provider, or not heard, says nothing any more.
const LONG_AGO: u64 = 120;

/// A provider that is known, for somebody was sent there.
async fn known(engine: Engine, settings: &[(&str, &str)]) -> (StubProvider, Site) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, settings).await;
    site.browser().begin("/auth/stub/start").await;
    (stub, site)
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
