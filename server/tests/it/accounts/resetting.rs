//! `users/reset_password/`: a new password for whoever reads the account's mail.

use axum::http::StatusCode;
use serde_json::json;

use super::client::{ADA, NOBODY, OTHER, PASSWORD, THIRD, ask_reset, join, member, post, reset, sign_in, try_sign_in};
use crate::support::{Answer, Engine, Mail, Site, at_once, on_both_engines};

on_both_engines! {
    a_reset_ends_every_session_and_begins_none,
    nothing_changes_until_the_mail_is_shown,
    a_reset_counts_once,
    twenty_resets_at_once_count_once,
    a_link_lapses_with_its_time_and_with_the_next,
    the_code_of_the_mail_does_as_well,
    a_reset_lets_nobody_in_who_may_not_sign_in,
    a_reset_gives_up_what_was_pending,
    a_mail_goes_to_the_address_that_is_kept,
    a_mail_links_to_the_configured_address,
    a_sign_in_under_way_does_not_outlive_a_reset,
}

async fn by_code(site: &Site, email: &str, code: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "code": code, "new_password": password });
    post(site, "users/reset_password_confirm/", &body).await
}

async fn a_reset_ends_every_session_and_begins_none(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    browser.sign_in_by_password(ADA, PASSWORD).await;
    front.me().await.ok();
    let answer = reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    assert!(answer.cookies().is_empty() && answer.body.is_empty());
    front.is_over().await;
    assert!(browser.session().await.is_null());
    assert_eq!(site.database.count("families where revoked_at is null").await, 0);
    assert_eq!(site.mailbox(ADA).count("password_changed").await, 1);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    sign_in(&site, ADA, OTHER).await;
}

async fn nothing_changes_until_the_mail_is_shown(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    ask_reset(&site, ADA).await;
    front.me().await.ok();
    sign_in(&site, ADA, PASSWORD).await;
}

async fn a_reset_counts_once(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let mail = ask_reset(&site, ADA).await;
    reset(&site, &mail, OTHER).await.expect(StatusCode::NO_CONTENT);
    let told = reset(&site, &mail, THIRD).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "token": ["Invalid token for given user."] }));
    by_code(&site, ADA, &mail.code(), THIRD).await.expect(StatusCode::BAD_REQUEST);
    sign_in(&site, ADA, OTHER).await;
}

async fn twenty_resets_at_once_count_once(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let (uid, token) = ask_reset(&site, ADA).await.uid_and_token();
    let api = site.api("");
    let answers = at_once(20, |number| {
        let api = api.clone();
        let new = format!("{OTHER} {number}");
        let body = json!({ "uid": uid, "token": token, "new_password": new });
        async move { (api.post("/api/auth/users/reset_password_confirm/", &body).await.status, new) }
    })
    .await;
    let won: Vec<_> = answers.iter().filter(|(status, _)| *status == StatusCode::NO_CONTENT).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|(status, _)| !status.is_server_error()), "{answers:?}");
    sign_in(&site, ADA, &won[0].1).await;
}

async fn a_link_lapses_with_its_time_and_with_the_next(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let mail = ask_reset(&site, ADA).await;
    site.wait(60 * 60);
    reset(&site, &mail, OTHER).await.expect(StatusCode::BAD_REQUEST);
    let older = ask_reset(&site, ADA).await;
    site.wait(60 * 60 - 2);
    let newer = ask_reset(&site, ADA).await;
    reset(&site, &older, OTHER).await.expect(StatusCode::BAD_REQUEST);
    reset(&site, &newer, OTHER).await.expect(StatusCode::NO_CONTENT);
}

async fn the_code_of_the_mail_does_as_well(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let mail = ask_reset(&site, ADA).await;
    for _ in 0..5 {
        by_code(&site, ADA, "BBBB-BBBB", OTHER).await.expect(StatusCode::BAD_REQUEST);
    }
    by_code(&site, ADA, &mail.code(), OTHER).await.expect(StatusCode::BAD_REQUEST);
    site.wait(1);
    let mail = ask_reset(&site, ADA).await;
    by_code(&site, NOBODY, &mail.code(), OTHER).await.expect(StatusCode::BAD_REQUEST);
    by_code(&site, ADA, &mail.code(), OTHER).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, OTHER).await;
}

async fn a_reset_lets_nobody_in_who_may_not_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    let mail = ask_reset(&site, ADA).await;
    site.store.write().await.unwrap().accounts().set_active(&id, false).await.unwrap();
    reset(&site, &mail, OTHER).await;
    for password in [PASSWORD, OTHER] {
        try_sign_in(&site, ADA, password).await.expect(StatusCode::UNAUTHORIZED);
        assert!(site.browser().sign_in_by_password(ADA, password).await.session_cookie().is_none());
    }
}

async fn a_reset_gives_up_what_was_pending(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let body = json!({ "new_email": NOBODY, "current_password": PASSWORD });
    front.post("users/set_email/", &body).await.expect(StatusCode::NO_CONTENT);
    let change = site.mailbox(NOBODY).newest("email_change").await;
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    let (uid, token) = change.uid_and_token();
    let confirm = json!({ "uid": uid, "token": token });
    post(&site, "users/set_email_confirm/", &confirm).await.expect(StatusCode::BAD_REQUEST);
    let by_code = json!({ "email": NOBODY, "code": change.code() });
    post(&site, "users/set_email_confirm/", &by_code).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(sign_in(&site, ADA, OTHER).await.me().await.json()["email"], ADA);
}

async fn a_mail_goes_to_the_address_that_is_kept(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, "Mike@example.org", PASSWORD).await;
    for twin in
        ["m\u{131}ke@example.org", "mi\u{212a}e@example.org", "m\u{ef}ke@example.org", "mike@\u{212a}example.org"]
    {
        post(&site, "users/reset_password/", &json!({ "email": twin })).await;
    }
    for mail in site.mailbox("mike@example.org").all().await {
        assert_eq!(mail.to, "Mike@example.org", "{}", mail.kind);
    }
    let twins = "outbox where kind = 'password_reset' and recipient <> 'Mike@example.org'";
    assert_eq!(site.database.count(twins).await, 0);
}

async fn a_mail_links_to_the_configured_address(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let api = site.api("");
    let liar = api.header("x-forwarded-host", "evil.example").header("forwarded", "host=evil.example;proto=https");
    liar.post("/api/auth/users/reset_password/", &json!({ "email": ADA })).await.expect(StatusCode::NO_CONTENT);
    let Mail { text, html, .. } = site.mailbox(ADA).newest("password_reset").await;
    assert!(!text.contains("evil.example") && !html.contains("evil.example"));
    assert_eq!(site.mailbox(ADA).newest("password_reset").await.link().origin(), site.url.origin());
}

/// Sign-ins with the old password race with the reset: whichever came first, none of them is left.
async fn a_sign_in_under_way_does_not_outlive_a_reset(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    for (old, new) in [(PASSWORD, OTHER), (OTHER, THIRD), (THIRD, PASSWORD)] {
        site.wait(1);
        let (uid, token) = ask_reset(&site, ADA).await.uid_and_token();
        let api = site.api("");
        at_once(25, |number| {
            let (api, link) = (api.clone(), json!({ "uid": uid, "token": token, "new_password": new }));
            async move {
                if number == 12 {
                    api.post("/api/auth/users/reset_password_confirm/", &link).await.expect(StatusCode::NO_CONTENT);
                } else {
                    api.post("/api/auth/jwt/create/", &json!({ "email": ADA, "password": old })).await;
                }
            }
        })
        .await;
        assert_eq!(site.database.count("families where revoked_at is null").await, 0);
    }
}
