//! Front ends on other origins.

use axum::http::{Method, StatusCode};

use crate::support::{Answer, ApiClient, Engine, Person, Site, on_both_engines};

const OURS: &str = "http://localhost:5173";

on_both_engines! {
    a_known_front_end_asks_and_reads,
    nobody_else_reads,
    the_sessions_cookie_is_for_our_own_pages_alone,
    without_a_setting_there_is_no_such_header,
    the_api_answers_options_itself_where_nobody_asks_first,
}

async fn site(engine: Engine) -> Site {
    Site::with(engine, &[("server.front_ends", "http://localhost:5173 https://app.example.com")]).await
}

async fn ask_first(client: &ApiClient, path: &str, origin: &str) -> Answer {
    let client = client.header("origin", origin).header("access-control-request-method", "POST");
    client.header("access-control-request-headers", "authorization").call(Method::OPTIONS, path, None).await
}

async fn a_known_front_end_asks_and_reads(engine: Engine) {
    let site = site(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let api = site.api(&browser.access_token().await);
    for origin in [OURS, "https://app.example.com"] {
        for path in
            ["/api/profile", "/api/auth/users/me/", "/api/auth/jwt/create/", "/api/auth/o/okta/", "/secure-data"]
        {
            let first = ask_first(&site.api(""), path, origin).await.expect(StatusCode::NO_CONTENT);
            assert_eq!(first.header("access-control-allow-origin"), origin);
            assert!(first.header("access-control-allow-headers").contains("authorization"));
            assert!(first.header("access-control-allow-methods").contains("POST"));
        }
        let read = api.header("origin", origin).get("/api/profile").await.ok();
        assert_eq!(read.header("access-control-allow-origin"), origin);
        assert_eq!(read.header("access-control-allow-credentials"), "");
        assert_eq!(read.header("vary"), "Origin");
        let refused = site.api("").header("origin", origin).get("/secure-data").await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(refused.header("access-control-allow-origin"), origin, "a script sees why");
    }
    assert_eq!(api.get("/secure-data").await.ok().json()["message"], "You are authenticated!");
}

async fn nobody_else_reads(engine: Engine) {
    let site = site(engine).await;
    for origin in [
        "http://localhost:5174",
        "http://127.0.0.1:5173",
        "https://localhost:5173",
        "http://localhost:5173.evil.example",
        "https://app.example.com:444",
        "null",
        "",
    ] {
        let first = ask_first(&site.api(""), "/api/profile", origin).await;
        assert_eq!(first.header("access-control-allow-origin"), "", "{origin}");
        let read = site.api("").header("origin", origin).get("/api/profile").await;
        assert_eq!(read.header("access-control-allow-origin"), "", "{origin}");
        assert_eq!(read.header("vary"), "Origin");
    }
}

async fn the_sessions_cookie_is_for_our_own_pages_alone(engine: Engine) {
    let site = site(engine).await;
    for path in ["/api/session", "/api/session/refresh", "/api/session/handoff"] {
        let first = ask_first(&site.api(""), path, OURS).await;
        assert_eq!(first.header("access-control-allow-origin"), "", "{path}");
        let posted = site.api("").header("origin", OURS).post(path, &serde_json::json!({})).await;
        assert_eq!(posted.header("access-control-allow-origin"), "", "{path}");
        assert!(posted.status.is_client_error());
    }
}

async fn without_a_setting_there_is_no_such_header(engine: Engine) {
    let site = Site::on(engine).await;
    let read = site.api("").header("origin", OURS).get("/api/profile").await;
    assert_eq!((read.header("access-control-allow-origin"), read.header("vary")), ("", ""));
}

async fn the_api_answers_options_itself_where_nobody_asks_first(engine: Engine) {
    let site = site(engine).await;
    let options = site.api("").header("origin", OURS).call(Method::OPTIONS, "/api/auth/users/me/", None).await;
    options.expect(StatusCode::UNAUTHORIZED);
}
