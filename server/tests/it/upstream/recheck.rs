//! Whether somebody is still signed in at the provider, asked on page loads.

use app::wire::Notice;
use axum::http::{Method, StatusCode};

use crate::support::{Answer, Browser, Engine, Kind, Renewals, Request, Site, Upstream, on_both_engines};

const EVERY: (&str, &str) = ("recheck", "900");
const PAGE: &str = "/shop?color=red&size=%C3%BC";

on_both_engines! {
    a_page_asks_once_its_time_has_come_and_comes_back_to_itself,
    only_page_loads_ask,
    whoever_is_signed_out_there_is_signed_out_here_and_sees_the_page,
    somebody_else_there_ends_the_session,
    a_provider_in_trouble_ends_nothing,
    with_a_refresh_token_nobody_is_sent_anywhere,
    a_refresh_token_that_is_refused_ends_the_session,
    without_the_setting_nobody_is_asked,
    pages_with_a_secret_in_their_address_do_not_ask,
    pages_that_are_exempt_do_not_ask,
}

async fn signed_in(engine: Engine, more: &[(&str, &str)]) -> (Upstream, Site, Browser) {
    let settings: Vec<_> = [EVERY].iter().chain(more).copied().collect();
    let (upstream, site) = Upstream::with_site(engine, &settings).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    (upstream, site, browser)
}

async fn a_page_asks_once_its_time_has_come_and_comes_back_to_itself(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[("sign_out", "provider")]).await;
    site.wait(899);
    browser.visit(PAGE).await.ok();
    site.wait(1);
    let before = browser.refresh_token();
    let there = browser.visit(PAGE).await.location();
    let query: std::collections::BTreeMap<_, _> = there.query_pairs().into_owned().collect();
    assert_eq!((&*query["prompt"], query.contains_key("max_age")), ("none", false));
    assert!(query["id_token_hint"].contains('.') && query["nonce"].len() > 20 && query["state"].len() > 20);
    browser.visit(PAGE).await.ok();
    let back = browser.come_back_from(&there).await;
    assert_eq!(back.header("location"), PAGE);
    assert!(back.cookie("gatepost-notice").is_none(), "nobody notices");
    assert_eq!(browser.refresh_token(), before, "the session is the same");
    assert_eq!(site.database.count("families").await, 1);
    browser.visit(PAGE).await.ok();
    site.wait(899);
    browser.visit(PAGE).await.ok();
    site.wait(1);
    browser.visit(PAGE).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(upstream.asked("/authorize").len(), 2);
}

async fn only_page_loads_ask(engine: Engine) {
    let (_upstream, site, browser) = signed_in(engine, &[]).await;
    site.wait(900);
    browser.refresh().await.ok();
    assert_eq!(browser.session().await["name"], "ada");
    let fetch = browser.script(Method::GET, PAGE).header("accept", "text/html");
    browser.send(fetch).await.ok();
    let frame = Request::new(Method::GET, browser.at(PAGE), Kind::Frame, Some(browser.at("/")));
    browser.send(frame).await.ok();
    let added = browser.submit(PAGE, "/sf/add-to-cart", &[("product", "lantern"), ("quantity", "1")]).await;
    assert!(!added.header("location").contains("/authorize"), "{added:?}");
    browser.visit(PAGE).await.expect(StatusCode::SEE_OTHER);
}

async fn whoever_is_signed_out_there_is_signed_out_here_and_sees_the_page(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[]).await;
    upstream.set(|company| company.person = None);
    site.wait(900);
    let there = browser.visit(PAGE).await.location();
    let back = browser.come_back_from(&there).await;
    assert_eq!((back.header("location"), back.notice().0), (PAGE, Notice::SessionEnded));
    let page = browser.visit(PAGE).await.ok();
    assert!(page.words("[role=alert]").len() > 10, "{}", page.text());
    assert!(browser.session().await.is_null());
    assert_eq!(site.database.count("families where revoked_why = 'provider_session_over'").await, 1);
    assert_eq!(site.database.count("audit_events where kind = 'upstream_check' and outcome = 'refused'").await, 1);
}

