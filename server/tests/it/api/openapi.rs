//! The document at `/api/openapi.json` and what is served, held against each other.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::signed_in;
use crate::support::{ApiClient, Engine, Site, on_both_engines};

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
/// Somebody's id who is not there.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

on_both_engines! {
    what_is_described_is_served,
    what_is_not_described_is_not_served,
    every_reference_leads_somewhere,
    the_document_follows_the_settings,
    the_page_needs_nothing_from_elsewhere,
}

async fn document(site: &Site) -> Value {
    let answer = site.api("").get("/api/openapi.json").await.ok();
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

/// Each path of the document, filled in, and its methods there.
fn described(document: &Value) -> BTreeMap<String, Vec<Method>> {
    let paths = document["paths"].as_object().unwrap();
    let described = paths.iter().map(|(path, item)| {
        let methods = item.as_object().unwrap().keys().map(|name| name.to_uppercase().parse().unwrap()).collect();
        (path.replace("{id}", NOBODY).replace("{provider}", NOBODY).replace("{file}", "page.css"), methods)
    });
    described.collect()
}

/// With and without the slash, where both stand.
fn spellings(path: &str) -> Vec<String> {
    let bare = path.trim_end_matches('/').to_owned();
    if path.ends_with('/') { vec![bare, path.to_owned()] } else { vec![bare] }
}

async fn ask(client: &ApiClient, method: &Method, path: &str) -> StatusCode {
    let own = client.header("sec-fetch-site", "same-origin");
    own.call(method.clone(), path, None).await.status
}

async fn what_is_described_is_served(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let document = document(&site).await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = described(&document);
    assert!(paths.len() > 30, "{paths:?}");
    for (path, methods) in &paths {
        for spelling in spellings(path) {
            for method in methods.iter().filter(|method| !ends_the_session(method, path)) {
                let status = ask(&site.api(&token), method, &spelling).await;
                let is_nobody = path.contains(NOBODY) && status == StatusCode::NOT_FOUND;
                assert!(is_nobody || !is_missing(status), "{method} {spelling}: {status}");
                let by_token = !path.starts_with("/api/session");
                assert!(!by_token || status != StatusCode::UNAUTHORIZED, "{method} {spelling}: the token counts");
            }
        }
    }
    for (method, path) in [(Method::DELETE, "/api/auth/users/me/"), (Method::POST, "/api/auth/sessions/end_all/")] {
        assert!(paths[path].contains(&method), "{path}");
        let status = ask(&site.api(&token), &method, path).await;
        assert!(!is_missing(status), "{method} {path}: {status}");
    }
}

fn ends_the_session(method: &Method, path: &str) -> bool {
    path.contains("end_all") || (method == Method::DELETE && path.contains("users/me"))
}

fn is_missing(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) || status.is_server_error()
}

/// Routes come into being with what describes them, so the other way round there are only methods
/// that a described path has beside, and paths that nobody described: those that are known from
/// elsewhere are tried.
async fn what_is_not_described_is_not_served(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let paths = described(&document(&site).await);
    for (path, methods) in &paths {
        for method in METHODS.iter().filter(|method| !methods.contains(method)) {
            for spelling in spellings(path) {
                let client = site.api(&token).header("sec-fetch-site", "same-origin");
                let answer = client.call(method.clone(), &spelling, None).await.expect(StatusCode::METHOD_NOT_ALLOWED);
                let allowed = answer.header("allow").to_owned();
                for name in methods {
                    assert!(allowed.contains(name.as_str()), "{method} {spelling}: {allowed}");
                }
            }
            let stranger = ask(&site.api(""), method, path).await;
            assert!(
                matches!(stranger, StatusCode::METHOD_NOT_ALLOWED | StatusCode::UNAUTHORIZED),
                "{method} {path}: {stranger}"
            );
        }
    }
    for path in ["/api", "/api/", "/api/auth", "/api/auth/", "/api/auth/jwt/", "/api/docs/", "/api/openapi.json/"] {
        assert_eq!(ask(&site.api(&token), &Method::GET, path).await, StatusCode::NOT_FOUND, "{path}");
    }
}

async fn every_reference_leads_somewhere(engine: Engine) {
    let site = Site::on(engine).await;
    let document = document(&site).await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    let mut names: Vec<&str> = Vec::new();
    for operation in document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        names.push(operation["operationId"].as_str().unwrap());
        assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{operation}");
    }
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(reference) if name == "$ref" => found.push(reference),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

async fn the_document_follows_the_settings(engine: Engine) {
    let fields = async |settings: &[(&str, &str)], schema: &str| {
        let document = document(&Site::with(engine, settings).await).await;
        let schema = &document["components"]["schemas"][schema];
        let all: Vec<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        (all.join(" "), schema["required"].to_string())
    };
    assert_eq!(fields(&[], "PasswordLogin").await, ("email password".to_owned(), r#"["password","email"]"#.to_owned()));
    let by_name = fields(&[("accounts.login", "username"), ("accounts.usernames", "required")], "PasswordLogin").await;
    assert_eq!(by_name, ("password username".to_owned(), r#"["password","username"]"#.to_owned()));
    let (plain, _) = fields(&[], "PasswordChange").await;
    assert!(!plain.contains("re_new_password"), "{plain}");
    let (retyped, needed) = fields(&[("accounts.retype", "true")], "PasswordChange").await;
    assert!(retyped.contains("re_new_password") && needed.contains("re_new_password"), "{retyped} {needed}");
}

async fn the_page_needs_nothing_from_elsewhere(engine: Engine) {
    let site = Site::on(engine).await;
    let page = site.api("").get("/api/docs").await.ok();
    let policy = page.header("content-security-policy").to_owned();
    for wanted in ["default-src 'none'", "script-src 'nonce-", "connect-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(wanted), "{policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    let mut files = page.attributes("script", "src");
    files.extend(page.attributes("link[rel=stylesheet]", "href"));
    assert_eq!(files.len(), 4);
    assert_eq!(page.words("script"), "", "no inline script");
    for file in files {
        let answer = site.api("").get(&file).await.ok();
        let kind = answer.header("content-type");
        assert!(
            kind.starts_with(if file.rsplit('.').next() == Some("js") { "text/javascript" } else { "text/css" }),
            "{file}: {kind}"
        );
        assert!(!answer.body.is_empty(), "{file}");
    }
    site.api("").get("/api/docs/index.html").await.expect(StatusCode::NOT_FOUND);
}
