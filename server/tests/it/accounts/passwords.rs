//! `users/set_password/`: a password is changed by whoever knows it, or sets the first one.

use axum::http::StatusCode;
use serde_json::json;

use super::client::{ADA, Front, GRACE, OTHER, PASSWORD, THIRD, ask_reset, join, member, reset, sign_in, try_sign_in};
use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    a_change_takes_the_current_password,
    a_change_ends_every_other_session_at_once,
    a_change_is_told_by_mail_and_older_links_lapse,
    a_person_of_a_provider_sets_a_first_password_after_a_fresh_sign_in,
    a_person_of_a_provider_sets_a_first_password_by_a_mailed_code,
    an_address_that_nobody_vouched_for_gets_no_password,
    what_a_new_password_must_be_is_told_as_django_tells_it,
    a_password_is_the_same_from_every_keyboard,
    a_password_counts_to_its_last_letter,
    both_new_passwords_are_compared_where_that_is_asked_for,
}

async fn a_change_takes_the_current_password(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let missing = front.post("users/set_password/", &json!({ "new_password": OTHER })).await;
    let missing = missing.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(missing, json!({ "current_password": ["This field is required."] }));
    let wrong = json!({ "new_password": OTHER, "current_password": THIRD });
    let wrong = front.post("users/set_password/", &wrong).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(wrong, json!({ "current_password": ["Invalid password."] }));
    let code = json!({ "new_password": OTHER, "code": "BBBB-BBBB" });
    front.post("users/set_password/", &code).await.expect(StatusCode::BAD_REQUEST);
    let body = json!({ "new_password": OTHER, "current_password": PASSWORD });
    site.api("").post("/api/auth/users/set_password/", &body).await.expect(StatusCode::UNAUTHORIZED);
    sign_in(&site, ADA, PASSWORD).await;
    front.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    sign_in(&site, ADA, OTHER).await;
}

async fn a_change_ends_every_other_session_at_once(engine: Engine) {
    let site = Site::on(engine).await;
    let (own, other) = (member(&site, ADA, PASSWORD).await, sign_in(&site, ADA, PASSWORD).await);
    let browser = site.browser();
    assert!(browser.sign_in_by_password(ADA, PASSWORD).await.session_cookie().is_some());
    other.me().await.ok();
    let body = json!({ "new_password": OTHER, "current_password": PASSWORD });
    own.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    other.is_over().await;
    assert!(browser.session().await.is_null());
    own.me().await.ok();
    Front::of(&site, &own.renew().await).me().await.ok();
}

async fn a_change_is_told_by_mail_and_older_links_lapse(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let link = ask_reset(&site, ADA).await;
    let body = json!({ "new_password": OTHER, "current_password": PASSWORD });
    front.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.mailbox(ADA).count("password_changed").await, 1);
    reset(&site, &link, THIRD).await.expect(StatusCode::BAD_REQUEST);
    sign_in(&site, ADA, OTHER).await;
}

async fn a_person_of_a_provider_sets_a_first_password_after_a_fresh_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let front = Front::bearing(&site, &browser.access_token().await);
    try_sign_in(&site, ADA, "").await.expect(StatusCode::BAD_REQUEST);
    site.wait(301);
    let body = json!({ "new_password": PASSWORD });
    let told = front.post("users/set_password/", &body).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json()["code"], "proof_needed");
    let guessed = json!({ "new_password": PASSWORD, "current_password": "" });
    front.post("users/set_password/", &guessed).await.expect(StatusCode::BAD_REQUEST);
    browser.sign_in("okta", &Person::ada()).await;
    let front = Front::bearing(&site, &browser.access_token().await);
    site.wait(299);
    front.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    let methods = front.get("/api/auth/methods/").await.ok().json();
    assert_eq!((&methods["password"], &methods["providers"][0]["provider"]), (&true.into(), &"okta".into()));
    assert_eq!(sign_in(&site, ADA, PASSWORD).await.me().await.ok().json()["email"], ADA);
    let again = json!({ "new_password": OTHER });
    front.post("users/set_password/", &again).await.expect(StatusCode::BAD_REQUEST);
}