async fn somebody_else_there_ends_the_session(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[]).await;
    upstream.set(|company| company.person = Some("grace".to_owned()));
    site.wait(900);
    let there = browser.visit(PAGE).await.location();
    let back = browser.come_back_from(&there).await;
    assert_eq!((back.header("location"), back.notice().0), (PAGE, Notice::SessionEnded));
    assert_eq!(site.database.count("people").await, 1, "nobody is signed in by a question");
    assert!(browser.session().await.is_null());
}

async fn a_provider_in_trouble_ends_nothing(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[]).await;
    upstream.set(|company| company.error = Some("server_error"));
    site.wait(900);
    let there = browser.visit(PAGE).await.location();
    let back = browser.come_back_from(&there).await;
    assert_eq!(back.header("location"), PAGE);
    browser.visit(PAGE).await.ok();
    assert_eq!(browser.session().await["name"], "ada");
    // One that answers nothing at all is not asked: the page would be lost behind it.
    upstream.unplug().await;
    site.wait(61);
    browser.visit(PAGE).await.ok();
    browser.refresh().await.ok();
}

/// Waits for what happens in the background.
async fn until(condition: impl AsyncFn() -> bool) {
    while !condition().await {
        tokio::task::yield_now().await;
    }
}

fn renewals(upstream: &Upstream) -> usize {
    upstream.asked("/token").iter().filter(|asked| asked["grant_type"] == "refresh_token").count()
}

async fn with_a_refresh_token_nobody_is_sent_anywhere(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[("keep_tokens", "true")]).await;
    site.wait(900);
    browser.visit(PAGE).await.ok();
    until(async || site.database.count("upstream_sessions where next_check_at > 1798860800000").await == 1).await;
    for _ in 0..3 {
        browser.visit(PAGE).await.ok();
    }
    assert_eq!(renewals(&upstream), 1);
    upstream.set(|company| company.renewals = Renewals::Down);
    site.wait(900);
    browser.visit(PAGE).await.ok();
    until(async || renewals(&upstream) == 2).await;
    browser.refresh().await.ok();
}

async fn a_refresh_token_that_is_refused_ends_the_session(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[("keep_tokens", "true")]).await;
    upstream.set(|company| company.renewals = Renewals::Refused);
    site.wait(900);
    let page: Answer = browser.visit(PAGE).await.ok();
    assert!(page.text().contains("ada"), "this page is not lost");
    until(async || site.database.count("families where revoked_at is null").await == 0).await;
    browser.visit(PAGE).await.ok();
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(renewals(&upstream), 1);
}

async fn without_the_setting_nobody_is_asked(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    site.wait(10 * 24 * 60 * 60);
    browser.visit(PAGE).await.ok();
    assert_eq!(upstream.asked("/authorize").len(), 1);
}

async fn pages_with_a_secret_in_their_address_do_not_ask(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[]).await;
    site.wait(900);
    for path in ["/reset/x/secret", "/activate/x/secret", "/account/email/x/secret"] {
        let answer = browser.visit(path).await;
        assert!(!answer.header("location").contains("/authorize"), "{path}: {answer:?}");
    }
    assert_eq!(upstream.asked("/authorize").len(), 1);
}

async fn pages_that_are_exempt_do_not_ask(engine: Engine) {
    let (upstream, site, browser) = signed_in(engine, &[("recheck_exempt", "/shop, /account/*")]).await;
    let before = upstream.asked("/authorize").len();
    site.wait(900);
    browser.visit(PAGE).await.ok();
    browser.visit("/shop").await.ok();
    assert_eq!(upstream.asked("/authorize").len(), before);
    assert!(
        browser.visit("/profile").await.location().as_str().starts_with(&upstream.issuer),
        "its time has come all the same"
    );
}
