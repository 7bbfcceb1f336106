//! Whom a limit stops: by address and by account, wherever and however it is tried.

use axum::http::StatusCode;
use serde_json::json;

use super::{post_from, proxied, try_from, wait};
use crate::{
    accounts::client::{ADA, Front, GRACE, NOBODY, OTHER, PASSWORD, activate, join},
    support::{Engine, at_once, on_both_engines},
};

on_both_engines! {
    sign_ins_are_counted_by_address,
    failures_are_counted_by_account_wherever_they_come_from,
    however_a_login_is_spelled_it_is_one,
    a_lock_does_not_tell_which_name_and_address_belong_together,
    a_hundred_tries_at_once_are_no_more_than_their_number,
    counters_hold_across_replicas_and_restarts,
    registrations_codes_and_changes_are_counted,
}

async fn sign_ins_are_counted_by_address(engine: Engine) {
    let site = proxied(engine, &[("limits.sign_ins_per_ip", "4/m")]).await;
    join(&site, ADA, PASSWORD).await;
    for _ in 0..4 {
        try_from(&site, "192.0.2.1", ADA, PASSWORD).await.ok();
    }
    wait(&try_from(&site, "192.0.2.1", ADA, PASSWORD).await);
    wait(&try_from(&site, "192.0.2.1", NOBODY, PASSWORD).await);
    try_from(&site, "192.0.2.2", ADA, PASSWORD).await.ok();
    let page = site.browser();
    for _ in 0..4 {
        page.sign_in_by_password(ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    let refused = page.sign_in_by_password(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().is_ok(), "the page counts as the API does");
}

async fn failures_are_counted_by_account_wherever_they_come_from(engine: Engine) {
    for address in [ADA, NOBODY] {
        let site = proxied(engine, &[]).await;
        join(&site, ADA, PASSWORD).await;
        for host in 1..=5 {
            let answer = try_from(&site, &format!("192.0.2.{host}"), address, OTHER).await;
            answer.expect(StatusCode::UNAUTHORIZED);
        }
        assert_eq!(wait(&try_from(&site, "192.0.2.6", address, OTHER).await), 60, "{address}");
        try_from(&site, "192.0.2.7", GRACE, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
}

async fn however_a_login_is_spelled_it_is_one(engine: Engine) {
    let site = proxied(engine, &[("accounts.login", "either")]).await;
    let body = json!({ "email": ADA, "username": "Countess", "password": PASSWORD });
    post_from(&site, "192.0.2.99", "users/", &body).await.expect(StatusCode::CREATED);
    activate(&site, &site.mailbox(ADA).newest("activation").await).await;
    let address =
        [ADA, " ADA.lovelace@EXAMPLE.com ", "Ada.Lovelace@example.com\u{a0}", "\u{ff21}da.lovelace@example.com"];
    let name = ["countess", "COUNTESS\u{a0}", "\u{ff23}ountess", " Countess"];
    for spellings in [address, name] {
        for (host, login) in spellings.iter().chain(&spellings[..1]).enumerate() {
            let answer = try_from(&site, &format!("192.0.2.{host}"), login, OTHER).await;
            answer.expect(StatusCode::UNAUTHORIZED);
        }
        for (host, login) in spellings.into_iter().enumerate() {
            wait(&try_from(&site, &format!("198.51.100.{host}"), login, PASSWORD).await);
        }
    }
}

async fn a_lock_does_not_tell_which_name_and_address_belong_together(engine: Engine) {
    let site = proxied(engine, &[("accounts.login", "either")]).await;
    let body = json!({ "email": ADA, "username": "Countess", "password": PASSWORD });
    post_from(&site, "192.0.2.99", "users/", &body).await.expect(StatusCode::CREATED);
    activate(&site, &site.mailbox(ADA).newest("activation").await).await;
    for host in 1..=6 {
        try_from(&site, &format!("192.0.2.{host}"), "countess", OTHER).await;
    }
    for address in [ADA, NOBODY] {
        try_from(&site, "192.0.2.7", address, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
}

async fn a_hundred_tries_at_once_are_no_more_than_their_number(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    let api = site.api("");
    let answers = at_once(100, |number| {
        let api = api.header("x-forwarded-for", format!("192.0.2.{number}"));
        let body = json!({ "email": ADA, "password": format!("{OTHER} {number}") });
        async move { api.post("/api/auth/jwt/create/", &body).await.status }
    })
    .await;
    let tried = answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count();
    let locked = answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((tried, locked), (5, 95), "{answers:?}");
}

async fn counters_hold_across_replicas_and_restarts(engine: Engine) {
    let first = proxied(engine, &[]).await;
    join(&first, ADA, PASSWORD).await;
    let second = first.replica().await;
    for (number, site) in [&first, &second, &first, &second, &first].into_iter().enumerate() {
        let answer = try_from(site, &format!("192.0.2.{number}"), ADA, OTHER).await;
        answer.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(&second, "192.0.2.6", ADA, PASSWORD).await);
    drop(second);
    let again = first.replica().await;
    wait(&try_from(&again, "192.0.2.7", ADA, PASSWORD).await);
}

async fn registrations_codes_and_changes_are_counted(engine: Engine) {
    let rates = [
        ("limits.registrations_per_ip", "2/m"),
        ("limits.confirmations_per_ip", "2/m"),
        ("limits.mails_per_ip", "2/m"),
        ("limits.changes_per_person", "2/m"),
    ];
    let site = proxied(engine, &rates).await;
    join(&site, ADA, PASSWORD).await;
    let front = Front::of(&site, &try_from(&site, "192.0.2.1", ADA, PASSWORD).await);
    let code = json!({ "email": ADA, "code": "BBBB-BBBB", "new_password": OTHER });
    for (path, body) in [
        ("users/", json!({ "email": NOBODY, "password": PASSWORD })),
        ("users/activation/", code.clone()),
        ("users/reset_password/", json!({ "email": NOBODY })),
    ] {
        for _ in 0..2 {
            let answer = post_from(&site, "192.0.2.50", path, &body).await;
            assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        assert_eq!(wait(&post_from(&site, "192.0.2.50", path, &body).await), 30, "{path}");
        assert_ne!(post_from(&site, "192.0.2.51", path, &body).await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    for path in ["users/reset_password_confirm/", "users/set_email_confirm/"] {
        wait(&post_from(&site, "192.0.2.50", path, &code).await);
    }
    for path in ["users/resend_activation/", "users/reset_username/"] {
        wait(&post_from(&site, "192.0.2.50", path, &json!({ "email": NOBODY })).await);
    }
    let wrong = json!({ "new_password": PASSWORD, "current_password": OTHER });
    for _ in 0..2 {
        front.post("users/set_password/", &wrong).await.expect(StatusCode::BAD_REQUEST);
    }
    let right = json!({ "new_password": OTHER, "current_password": PASSWORD });
    wait(&front.post("users/set_password/", &right).await);
    wait(&front.post("users/set_email/", &json!({ "new_email": GRACE, "current_password": PASSWORD })).await);
}
