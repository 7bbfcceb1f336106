//! What other sites' pages can do to a person who is signed in: nothing.

use axum::http::{Method, StatusCode};

use crate::support::{Browser, Elsewhere, Engine, Kind, Means, Person, Request, Site, on_both_engines};

on_both_engines! {
    no_page_of_another_origin_changes_anything,
    what_a_browser_says_of_itself_decides,
    our_own_pages_may,
}

/// What changes something, how, and with what body.
const TARGETS: [(&str, Method, &str); 9] = [
    ("/api/session/refresh", Method::POST, "{}"),
    ("/api/session/handoff", Method::POST, r#"{"code":"x","verifier":"y"}"#),
    ("/api/session", Method::DELETE, ""),
    ("/sf/sign-out", Method::POST, ""),
    ("/sf/add-to-cart", Method::POST, "product=lantern&quantity=1"),
    ("/sf/set-quantity", Method::POST, "product=lantern&quantity=1"),
    ("/sf/place-order", Method::POST, "key=k&recipient=Ada&address=London"),
    ("/sf/choose-language", Method::POST, "language=de"),
    ("/sf/new-order-key", Method::POST, ""),
];

async fn no_page_of_another_origin_changes_anything(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    let token = browser.access_token().await;
    browser.visit("/").await.ok();
    let (before, cookie) = (site.family_of(&token).await, browser.refresh_token());
    for elsewhere in [Elsewhere::on_another_site(&browser), Elsewhere::next_door(&browser)] {
        for (path, ..) in TARGETS.iter().filter(|(path, ..)| *path != "/api/session") {
            for means in Means::ALL {
                let answer = elsewhere.tries(means, path, "{}").await;
                assert!(answer.status.is_client_error(), "{path} {means:?}: {}", answer.status);
                let posts = !matches!(means, Means::Image | Means::Frame | Means::Link);
                assert!(!posts || answer.status == StatusCode::FORBIDDEN, "{path} {means:?}: {}", answer.status);
            }
        }
    }
    assert_eq!(browser.refresh_token(), cookie);
    assert_eq!(site.family(&before.id).await, before);
    assert_eq!(site.database.count("orders").await, 0);
    assert_eq!(browser.cookie_names().len(), 3, "the session, the device and the cart");
}

async fn what_a_browser_says_of_itself_decides(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    let before = site.family_of(&browser.access_token().await).await;
    let ours = site.origin();
    let host = format!("http://localhost:{}", site.url.port().unwrap() + 1);
    for (path, method, body) in TARGETS {
        for (fetch_site, origin) in [
            (Some("cross-site"), Some("http://evil.example")),
            (Some("cross-site"), Some(&*ours)),
            (Some("same-site"), Some(&*host)),
            (Some("same-site"), Some(&*ours)),
            (Some("none"), None),
            (Some("none"), Some(&*ours)),
            (Some(""), Some(&*ours)),
            (Some("same-origin, cross-site"), Some(&*ours)),
            (Some("same-origin"), Some("http://evil.example")),
            (Some("same-origin"), Some("null")),
            (None, Some("http://evil.example")),
            (None, Some("null")),
            (None, Some("")),
            (None, Some(&*format!("{ours}.evil.example"))),
            (None, Some(&*format!("{ours}/"))),
            (None, Some(&*ours.replace("http:", "https:"))),
            (None, None),
        ] {
            let status = raw(&site, &browser, (method.clone(), path), body, (fetch_site, origin)).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path} {fetch_site:?} {origin:?}");
        }
    }
    assert_eq!(site.family(&before.id).await, before);
}

async fn our_own_pages_may(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    let ours = site.origin();
    for (fetch_site, origin) in [(Some("same-origin"), Some(&*ours)), (Some("same-origin"), None), (None, Some(&*ours))]
    {
        for (path, method, body) in TARGETS {
            let status = raw(&site, &browser, (method, path), body, (fetch_site, origin)).await;
            assert_ne!(status, StatusCode::FORBIDDEN, "{path} {fetch_site:?} {origin:?}");
        }
    }
    let request = Request::new(Method::POST, site.at("/api/session/refresh"), Kind::Fetch, Some(site.at("/")));
    let answer = browser.send(request).await;
    assert!(answer.header("vary").contains("Sec-Fetch-Site") && answer.header("vary").contains("Origin"));
}

async fn signed_in(engine: Engine) -> (Site, Browser) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.visit("/").await.ok();
    browser.plant("gatepost-cart", "lantern:1");
    (site, browser)
}

/// A request with exactly those headers, and the session's cookie.
async fn raw(
    site: &Site,
    browser: &Browser,
    (method, path): (Method, &str),
    body: &str,
    (fetch_site, origin): (Option<&str>, Option<&str>),
) -> StatusCode {
    let kind = if path.starts_with("/api") { "application/json" } else { "application/x-www-form-urlencoded" };
    let client = site.api("").header("cookie", format!("gatepost={}", browser.refresh_token()));
    let client = fetch_site.map_or(client.clone(), |value| client.header("sec-fetch-site", value));
    let client = origin.map_or(client.clone(), |value| client.header("origin", value));
    client.call(method, path, Some((kind, body.to_owned()))).await.status
}
