//! `GET /auth/{provider}/frontchannel-logout`.

use axum::http::{Method, StatusCode};
use url::Url;

use crate::support::{Answer, Browser, Engine, Kind, Request, Upstream, on_both_engines};

on_both_engines! {
    a_frame_of_the_providers_ends_its_session,
    what_does_not_fit_ends_nothing_and_looks_the_same,
    nobody_else_may_frame_it,
}

/// A frame of the provider's sign-out page: on another site, so that no cookie comes with it.
async fn framed(browser: &Browser, from: &str, iss: &str, sid: &str) -> Answer {
    let mut url = browser.at("/auth/company/frontchannel-logout");
    url.query_pairs_mut().append_pair("iss", iss).append_pair("sid", sid);
    browser.send(Request::new(Method::GET, url, Kind::Frame, Some(Url::parse(from).unwrap()))).await
}

async fn a_frame_of_the_providers_ends_its_session(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let (desk, phone) = (site.browser(), site.browser());
    desk.sign_in_at_company().await;
    upstream.set(|company| company.sid = Some("sid-2".to_owned()));
    phone.sign_in_at_company().await;
    let answer = framed(&desk, &upstream.issuer, &upstream.issuer, "sid-1").await.ok();
    assert_eq!(answer.header("cache-control"), "no-store");
    desk.refresh().await.expect(StatusCode::UNAUTHORIZED);
    phone.refresh().await.ok();
    assert_eq!(site.database.count("audit_events where kind = 'sign_out_by_provider'").await, 1);
}

async fn what_does_not_fit_ends_nothing_and_looks_the_same(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let wrong = [
        (upstream.issuer.as_str(), "sid-2"),
        (upstream.issuer.as_str(), ""),
        (upstream.issuer.as_str(), "\u{0}"),
        ("https://another.example", "sid-1"),
        ("", "sid-1"),
    ];
    for (iss, sid) in wrong {
        framed(&browser, &upstream.issuer, iss, sid).await.ok();
    }
    let path = "/auth/company/frontchannel-logout";
    for query in ["", "?sid=sid-1", &format!("?iss={}", upstream.issuer), "?iss=a&iss=b&sid=sid-1"] {
        let url = browser.at(&format!("{path}{query}"));
        let from = Url::parse(&upstream.issuer).unwrap();
        browser.send(Request::new(Method::GET, url, Kind::Frame, Some(from))).await.ok();
    }
    browser.refresh().await.ok();
    browser.visit("/auth/nobody/frontchannel-logout?iss=x&sid=y").await.expect(StatusCode::NOT_FOUND);
}

async fn nobody_else_may_frame_it(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let answer = framed(&site.browser(), &upstream.issuer, &upstream.issuer, "x").await.ok();
    let policy = answer.header("content-security-policy");
    assert!(policy.ends_with(&format!("frame-ancestors {}", upstream.issuer)), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "", "it would keep the provider out too");
    let other = site.browser().visit("/").await.ok();
    assert_eq!(other.header("x-frame-options"), "DENY");
}
