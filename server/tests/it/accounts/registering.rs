//! `POST users/`: who wants an account, before there is one.

use axum::http::StatusCode;
use serde_json::json;

use super::client::{ADA, GRACE, OTHER, PASSWORD, activate, join, post, register, reset, sign_in, try_sign_in};
use crate::support::{Engine, Mail, Person, Site, at_once, on_both_engines};

on_both_engines! {
    whoever_registers_is_told_what_djoser_tells,
    before_activation_there_is_nothing,
    a_provider_signs_its_people_in_whoever_has_registered,
    an_address_is_one_however_it_is_capitalized,
    a_user_name_is_reserved_by_whoever_waits_for_it,
    twenty_of_one_registration_make_one_account,
    what_is_wrong_is_told_by_field_all_at_once,
    nobody_registers_where_that_is_off,
    nobody_makes_themselves_staff,
}

async fn whoever_registers_is_told_what_djoser_tells(engine: Engine) {
    let site = Site::on(engine).await;
    let body = json!({ "email": "Ada@Example.com", "username": "Ada", "password": PASSWORD });
    let answer = post(&site, "users/", &body).await.expect(StatusCode::CREATED);
    let told = answer.json();
    assert_eq!(told, json!({ "email": "Ada@Example.com", "username": "Ada", "id": told["id"] }));
    assert!(answer.cookies().is_empty(), "nobody is signed in by it");
    assert_eq!(site.mailbox("ada@example.com").newest("activation").await.to, "Ada@Example.com");
}

async fn before_activation_there_is_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    assert!(site.browser().sign_in_by_password(ADA, PASSWORD).await.session_cookie().is_none());
    assert_eq!(site.database.count("people").await, 0);
    assert_eq!(site.database.count("families").await, 0);
    post(&site, "users/reset_password/", &json!({ "email": ADA })).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.mailbox(ADA).kinds().await, ["activation", "no_account"]);
}

async fn a_provider_signs_its_people_in_whoever_has_registered(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, &Person::ada().email, PASSWORD).await.expect(StatusCode::CREATED);
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    assert_eq!(browser.session().await["email"], Person::ada().email);
}

async fn an_address_is_one_however_it_is_capitalized(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, "Ada.Lovelace@Example.COM", PASSWORD).await;
    let front = sign_in(&site, " ADA.lovelace@example.com ", PASSWORD).await;
    assert_eq!(front.me().await.ok().json()["email"], "Ada.Lovelace@Example.COM", "as they wrote it");
    register(&site, "ada.LOVELACE@example.com", OTHER).await.expect(StatusCode::CREATED);
    assert_eq!(site.mailbox(ADA).kinds().await, ["activation", "already_registered", "confirmation"]);
    assert_eq!(site.mailbox(ADA).newest("already_registered").await.to, "Ada.Lovelace@Example.COM");
    assert_eq!(site.database.count("people").await, 1);
}

