//! `DELETE users/me/`: an account goes with everything that belongs to it, when its owner says so.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::client::{ADA, Front, GRACE, OTHER, PASSWORD, ask_reset, join, member, sign_in, try_sign_in};
use crate::support::{Engine, Person, Site, claims, on_both_engines};

on_both_engines! {
    deleting_takes_the_password,
    nothing_is_left_of_an_account,
    a_person_of_a_provider_deletes_after_a_fresh_sign_in,
    a_person_of_a_provider_deletes_by_a_mailed_code,
    a_code_is_good_for_its_own_person,
    staff_deletes_others_with_a_password_of_their_own,
    others_delete_nobody,
}

async fn delete(front: &Front, path: &str, body: &serde_json::Value) -> crate::support::Answer {
    front.call(Method::DELETE, path, body).await
}

async fn deleting_takes_the_password(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let missing = delete(&front, "users/me/", &json!({})).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(missing, json!({ "current_password": ["This field is required."] }));
    let wrong = delete(&front, "users/me/", &json!({ "current_password": OTHER })).await;
    assert_eq!(wrong.expect(StatusCode::BAD_REQUEST).json(), json!({ "current_password": ["Invalid password."] }));
    front.me().await.ok();
    let body = json!({ "current_password": PASSWORD });
    let gone = delete(&front, "users/me/", &body).await.expect(StatusCode::NO_CONTENT);
    assert!(gone.body.is_empty());
    front.is_over().await;
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.mailbox(ADA).count("account_deleted").await, 1);
    join(&site, ADA, OTHER).await;
}

async fn nothing_is_left_of_an_account(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let front = Front::bearing(&site, &browser.access_token().await);
    let id = claims(&front.access)["sub"].as_str().unwrap().to_owned();
    front.post("users/set_password/", &json!({ "new_password": PASSWORD })).await.expect(StatusCode::NO_CONTENT);
    let front = sign_in(&site, ADA, PASSWORD).await;
    let body = json!({ "new_email": GRACE, "current_password": PASSWORD });
    front.post("users/set_email/", &body).await.expect(StatusCode::NO_CONTENT);
    ask_reset(&site, ADA).await;
    let now = site.now().millis();
    site.database
        .run(&format!(
            "insert into mail_tokens (id, purpose, subject, address, secret_hash, code_tries, created_at, expires_at, \
             used_at) values ('used', 'reset', '{id}', '{ADA}', 'hash', 0, {now}, {now}, {now})"
        ))
        .await;
    let members = async || {
        let mut left = Vec::new();
        for rows in ["identities", "families", "devices"] {
            left.push(site.database.count(&format!("{rows} where person_id = '{id}'")).await);
        }
        left.push(site.database.count(&format!("mail_tokens where subject = '{id}'")).await);
        left.push(site.database.count(&format!("people where id = '{id}'")).await);
        left
    };
    assert_eq!(members().await, [1, 2, 2, 4, 1]);
    let body = json!({ "current_password": PASSWORD });
    delete(&front, "users/me/", &body).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(members().await, [0; 5]);
    assert!(browser.session().await.is_null());
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
    let front = member(&site, GRACE, PASSWORD).await;
    delete(&front, "users/me/", &body).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.database.count("registrations").await, 0, "nor of how it came to be");
}

async fn a_person_of_a_provider_deletes_after_a_fresh_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("google", &Person::grace()).await;
    site.wait(301);
    let front = Front::bearing(&site, &browser.access_token().await);
    let told = delete(&front, "users/me/", &json!({})).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json()["code"], "proof_needed");
    assert!(told.header("www-authenticate").contains("insufficient_user_authentication"));
    browser.sign_in("google", &Person::grace()).await;
    let front = Front::bearing(&site, &browser.access_token().await);
    delete(&front, "users/me/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    assert!(browser.session().await.is_null());
    assert_eq!(site.database.count("people").await, 0);
    assert_eq!(site.mailbox(GRACE).count("account_deleted").await, 1);
}

async fn a_person_of_a_provider_deletes_by_a_mailed_code(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("google", &Person::grace()).await;
    site.wait(301);
    let front = Front::bearing(&site, &browser.access_token().await);
    front.post("users/mail_code/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    let code = site.mailbox(GRACE).newest("deletion_code").await.code();
    for _ in 0..4 {
        delete(&front, "users/me/", &json!({ "code": "BBBB-BBBB" })).await.expect(StatusCode::BAD_REQUEST);
    }
    delete(&front, "users/me/", &json!({ "code": code })).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.database.count("people").await, 0);
}

async fn a_code_is_good_for_its_own_person(engine: Engine) {
    let site = Site::on(engine).await;
    let (ada, grace) = (site.browser(), site.browser());
    ada.sign_in("okta", &Person::ada()).await;
    grace.sign_in("google", &Person::grace()).await;
    site.wait(301);
    let hers = Front::bearing(&site, &grace.access_token().await);
    hers.post("users/mail_code/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    let code = site.mailbox(GRACE).newest("deletion_code").await.code();
    let front = Front::bearing(&site, &ada.access_token().await);
    delete(&front, "users/me/", &json!({ "code": code })).await.expect(StatusCode::BAD_REQUEST);
    site.wait(10 * 60);
    let hers = Front::bearing(&site, &grace.access_token().await);
    delete(&hers, "users/me/", &json!({ "code": code })).await.expect(StatusCode::BAD_REQUEST);
    let with_password = member(&site, "third@example.com", PASSWORD).await;
    with_password.post("users/mail_code/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    let code = site.mailbox("third@example.com").newest("deletion_code").await.code();
    delete(&with_password, "users/me/", &json!({ "code": code })).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(site.database.count("people").await, 3);
}

async fn staff_deletes_others_with_a_password_of_their_own(engine: Engine) {
    let site = Site::on(engine).await;
    let grace = member(&site, GRACE, OTHER).await;
    let id = claims(&grace.access)["sub"].as_str().unwrap().to_owned();
    let staff = super::people::staff(&site, ADA).await;
    let path = format!("users/{id}/");
    delete(&staff, &path, &json!({ "current_password": OTHER })).await.expect(StatusCode::BAD_REQUEST);
    grace.me().await.ok();
    delete(&staff, &path, &json!({ "current_password": PASSWORD })).await.expect(StatusCode::NO_CONTENT);
    grace.is_over().await;
    assert_eq!(site.mailbox(GRACE).count("account_deleted").await, 1);
    let event = format!("audit_events where kind = 'account_deleted' and person_id = '{id}' and actor_id <> person_id");
    assert_eq!(site.database.count(&event).await, 1);
    staff.me().await.ok();
}

async fn others_delete_nobody(engine: Engine) {
    let site = Site::on(engine).await;
    let grace = member(&site, GRACE, OTHER).await;
    let id = claims(&grace.access)["sub"].as_str().unwrap().to_owned();
    let ada = member(&site, ADA, PASSWORD).await;
    let body = json!({ "current_password": PASSWORD });
    let told = delete(&ada, &format!("users/{id}/"), &body).await.expect(StatusCode::FORBIDDEN);
    assert_eq!(told.json(), json!({ "detail": "You do not have permission to perform this action." }));
    grace.me().await.ok();
    site.api("").call(Method::DELETE, &format!("/api/auth/users/{id}/"), None).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("people").await, 2);
}
