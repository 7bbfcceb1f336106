//! How long a limit stops, and what ends it before.

use axum::http::StatusCode;

use super::{proxied, try_from, wait};
use crate::{
    accounts::client::{ADA, GRACE, OTHER, PASSWORD, ask_reset, join, reset},
    support::{Engine, on_both_engines},
};

on_both_engines! {
    the_time_to_wait_is_the_time_to_wait,
    the_longest_of_the_limits_is_what_is_told,
    the_right_password_is_no_better_than_a_wrong_one_while_locked,
    the_right_password_gives_the_account_its_tries_back,
    a_reset_gives_the_account_its_tries_back,
}

async fn the_time_to_wait_is_the_time_to_wait(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    for host in 1..=5 {
        try_from(&site, &format!("192.0.2.{host}"), ADA, OTHER).await;
        site.wait(7);
    }
    let seconds = wait(&try_from(&site, "192.0.2.6", ADA, PASSWORD).await);
    site.wait(seconds - 1);
    assert_eq!(wait(&try_from(&site, "192.0.2.7", ADA, PASSWORD).await), 1);
    site.wait(1);
    try_from(&site, "192.0.2.8", ADA, PASSWORD).await.ok();
}

async fn the_longest_of_the_limits_is_what_is_told(engine: Engine) {
    let rates = [("limits.failed_sign_ins_per_account", "2/m,3/h"), ("limits.failed_sign_ins_per_ip", "1/m")];
    let site = proxied(engine, &rates).await;
    join(&site, ADA, PASSWORD).await;
    for (passes, ip) in [(0, "192.0.2.1"), (30, "192.0.2.2"), (30, "192.0.2.1")] {
        site.wait(passes);
        try_from(&site, ip, ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    let seconds = wait(&try_from(&site, "192.0.2.1", ADA, PASSWORD).await);
    assert_eq!(seconds, 1140, "not the minute of the address it comes from");
    site.wait(seconds - 1);
    wait(&try_from(&site, "192.0.2.2", ADA, PASSWORD).await);
    site.wait(1);
    try_from(&site, "192.0.2.1", ADA, PASSWORD).await.ok();
}

async fn the_right_password_is_no_better_than_a_wrong_one_while_locked(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    for host in 1..=5 {
        try_from(&site, &format!("192.0.2.{host}"), ADA, OTHER).await;
    }
    let (right, wrong) =
        (try_from(&site, "192.0.2.6", ADA, PASSWORD).await, try_from(&site, "192.0.2.7", ADA, OTHER).await);
    assert_eq!((right.status, right.text()), (wrong.status, wrong.text()));
    assert_eq!(wait(&right), wait(&wrong));
}

async fn the_right_password_gives_the_account_its_tries_back(engine: Engine) {
    let site = proxied(engine, &[("limits.failed_sign_ins_per_ip", "6/m")]).await;
    join(&site, ADA, PASSWORD).await;
    join(&site, GRACE, PASSWORD).await;
    for _ in 0..4 {
        try_from(&site, "192.0.2.1", ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    for _ in 0..9 {
        try_from(&site, "192.0.2.1", ADA, PASSWORD).await.ok();
        try_from(&site, "192.0.2.1", GRACE, PASSWORD).await.ok();
    }
    for _ in 0..2 {
        try_from(&site, "192.0.2.1", ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(&site, "192.0.2.1", ADA, OTHER).await);
    for host in 2..=4 {
        try_from(&site, &format!("192.0.2.{host}"), ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(&site, "192.0.2.5", ADA, OTHER).await);
}

async fn a_reset_gives_the_account_its_tries_back(engine: Engine) {
    let site = proxied(engine, &[]).await;
    join(&site, ADA, PASSWORD).await;
    for host in 1..=6 {
        try_from(&site, &format!("192.0.2.{host}"), ADA, OTHER).await;
    }
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    try_from(&site, "192.0.2.7", ADA, OTHER).await.ok();
}
