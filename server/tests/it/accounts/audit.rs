//! Every event is written down: what, whose account, from where, with what, and how it ended.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::store::{AuditFilter, AuditRow};

use super::client::{ADA, GRACE, NOBODY, OTHER, PASSWORD, THIRD};
use crate::support::{Answer, ApiClient, Engine, Mail, Site, on_both_engines};

on_both_engines! {
    every_event_says_who_and_from_where,
    what_anybody_can_cause_is_written_down_so_often_and_no_more,
    no_event_holds_a_secret,
}

const IP: &str = "198.51.100.7";
const AGENT: &str = "a browser of its own kind";

async fn site(engine: Engine) -> (Site, ApiClient) {
    let site = Site::with(engine, &[("server.trusted_proxies", "127.0.0.1")]).await;
    let api = site.api("").header("x-forwarded-for", IP).header("user-agent", AGENT);
    (site, api)
}

async fn post(api: &ApiClient, path: &str, body: &Value) -> Answer {
    api.post(&format!("/api/auth/{path}"), body).await
}

fn shown(mail: &Mail, more: &Value) -> Value {
    let (uid, token) = mail.uid_and_token();
    let mut body = json!({ "uid": uid, "token": token });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// The one event that was written at this moment.
async fn event(site: &Site) -> AuditRow {
    let all = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(1000)).await.unwrap();
    let mut now: Vec<_> = all.into_iter().filter(|row| row.at == site.now()).collect();
    assert_eq!(now.len(), 1, "{now:?}");
    let row = now.remove(0);
    assert_eq!((&*row.ip, &*row.user_agent), (IP, AGENT), "{}", row.kind);
    site.wait(1);
    row
}

