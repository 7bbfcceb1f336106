//! `users/activation/`: from a registration to an account, by its mail alone.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::{
    ADA, GRACE, OTHER, PASSWORD, activate, ask_reset, join, post, register, reset, sign_in, try_sign_in,
};
use crate::support::{Engine, Kind, Mail, Request, Site, at_once, on_both_engines};

const DAY: u64 = 24 * 60 * 60;

on_both_engines! {
    an_activation_counts_once,
    a_wrong_link_is_told_as_djoser_tells_it,
    a_link_is_good_for_its_purpose_alone,
    a_link_lapses_with_its_time,
    a_newer_mail_makes_the_older_link_lapse,
    the_code_does_what_the_link_does,
    five_wrong_codes_spoil_the_code_and_not_the_link,
    looking_at_a_link_uses_nothing_up,
    twenty_clicks_at_once_activate_once,
    without_activation_an_account_is_there_at_once,
    nobody_activates_what_a_provider_has_made_theirs_meanwhile,
}

async fn registered(site: &Site) -> Mail {
    register(site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    site.mailbox(ADA).newest("activation").await
}

async fn by_code(site: &Site, email: &str, code: &str) -> crate::support::Answer {
    post(site, "users/activation/", &json!({ "email": email, "code": code })).await
}

fn stale() -> Value {
    json!({ "detail": "Stale token for given user." })
}

async fn an_activation_counts_once(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    let answer = activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
    assert!(answer.cookies().is_empty() && answer.body.is_empty(), "nobody is signed in by it");
    assert_eq!(activate(&site, &mail).await.expect(StatusCode::FORBIDDEN).json(), stale());
    assert_eq!(site.mailbox(ADA).kinds().await, ["activation", "confirmation"]);
    assert_eq!(site.database.count("people").await, 1);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn a_wrong_link_is_told_as_djoser_tells_it(engine: Engine) {
    let site = Site::on(engine).await;
    let (uid, token) = registered(&site).await.uid_and_token();
    register(&site, GRACE, PASSWORD).await.expect(StatusCode::CREATED);
    let (hers, _) = site.mailbox(GRACE).newest("activation").await.uid_and_token();
    let bad_uid = json!({ "uid": ["Invalid user id or user doesn't exist."] });
    let bad_token = json!({ "token": ["Invalid token for given user."] });
    for (uid, token, told) in [
        ("MQ", &*token, &bad_uid),
        ("%%%", &token, &bad_uid),
        ("AAAA", &token, &bad_uid),
        (&uid, "abc", &bad_token),
        (&uid, &token.to_uppercase(), &bad_token),
        (&hers, &token, &bad_token),
    ] {
        let body = json!({ "uid": uid, "token": token });
        let answer = post(&site, "users/activation/", &body).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json(), *told, "{body}");
    }
    assert_eq!(site.database.count("people").await, 0);
}

async fn a_link_is_good_for_its_purpose_alone(engine: Engine) {
    let site = Site::on(engine).await;
    let activation = registered(&site).await;
    let told = reset(&site, &activation, OTHER).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "token": ["Invalid token for given user."] }));
    for path in ["users/set_email_confirm/", "users/set_email_undo/"] {
        let (uid, token) = activation.uid_and_token();
        post(&site, path, &json!({ "uid": uid, "token": token })).await.expect(StatusCode::BAD_REQUEST);
    }
    let code = json!({ "email": ADA, "code": activation.code(), "new_password": OTHER });
    post(&site, "users/reset_password_confirm/", &code).await.expect(StatusCode::BAD_REQUEST);
    activate(&site, &activation).await.expect(StatusCode::NO_CONTENT);
    let reset_mail = ask_reset(&site, ADA).await;
    activate(&site, &reset_mail).await.expect(StatusCode::BAD_REQUEST);
    by_code(&site, ADA, &reset_mail.code()).await.expect(StatusCode::BAD_REQUEST);
    reset(&site, &reset_mail, OTHER).await.expect(StatusCode::NO_CONTENT);
}