async fn a_person_of_a_provider_sets_a_first_password_by_a_mailed_code(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(400);
    let front = Front::bearing(&site, &browser.access_token().await);
    front.post("users/mail_code/", &json!({})).await.expect(StatusCode::NO_CONTENT);
    let code = site.mailbox(ADA).newest("deletion_code").await.code();
    let with = |code: &str| json!({ "new_password": PASSWORD, "code": code });
    let told = front.post("users/set_password/", &with("BBBB-BBBB")).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "code": ["Invalid code."] }));
    front.post("users/set_password/", &with(&code)).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, PASSWORD).await;
}

async fn an_address_that_nobody_vouched_for_gets_no_password(engine: Engine) {
    let site = Site::on(engine).await;
    let stranger = site.browser();
    stranger.sign_in("facebook", &Person::new("fb-1", "Not Ada", ADA)).await;
    let front = Front::bearing(&site, &stranger.access_token().await);
    front.post("users/set_password/", &json!({ "new_password": PASSWORD })).await.expect(StatusCode::FORBIDDEN);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    front.post("users/set_email/", &json!({ "new_email": GRACE })).await.expect(StatusCode::NO_CONTENT);
    let (uid, token) = site.mailbox(GRACE).newest("email_change").await.uid_and_token();
    let link = json!({ "uid": uid, "token": token });
    front.post("users/set_email_confirm/", &link).await.expect(StatusCode::NO_CONTENT);
    front.post("users/set_password/", &json!({ "new_password": PASSWORD })).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, GRACE, PASSWORD).await;
    assert!(site.mailbox(ADA).all().await.is_empty(), "nobody knows whose that address is");
}

async fn what_a_new_password_must_be_is_told_as_django_tells_it(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    for (new, told) in [
        (
            "12345678",
            &[
                "This password is too short. It must contain at least 15 characters.",
                "This password is too common.",
                "This password is entirely numeric.",
            ][..],
        ),
        ("ada.lovelace@example.com", &["The password is too similar to the email."]),
        ("password123456789", &["This password is too common."]),
        ("fourteen-chars", &["This password is too short. It must contain at least 15 characters."]),
    ] {
        let body = json!({ "new_password": new, "current_password": PASSWORD });
        let answer = front.post("users/set_password/", &body).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json(), json!({ "new_password": told }), "{new}");
        let mail = ask_reset(&site, ADA).await;
        assert_eq!(
            reset(&site, &mail, new).await.expect(StatusCode::BAD_REQUEST).json(),
            json!({ "new_password": told }),
            "{new}"
        );
        site.wait(1);
    }
    let fifteen = "\u{1f511}zk8\u{1f9c0}vq!\u{1f300}x7#p\u{1f40c}m";
    assert_eq!(fifteen.chars().count(), 15);
    let body = json!({ "new_password": fifteen, "current_password": PASSWORD });
    front.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, fifteen).await;
}

async fn a_password_is_the_same_from_every_keyboard(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, "caf\u{e9} kettle 94 umbra").await;
    sign_in(&site, ADA, "cafe\u{301} kettle 94 umbra").await;
    try_sign_in(&site, ADA, "cafe kettle 94 umbra").await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_password_counts_to_its_last_letter(engine: Engine) {
    let site = Site::on(engine).await;
    let long = format!(" {}tail ", "kettle umbra 94 ".repeat(20));
    join(&site, ADA, &long).await;
    sign_in(&site, ADA, &long).await;
    for other in [long.trim(), long.trim_end(), &long.to_uppercase(), &long[..72], &long[..long.len() - 1]] {
        try_sign_in(&site, ADA, other).await.expect(StatusCode::UNAUTHORIZED);
    }
}

async fn both_new_passwords_are_compared_where_that_is_asked_for(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let strict = site.replica_with(&[("accounts.retype", "true")]).await;
    let front = Front::bearing(&strict, &front.access);
    let body = json!({ "new_password": OTHER, "re_new_password": THIRD, "current_password": PASSWORD });
    let told = front.post("users/set_password/", &body).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "non_field_errors": ["The two password fields didn't match."] }));
    sign_in(&site, ADA, PASSWORD).await;
}
