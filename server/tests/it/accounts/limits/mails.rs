//! How much mail a mailbox gets: whoever asks for it is not told, and keeps nobody from their own.

use axum::http::StatusCode;
use serde_json::json;

use super::proxied;
use crate::{
    accounts::client::{ADA, NOBODY, OTHER, PASSWORD, activate, join, post, reset, sign_in},
    support::{Engine, Site, on_both_engines},
};

on_both_engines! {
    a_mailbox_gets_so_many_and_whoever_asks_is_not_told,
    the_last_link_that_came_goes_on_to_count,
    other_mail_keeps_nobody_from_a_new_password,
}

const FAST: (&str, &str) = ("limits.mails_per_ip", "1000/m");
const REGISTERING: (&str, &str) = ("limits.registrations_per_ip", "1000/m");

async fn ask(site: &Site, path: &str, email: &str) -> crate::support::Answer {
    post(site, path, &json!({ "email": email, "password": OTHER })).await
}

async fn a_mailbox_gets_so_many_and_whoever_asks_is_not_told(engine: Engine) {
    let site = proxied(engine, &[FAST, REGISTERING]).await;
    join(&site, ADA, PASSWORD).await;
    for email in [ADA, NOBODY] {
        for path in ["users/reset_password/", "users/resend_activation/", "users/reset_username/", "users/"] {
            let first = ask(&site, path, email).await;
            for _ in 0..12 {
                let again = ask(&site, path, &email.to_uppercase()).await;
                let same = again.status == first.status && again.text().len() == first.text().len();
                assert!(same, "{path} {email}: {} {}", again.status, again.text());
            }
        }
        let many = site.mailbox(email).all().await.len();
        assert!(many <= 12, "{many} mails to {email}");
    }
    let before = site.mailbox(ADA).all().await.len();
    site.wait(15 * 60);
    ask(&site, "users/reset_password/", ADA).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.mailbox(ADA).all().await.len(), before + 1);
}

async fn the_last_link_that_came_goes_on_to_count(engine: Engine) {
    let site = proxied(engine, &[FAST, REGISTERING]).await;
    join(&site, ADA, PASSWORD).await;
    for _ in 0..9 {
        site.wait(1);
        ask(&site, "users/reset_password/", ADA).await.expect(StatusCode::NO_CONTENT);
    }
    assert_eq!(site.mailbox(ADA).count("password_reset").await, 5);
    let mail = site.mailbox(ADA).newest("password_reset").await;
    reset(&site, &mail, OTHER).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, OTHER).await;
    ask(&site, "users/", NOBODY).await.expect(StatusCode::CREATED);
    for _ in 0..9 {
        site.wait(1);
        ask(&site, "users/resend_activation/", NOBODY).await.expect(StatusCode::NO_CONTENT);
    }
    let mail = site.mailbox(NOBODY).newest("activation").await;
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
}

async fn other_mail_keeps_nobody_from_a_new_password(engine: Engine) {
    let site = proxied(engine, &[FAST, REGISTERING]).await;
    join(&site, ADA, PASSWORD).await;
    for _ in 0..30 {
        ask(&site, "users/", ADA).await.expect(StatusCode::CREATED);
        ask(&site, "users/reset_username/", ADA).await.expect(StatusCode::NO_CONTENT);
    }
    ask(&site, "users/reset_password/", ADA).await.expect(StatusCode::NO_CONTENT);
    reset(&site, &site.mailbox(ADA).newest("password_reset").await, OTHER).await.expect(StatusCode::NO_CONTENT);
}
