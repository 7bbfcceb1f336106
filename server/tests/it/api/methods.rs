//! What is asked for in another way than it is offered.

use axum::http::{Method, StatusCode};

use super::signed_in;
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    other_methods_are_told_which_are_allowed,
    unknown_addresses_are_not_found,
}

async fn other_methods_are_told_which_are_allowed(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    let all = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    for (path, allowed) in [
        ("/api/session", &["GET", "DELETE"][..]),
        ("/api/session/refresh", &["POST"]),
        ("/api/session/handoff", &["POST"]),
        ("/api/profile", &["GET"]),
        ("/api/secure-data", &["GET"]),
        ("/api/orders", &["POST"]),
        ("/.well-known/jwks.json", &["GET"]),
        ("/healthz", &["GET"]),
        ("/readyz", &["GET"]),
    ] {
        for method in all.iter().filter(|method| !allowed.contains(&method.as_str())) {
            let answer = browser.send(browser.script(method.clone(), path)).await;
            let answer = answer.expect(StatusCode::METHOD_NOT_ALLOWED);
            for name in allowed {
                assert!(answer.header("allow").contains(name), "{method} {path}: {}", answer.header("allow"));
            }
        }
    }
    site.api(&token).get("/api/profile").await.ok();
    assert!(browser.session().await.is_object());
}

async fn unknown_addresses_are_not_found(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for client in [site.api(""), site.api(&token)] {
        for path in ["/api", "/api/", "/api/nothing", "/api/profile/", "/api/session/none"] {
            let answer = client.get(path).await.expect(StatusCode::NOT_FOUND);
            assert_eq!(answer.header("content-type"), "application/json", "{path}");
        }
    }
}
