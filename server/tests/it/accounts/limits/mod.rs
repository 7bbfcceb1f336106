//! How often things may be done: what is counted, whom it stops, and for how long.

mod counting;
mod known_devices;
mod mails;
mod places;
mod waiting;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, Engine, Site};

/// A site with limits where whoever asks says where from: through a proxy, as far as it knows.
async fn proxied(engine: Engine, more: &[(&str, &str)]) -> Site {
    let proxied = [("limits.enabled", "true"), ("server.trusted_proxies", "127.0.0.1")];
    Site::with(engine, &[&proxied, more].concat()).await
}

async fn post_from(site: &Site, ip: &str, path: &str, body: &Value) -> Answer {
    site.api("").header("x-forwarded-for", ip).post(&format!("/api/auth/{path}"), body).await
}

async fn try_from(site: &Site, ip: &str, email: &str, password: &str) -> Answer {
    post_from(site, ip, "jwt/create/", &json!({ "email": email, "password": password })).await
}

/// The seconds that a refusal says.
#[track_caller]
fn wait(answer: &Answer) -> u64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.text());
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    let text = format!("Request was throttled. Expected available in {seconds} seconds.");
    assert_eq!(answer.json(), json!({ "detail": text }));
    seconds
}
