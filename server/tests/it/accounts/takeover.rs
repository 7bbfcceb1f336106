//! Account pre-hijacking: somebody is there before the owner of an address comes (Sudhodanan and Paverd,
//! 2022). Each of their classes, and what must become of it.

use axum::http::{Method, StatusCode};
use serde_json::json;
use server::upkeep;

use super::client::{
    ADA, Front, NOBODY, OTHER, PASSWORD, THIRD, activate, ask_reset, join, post, register, reset, sign_in, try_sign_in,
};
use crate::support::{Engine, Person, Site, on_both_engines};

/// Accounts are there before anybody has shown that the address is theirs: what the attacker likes best.
const EAGER: [(&str, &str); 1] = [("accounts.require_activation", "false")];

on_both_engines! {
    class_1_a_password_set_before_the_owner_came_by_a_provider_opens_nothing,
    class_2_a_session_from_before_the_reset_is_over,
    class_3_a_provider_bound_before_the_reset_is_parted,
    class_4_a_change_of_address_from_before_the_reset_is_off,
    class_5_an_unreliable_provider_takes_and_reserves_nothing,
    who_has_not_activated_is_gone_in_time,
    of_two_who_wait_for_an_address_nobodys_password_counts,
    a_password_to_choose_can_be_asked_for_again,
    one_person_who_registered_twice_signs_in_with_what_was_typed,
    one_who_registered_alone_signs_in_with_what_was_typed,
    an_account_in_waiting_is_no_account,
}

async fn class_1_a_password_set_before_the_owner_came_by_a_provider_opens_nothing(engine: Engine) {
    for settings in [&[] as &[_], &EAGER] {
        let site = Site::with(engine, settings).await;
        register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
        let owner = site.browser();
        owner.sign_in("okta", &Person::ada()).await;
        let hers = owner.session().await["id"].clone();
        try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
        assert!(site.browser().sign_in_by_password(ADA, PASSWORD).await.session_cookie().is_none());
        if settings.is_empty() {
            activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::FORBIDDEN);
        }
        try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
        let again = site.browser();
        again.sign_in("okta", &Person::ada()).await;
        assert_eq!(again.session().await["id"], hers);
    }
}

async fn class_2_a_session_from_before_the_reset_is_over(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    let attacker = sign_in(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    browser.sign_in_by_password(ADA, PASSWORD).await;
    attacker.me().await.ok();
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    attacker.is_over().await;
    assert!(browser.session().await.is_null());
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    sign_in(&site, ADA, OTHER).await;
}

async fn class_3_a_provider_bound_before_the_reset_is_parted(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    let made = register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED).json();
    let (id, now) = (made["id"].as_str().unwrap(), site.now().millis());
    let trojan = site.browser();
    trojan.sign_in("facebook", &Person::new("trojan", "Mallory", "mallory@evil.example")).await;
    site.database
        .run(&format!("update identities set person_id = '{id}', created_at = {now} where subject = 'trojan'"))
        .await;
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    let owner = sign_in(&site, ADA, OTHER).await;
    assert_eq!(owner.get("/api/auth/methods/").await.ok().json()["providers"], json!([]));
    let back = site.browser();
    back.try_sign_in("facebook", &Person::new("trojan", "Mallory", "mallory@evil.example")).await;
    assert_ne!(back.session().await["id"], made["id"]);
    assert_eq!(site.database.count(&format!("people where id = '{id}' and verified_email = '{ADA}'")).await, 1);
}

async fn class_4_a_change_of_address_from_before_the_reset_is_off(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    let attacker = sign_in(&site, ADA, PASSWORD).await;
    let body = json!({ "new_email": NOBODY, "current_password": PASSWORD });
    attacker.post("users/set_email/", &body).await.expect(StatusCode::NO_CONTENT);
    let trap = site.mailbox(NOBODY).newest("email_change").await;
    let second = ask_reset(&site, ADA).await;
    reset(&site, &second, OTHER).await.expect(StatusCode::NO_CONTENT);
    let (uid, token) = trap.uid_and_token();
    let link = json!({ "uid": uid, "token": token });
    post(&site, "users/set_email_confirm/", &link).await.expect(StatusCode::BAD_REQUEST);
    let code = json!({ "email": NOBODY, "code": trap.code() });
    post(&site, "users/set_email_confirm/", &code).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(sign_in(&site, ADA, OTHER).await.me().await.json()["email"], ADA);
}