async fn a_link_lapses_with_its_time(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    site.wait(DAY);
    let told = activate(&site, &mail).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "token": ["Invalid token for given user."] }));
    by_code(&site, ADA, &mail.code()).await.expect(StatusCode::BAD_REQUEST);
    let mail = registered(&site).await;
    site.wait(DAY - 1);
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
}

async fn a_newer_mail_makes_the_older_link_lapse(engine: Engine) {
    let site = Site::on(engine).await;
    let older = registered(&site).await;
    site.wait(1);
    post(&site, "users/resend_activation/", &json!({ "email": "ADA.lovelace@example.com" }))
        .await
        .expect(StatusCode::NO_CONTENT);
    let newer = site.mailbox(ADA).newest("activation").await;
    activate(&site, &older).await.expect(StatusCode::BAD_REQUEST);
    by_code(&site, ADA, &older.code()).await.expect(StatusCode::BAD_REQUEST);
    activate(&site, &newer).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn the_code_does_what_the_link_does(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    let typed = mail.code().to_lowercase().replace('-', " ");
    by_code(&site, GRACE, &typed).await.expect(StatusCode::BAD_REQUEST);
    by_code(&site, " Ada.Lovelace@EXAMPLE.com", &typed).await.expect(StatusCode::NO_CONTENT);
    activate(&site, &mail).await.expect(StatusCode::FORBIDDEN);
    by_code(&site, ADA, &typed).await.expect(StatusCode::BAD_REQUEST);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn five_wrong_codes_spoil_the_code_and_not_the_link(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    for _ in 0..5 {
        let told = by_code(&site, ADA, "BBBB-BBBB").await.expect(StatusCode::BAD_REQUEST).json();
        assert_eq!(told, json!({ "code": ["Invalid code."] }));
    }
    by_code(&site, ADA, &mail.code()).await.expect(StatusCode::BAD_REQUEST);
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
}

async fn looking_at_a_link_uses_nothing_up(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    let scanner = site.browser();
    for method in [Method::GET, Method::HEAD, Method::GET] {
        scanner.send(Request::new(method, mail.link(), Kind::Navigation, None)).await;
    }
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let (uid, token) = mail.uid_and_token();
        site.api("").call(method, &format!("/api/auth/users/activation/?uid={uid}&token={token}"), None).await;
    }
    assert_eq!(site.database.count("people").await, 0);
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
}

async fn twenty_clicks_at_once_activate_once(engine: Engine) {
    let site = Site::on(engine).await;
    let (uid, token) = registered(&site).await.uid_and_token();
    let api = site.api("");
    let answers = at_once(20, |_| {
        let (api, body) = (api.clone(), json!({ "uid": uid, "token": token }));
        async move { api.post("/api/auth/users/activation/", &body).await.status }
    })
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::NO_CONTENT).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::FORBIDDEN).count(), 19, "{answers:?}");
    assert_eq!(site.mailbox(ADA).count("confirmation").await, 1);
}

async fn without_activation_an_account_is_there_at_once(engine: Engine) {
    let site = Site::with(engine, &[("accounts.require_activation", "false")]).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    sign_in(&site, ADA, PASSWORD).await;
    assert_eq!(site.mailbox(ADA).kinds().await, ["confirmation"]);
    let told = register(&site, "ADA.lovelace@example.com", OTHER).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "email": ["user with this email already exists."] }));
    let answer = post(&site, "users/resend_activation/", &json!({ "email": ADA })).await;
    assert!(answer.expect(StatusCode::BAD_REQUEST).body.is_empty(), "as djoser without activation mails");
}

async fn nobody_activates_what_a_provider_has_made_theirs_meanwhile(engine: Engine) {
    let site = Site::on(engine).await;
    let mail = registered(&site).await;
    let owner = site.browser();
    owner.sign_in("okta", &crate::support::Person::ada()).await;
    activate(&site, &mail).await.expect(StatusCode::FORBIDDEN);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("people").await, 1);
    join(&site, GRACE, PASSWORD).await;
    owner.refresh().await.ok();
}