async fn every_event_says_who_and_from_where(engine: Engine) {
    let (site, api) = site(engine).await;
    let mut told = Vec::new();
    let made = post(&api, "users/", &json!({ "email": ADA, "password": PASSWORD })).await.json();
    let id = made["id"].as_str().unwrap().to_owned();
    let mut note = async |kind: &str, outcome: &str, whose: bool| {
        let row = event(&site).await;
        assert_eq!((&*row.kind, &*row.outcome), (kind, outcome));
        assert_eq!(row.person_id.as_deref(), whose.then_some(&*id), "{kind}");
        told.push(row.kind);
    };
    note("registration", "ok", true).await;
    post(&api, "users/resend_activation/", &json!({ "email": ADA })).await;
    note("activation_mail", "ok", false).await;
    let mail = site.mailbox(ADA).newest("activation").await;
    post(&api, "users/activation/", &shown(&mail, &json!({}))).await.expect(StatusCode::NO_CONTENT);
    note("activation", "ok", true).await;
    post(&api, "jwt/create/", &json!({ "email": ADA, "password": OTHER })).await;
    note("sign_in", "refused", true).await;
    post(&api, "jwt/create/", &json!({ "email": NOBODY, "password": OTHER })).await;
    note("sign_in", "refused", false).await;
    let pair = post(&api, "jwt/create/", &json!({ "email": ADA, "password": PASSWORD })).await.ok().json();
    note("sign_in", "ok", true).await;
    let signed_in = api.header("authorization", format!("Bearer {}", pair["access"].as_str().unwrap()));
    for (path, mut body, kind) in [
        ("users/set_password/", json!({ "new_password": OTHER }), "password_change"),
        ("users/set_email/", json!({ "new_email": GRACE }), "address_change_mail"),
        ("users/set_username/", json!({ "new_username": "ada" }), "profile_change"),
    ] {
        body["current_password"] = json!(THIRD);
        post(&signed_in, path, &body).await.expect(StatusCode::BAD_REQUEST);
        note("reauthentication", "refused", true).await;
        body["current_password"] = json!(if kind == "password_change" { PASSWORD } else { OTHER });
        post(&signed_in, path, &body).await.expect(StatusCode::NO_CONTENT);
        note(kind, "ok", true).await;
    }
    let mail = site.mailbox(GRACE).newest("email_change").await;
    post(&api, "users/set_email_confirm/", &shown(&mail, &json!({}))).await.expect(StatusCode::NO_CONTENT);
    note("address_change", "ok", true).await;
    post(&signed_in, "sessions/end_all/", &json!({ "keep_current": true })).await.ok();
    note("signed_out_everywhere", "ok", true).await;
    post(&signed_in, "users/mail_code/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    note("code_mail", "ok", true).await;
    let mail = site.mailbox(ADA).newest("email_change_notice").await;
    post(&api, "users/set_email_undo/", &shown(&mail, &json!({}))).await.expect(StatusCode::NO_CONTENT);
    note("address_restored", "ok", true).await;
    post(&api, "users/reset_username/", &json!({ "email": ADA })).await;
    note("username_mail", "ok", true).await;
    post(&api, "users/reset_password/", &json!({ "email": ADA })).await;
    note("password_reset_mail", "ok", true).await;
    let mail = site.mailbox(ADA).newest("password_reset").await;
    post(&api, "users/reset_password_confirm/", &shown(&mail, &json!({ "new_password": THIRD }))).await;
    note("password_change", "ok", true).await;
    let pair = post(&api, "jwt/create/", &json!({ "email": ADA, "password": THIRD })).await.ok().json();
    note("sign_in", "ok", true).await;
    let signed_in = api.header("authorization", format!("Bearer {}", pair["access"].as_str().unwrap()));
    let body = ("application/json", json!({ "current_password": THIRD }).to_string());
    let gone = signed_in.call(Method::DELETE, "/api/auth/users/me/", Some(body)).await;
    gone.expect(StatusCode::NO_CONTENT);
    note("account_deleted", "ok", true).await;
    assert_eq!(told.len(), 21);
}

async fn what_anybody_can_cause_is_written_down_so_often_and_no_more(engine: Engine) {
    let settings =
        [("server.trusted_proxies", "127.0.0.1"), ("limits.enabled", "true"), ("limits.failed_sign_ins_per_ip", "1/m")];
    let site = Site::with(engine, &settings).await;
    let api = site.api("").header("x-forwarded-for", IP).header("user-agent", AGENT);
    let wrong_code = json!({ "email": ADA, "code": "BCDF-GHJK", "new_password": OTHER });
    post(&api, "users/reset_password_confirm/", &wrong_code).await.expect(StatusCode::BAD_REQUEST);
    let row = event(&site).await;
    assert_eq!((&*row.kind, &*row.outcome), ("reset", "refused"), "a wrong code");

    let wrong = json!({ "email": ADA, "password": OTHER });
    post(&api, "jwt/create/", &wrong).await.expect(StatusCode::UNAUTHORIZED);
    event(&site).await;
    post(&api, "jwt/create/", &wrong).await.expect(StatusCode::TOO_MANY_REQUESTS);
    let row = event(&site).await;
    assert_eq!((&*row.kind, &*row.outcome, &*row.detail), ("sign_in", "refused", "too often"));
    for _ in 0..70 {
        post(&api, "jwt/create/", &wrong).await.expect(StatusCode::TOO_MANY_REQUESTS);
    }
    let refused = site.database.count("audit_events where detail = 'too often'").await;
    assert!((59..=60).contains(&refused), "{refused} in a minute");
    post(&api, "users/reset_password_confirm/", &wrong_code).await.expect(StatusCode::BAD_REQUEST);
    let shown = site.database.count("audit_events where kind = 'reset'").await;
    assert_eq!(shown, 2, "a crowd at one door hides nobody at another");
}

async fn no_event_holds_a_secret(engine: Engine) {
    let (site, api) = site(engine).await;
    post(&api, "users/", &json!({ "email": ADA, "password": PASSWORD })).await;
    let mail = site.mailbox(ADA).newest("activation").await;
    post(&api, "jwt/create/", &json!({ "email": ADA, "password": OTHER })).await;
    post(&api, "users/activation/", &shown(&mail, &json!({}))).await;
    let pair = post(&api, "jwt/create/", &json!({ "email": ADA, "password": PASSWORD })).await.ok().json();
    let everything = site.database.everything().await;
    let (_, token) = mail.uid_and_token();
    let code = mail.code();
    for secret in [PASSWORD, OTHER, &token, &code, pair["refresh"].as_str().unwrap(), pair["access"].as_str().unwrap()]
    {
        let held = everything.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!held, "{secret} is kept as it is");
    }
}