async fn class_5_an_unreliable_provider_takes_and_reserves_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let attacker = site.browser();
    attacker.sign_in("facebook", &Person::new("fb-1", "Not Ada", ADA)).await;
    let theirs = Front::bearing(&site, &attacker.access_token().await);
    theirs.post("users/set_password/", &json!({ "new_password": OTHER })).await;
    post(&site, "users/reset_password/", &json!({ "email": ADA })).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.mailbox(ADA).kinds().await, ["no_account"]);
    join(&site, ADA, PASSWORD).await;
    let owner = sign_in(&site, ADA, PASSWORD).await;
    assert_ne!(owner.me().await.json()["id"], theirs.me().await.json()["id"]);
    try_sign_in(&site, ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    let late = site.browser();
    late.try_sign_in("facebook", &Person::new("fb-2", "Not Ada either", ADA)).await;
    assert!(late.session().await.is_null(), "nor is it joined to the account that is there");
}

async fn who_has_not_activated_is_gone_in_time(engine: Engine) {
    let site = Site::on(engine).await;
    let body = json!({ "email": ADA, "username": "ada", "password": PASSWORD });
    post(&site, "users/", &body).await.expect(StatusCode::CREATED);
    try_sign_in(&site, "nobody", PASSWORD).await;
    site.wait(24 * 60 * 60 - 1);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("registrations").await, 1, "it can be activated still");
    site.wait(60 * 60 + 2);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    for table in ["registrations", "mail_tokens", "throttles"] {
        assert_eq!(site.database.count(table).await, 0, "{table}");
    }
    join(&site, "other@example.com", PASSWORD).await;
    sign_in(&site, "other@example.com", PASSWORD).await;
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!([site.database.count("people").await, site.database.count("devices").await], [1, 1]);
    site.wait(401 * 24 * 60 * 60);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!([site.database.count("people").await, site.database.count("devices").await], [1, 0]);
}

/// The owner cannot tell whose registration a mail is about.
async fn of_two_who_wait_for_an_address_nobodys_password_counts(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    let owners = site.mailbox(ADA).newest("activation").await;
    site.wait(1);
    register(&site, ADA, OTHER).await.expect(StatusCode::CREATED);
    let attackers = site.mailbox(ADA).newest("activation").await;
    activate(&site, &attackers).await.expect(StatusCode::NO_CONTENT);
    for password in [PASSWORD, OTHER] {
        try_sign_in(&site, ADA, password).await.expect(StatusCode::UNAUTHORIZED);
    }
    assert_ne!(activate(&site, &owners).await.status, StatusCode::NO_CONTENT);

    let choose = site.mailbox(ADA).newest("choose_password").await;
    reset(&site, &choose, THIRD).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, THIRD).await;
}

/// The mail may be lost: the way of a forgotten password is open to whoever has no other.
async fn a_password_to_choose_can_be_asked_for_again(engine: Engine) {
    let site = Site::on(engine).await;
    for password in [PASSWORD, OTHER] {
        register(&site, ADA, password).await.expect(StatusCode::CREATED);
        site.wait(1);
    }
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    reset(&site, &ask_reset(&site, ADA).await, THIRD).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, THIRD).await;
}

async fn one_person_who_registered_twice_signs_in_with_what_was_typed(engine: Engine) {
    let site = Site::on(engine).await;
    for _ in 0..3 {
        register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
        site.wait(1);
    }
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn one_who_registered_alone_signs_in_with_what_was_typed(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    site.wait(26 * 60 * 60);
    register(&site, ADA, OTHER).await.expect(StatusCode::CREATED);
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, OTHER).await;
}

async fn an_account_in_waiting_is_no_account(engine: Engine) {
    let site = Site::on(engine).await;
    let made = register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED).json();
    let staff = super::people::staff(&site, "staff@example.com").await;
    let path = format!("users/{}/", made["id"].as_str().unwrap());
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let body = json!({ "current_password": PASSWORD });
        staff.call(method, &path, &body).await.expect(StatusCode::NOT_FOUND);
    }
    let member = super::client::member(&site, NOBODY, THIRD).await;
    let body = json!({ "new_email": ADA, "current_password": THIRD });
    member.post("users/set_email/", &body).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.mailbox(ADA).kinds().await, ["activation", "email_change"], "the address is not taken");
}