async fn a_user_name_is_reserved_by_whoever_waits_for_it(engine: Engine) {
    let site = Site::on(engine).await;
    let ask = async |email: &str, username: &str| {
        post(&site, "users/", &json!({ "email": email, "username": username, "password": PASSWORD })).await
    };
    ask(ADA, "Countess").await.expect(StatusCode::CREATED);
    let taken = json!({ "username": ["A user with that username already exists."] });
    for spelled in ["countess", "COUNTESS", " countess ", "\u{ff43}ountess"] {
        assert_eq!(ask(GRACE, spelled).await.expect(StatusCode::BAD_REQUEST).json(), taken, "{spelled}");
    }
    ask(ADA, "countess").await.expect(StatusCode::CREATED);
    site.wait(24 * 60 * 60);
    ask(GRACE, "countess").await.expect(StatusCode::CREATED);
    activate(&site, &site.mailbox(GRACE).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(ask(ADA, "countess").await.expect(StatusCode::BAD_REQUEST).json(), taken);
}

async fn twenty_of_one_registration_make_one_account(engine: Engine) {
    for settings in [&[] as &[_], &[("accounts.require_activation", "false")]] {
        let site = Site::with(engine, settings).await;
        let api = site.api("");
        let answers = at_once(20, |_| {
            let api = api.clone();
            async move { api.post("/api/auth/users/", &json!({ "email": ADA, "password": PASSWORD })).await }
        })
        .await;
        let made = answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
        let refused = answers.iter().filter(|answer| answer.status == StatusCode::BAD_REQUEST).count();
        assert_eq!(made + refused, 20, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        assert_eq!(made, if settings.is_empty() { 20 } else { 1 });
        let mails = site.mailbox(ADA).all().await;
        let links: Vec<_> = mails.iter().filter(|mail| mail.kind == "activation").map(Mail::uid_and_token).collect();
        let activations = at_once(links.len(), |number| {
            let (api, (uid, token)) = (api.clone(), links[number].clone());
            async move { api.post("/api/auth/users/activation/", &json!({ "uid": uid, "token": token })).await }
        })
        .await;
        let done = activations.iter().filter(|answer| answer.status == StatusCode::NO_CONTENT).count();
        assert_eq!(done, usize::from(settings.is_empty()), "{activations:?}");
        assert!(activations.iter().all(|answer| !answer.status.is_server_error()), "{activations:?}");
        assert_eq!(site.database.count("people").await, 1);
        // Of several who register in one moment nobody can tell that they are one.
        if site.mailbox(ADA).kinds().await.contains(&"choose_password".to_owned()) {
            let choose = site.mailbox(ADA).newest("choose_password").await;
            reset(&site, &choose, PASSWORD).await.expect(StatusCode::NO_CONTENT);
        }
        sign_in(&site, ADA, PASSWORD).await;
    }
}

async fn what_is_wrong_is_told_by_field_all_at_once(engine: Engine) {
    let site = Site::with(engine, &[("accounts.usernames", "required"), ("accounts.retype", "true")]).await;
    let required = json!(["This field is required."]);
    assert_eq!(
        post(&site, "users/", &json!({})).await.expect(StatusCode::BAD_REQUEST).json(),
        json!({ "email": required, "username": required, "password": required, "re_password": required })
    );
    let body = json!({ "email": "a@b.example", "username": "a b", "password": PASSWORD, "re_password": OTHER });
    let told = post(&site, "users/", &body).await.expect(StatusCode::BAD_REQUEST).json();
    assert!(told["username"][0].as_str().unwrap().starts_with("Enter a valid username."), "{told}");
    let body = json!({ "email": "a@b.example", "username": "ab", "password": PASSWORD, "re_password": OTHER });
    let differ = json!({ "non_field_errors": ["The two password fields didn't match."] });
    assert_eq!(post(&site, "users/", &body).await.expect(StatusCode::BAD_REQUEST).json(), differ);
    let bad = json!({ "email": "not an address", "username": "ab", "password": "12345678", "re_password": "12345678" });
    let told = post(&site, "users/", &bad).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told["email"], json!(["Enter a valid email address."]));
    assert_eq!(site.database.count("registrations").await, 0);
}

async fn nobody_registers_where_that_is_off(engine: Engine) {
    let site = Site::with(engine, &[("accounts.registration", "false")]).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::FORBIDDEN);
    assert_eq!(site.database.count("registrations").await, 0);
    post(&site, "users/reset_password/", &json!({ "email": ADA })).await.expect(StatusCode::NO_CONTENT);
    assert!(!site.mailbox(ADA).newest("no_account").await.text.contains("/register"));
}

async fn nobody_makes_themselves_staff(engine: Engine) {
    let site = Site::on(engine).await;
    let body = json!({
        "email": ADA, "password": PASSWORD, "is_staff": true, "is_active": true, "id": "1", "verified_email": ADA,
    });
    post(&site, "users/", &body).await.expect(StatusCode::CREATED);
    assert_eq!(site.database.count("people").await, 0);
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    let front = sign_in(&site, ADA, PASSWORD).await;
    let change = json!({ "is_staff": true, "email": GRACE, "password": OTHER, "first_name": "Ada" });
    let told = front.call(axum::http::Method::PATCH, "users/me/", &change).await.ok().json();
    assert_eq!(told["email"], ADA, "an address changes by confirmation alone");
    assert_eq!(site.database.count("people where is_staff").await, 0);
    sign_in(&site, ADA, PASSWORD).await;
}
