//! Everything at the same moment: nobody meets a fault of ours, and what was ended stays ended.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::{ADA, GRACE, OTHER, PASSWORD, THIRD, ask_reset, join, member, sign_in, try_sign_in};
use crate::support::{Engine, Site, at_once, on_both_engines};

on_both_engines! {
    all_that_is_asked_for_an_address_at_once_is_answered,
    a_sign_in_that_meets_a_deletion_leaves_nothing,
    a_refresh_that_meets_a_reset_does_not_outlive_it,
    two_resets_and_a_change_at_once_leave_one_password,
    two_that_take_one_address_at_once_leave_it_to_one,
}

/// Rates that nobody reaches: each is counted all the same.
const COUNTED: [(&str, &str); 9] = [
    ("limits.enabled", "true"),
    ("limits.sign_ins_per_ip", "9999/m"),
    ("limits.failed_sign_ins_per_ip", "9999/m"),
    ("limits.failed_sign_ins_per_account", "9999/m"),
    ("limits.registrations_per_ip", "9999/m"),
    ("limits.mails_per_ip", "9999/m"),
    ("limits.mails_per_mailbox", "9999/m"),
    ("limits.confirmations_per_ip", "9999/m"),
    ("limits.changes_per_person", "9999/m"),
];

/// What comes of those requests at the same moment, each by a token or by nobody.
async fn all_at_once(site: &Site, requests: Vec<(Method, &'static str, String, Value)>) -> Vec<(String, StatusCode)> {
    at_once(requests.len(), |number| {
        let (method, path, token, body) = requests[number].clone();
        let api = site.api(&token);
        async move {
            let body = ("application/json", body.to_string());
            let answer = api.call(method, &format!("/api/auth/{path}"), Some(body)).await;
            (path.to_owned(), answer.status)
        }
    })
    .await
}

#[track_caller]
fn assert_no_fault(answers: &[(String, StatusCode)]) {
    assert!(answers.iter().all(|(_, status)| !status.is_server_error()), "{answers:?}");
}

async fn all_that_is_asked_for_an_address_at_once_is_answered(engine: Engine) {
    let site = Site::with(engine, &COUNTED).await;
    let front = member(&site, ADA, PASSWORD).await;
    let mut requests = Vec::new();
    for number in 0..4 {
        let right = json!({ "email": ADA, "password": PASSWORD });
        let change = json!({ "new_email": format!("new{number}@example.com"), "current_password": PASSWORD });
        for (path, token, body) in [
            ("jwt/create/", String::new(), right.clone()),
            ("jwt/create/", String::new(), json!({ "email": ADA, "password": OTHER })),
            ("users/", String::new(), right.clone()),
            ("users/reset_password/", String::new(), right.clone()),
            ("users/resend_activation/", String::new(), right.clone()),
            ("users/reset_username/", String::new(), right),
            ("users/set_email/", front.access.clone(), change),
        ] {
            requests.push((Method::POST, path, token, body));
        }
    }
    assert_no_fault(&all_at_once(&site, requests).await);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn a_sign_in_that_meets_a_deletion_leaves_nothing(engine: Engine) {
    let site = Site::with(engine, &COUNTED).await;
    let front = member(&site, ADA, PASSWORD).await;
    let mut requests =
        vec![(Method::DELETE, "users/me/", front.access.clone(), json!({ "current_password": PASSWORD }))];
    for _ in 0..8 {
        let body = json!({ "email": ADA, "password": PASSWORD });
        requests.push((Method::POST, "jwt/create/", String::new(), body.clone()));
        requests.push((Method::POST, "users/reset_password/", String::new(), body));
        requests.push((Method::POST, "jwt/refresh/", String::new(), json!({ "refresh": front.refresh })));
    }
    let answers = all_at_once(&site, requests).await;
    assert_no_fault(&answers);
    assert!(answers.contains(&("users/me/".to_owned(), StatusCode::NO_CONTENT)), "{answers:?}");
    for table in ["people", "families", "devices"] {
        assert_eq!(site.database.count(table).await, 0, "{table}");
    }
}

async fn a_refresh_that_meets_a_reset_does_not_outlive_it(engine: Engine) {
    let site = Site::with(engine, &COUNTED).await;
    let front = member(&site, ADA, PASSWORD).await;
    let (uid, token) = ask_reset(&site, ADA).await.uid_and_token();
    let reset = json!({ "uid": uid, "token": token, "new_password": OTHER });
    let mut requests = vec![(Method::POST, "users/reset_password_confirm/", String::new(), reset)];
    for _ in 0..12 {
        requests.push((Method::POST, "jwt/refresh/", String::new(), json!({ "refresh": front.refresh })));
    }
    assert_no_fault(&all_at_once(&site, requests).await);
    assert_eq!(site.database.count("families where revoked_at is null").await, 0);
    front.is_over().await;
}

async fn two_resets_and_a_change_at_once_leave_one_password(engine: Engine) {
    let site = Site::with(engine, &COUNTED).await;
    let front = member(&site, ADA, PASSWORD).await;
    let mail = ask_reset(&site, ADA).await;
    let (uid, token) = mail.uid_and_token();
    let by_link = json!({ "uid": uid, "token": token, "new_password": OTHER });
    let by_code = json!({ "email": ADA, "code": mail.code(), "new_password": THIRD });
    let fourth = "sorrel anvil 31 quince";
    let change = json!({ "new_password": fourth, "current_password": PASSWORD });
    let answers = all_at_once(
        &site,
        vec![
            (Method::POST, "users/reset_password_confirm/", String::new(), by_link),
            (Method::POST, "users/reset_password_confirm/", String::new(), by_code),
            (Method::POST, "users/set_password/", front.access.clone(), change),
        ],
    )
    .await;
    assert_no_fault(&answers);
    let mut fitting = 0;
    for password in [PASSWORD, OTHER, THIRD, fourth] {
        fitting += usize::from(try_sign_in(&site, ADA, password).await.status == StatusCode::OK);
    }
    assert_eq!(fitting, 1, "{answers:?}");
    let is_reset = |(path, status): &(String, StatusCode)| path.contains("reset") && *status == StatusCode::NO_CONTENT;
    let fourth_fits = try_sign_in(&site, ADA, fourth).await.status == StatusCode::OK;
    assert_eq!(fourth_fits, !answers.iter().any(is_reset), "a reset is the last word: {answers:?}");
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
}

async fn two_that_take_one_address_at_once_leave_it_to_one(engine: Engine) {
    let site = Site::with(engine, &COUNTED).await;
    let wanted = "wanted@example.com";
    let mut requests = Vec::new();
    for (email, password) in [(ADA, PASSWORD), (GRACE, OTHER)] {
        let front = member(&site, email, password).await;
        site.wait(1);
        let body = json!({ "new_email": wanted, "current_password": password });
        front.post("users/set_email/", &body).await.expect(StatusCode::NO_CONTENT);
        let (uid, token) = site.mailbox(wanted).newest("email_change").await.uid_and_token();
        requests.push((Method::POST, "users/set_email_confirm/", String::new(), json!({ "uid": uid, "token": token })));
    }
    site.wait(1);
    let waiting = json!({ "email": wanted, "password": THIRD });
    super::client::post(&site, "users/", &waiting).await.expect(StatusCode::CREATED);
    let (uid, token) = site.mailbox(wanted).newest("activation").await.uid_and_token();
    requests.push((Method::POST, "users/activation/", String::new(), json!({ "uid": uid, "token": token })));
    let answers = all_at_once(&site, requests).await;
    assert_no_fault(&answers);
    assert_eq!(answers.iter().filter(|(_, status)| *status == StatusCode::NO_CONTENT).count(), 1, "{answers:?}");
    let held = format!("people where verified_email = '{wanted}'");
    assert_eq!(site.database.count(&held).await, 1);
    join(&site, "last@example.com", PASSWORD).await;
}
