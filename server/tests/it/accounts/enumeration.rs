//! Whether an address has an account is told to its owner alone.

use axum::http::StatusCode;
use serde_json::json;

use super::{
    client::{OTHER, PASSWORD, post},
    crowd::{BANNED, FEDERATED, KINDS, MEMBER, NO_ONE, Told, WAITING, asked_of_each, populated, rows_made_now},
};
use crate::support::{Engine, Site, on_both_engines};

on_both_engines! {
    registering_tells_nothing,
    asking_for_a_reset_tells_nothing,
    asking_for_the_activation_again_tells_nothing,
    asking_for_a_user_name_tells_nothing,
    taking_an_address_tells_nothing,
    signing_in_tells_nothing,
    a_password_that_can_be_nobodys_tells_nothing,
    a_code_tells_nothing,
    the_owner_is_told_by_mail,
}

#[track_caller]
fn assert_all_alike<T: std::fmt::Debug + PartialEq>(all: &[T]) {
    for (address, told) in KINDS.iter().zip(all) {
        assert_eq!(*told, all[1], "{address} is not like an address that nobody has");
    }
}

async fn registering_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let all = asked_of_each(&site, None, "users/", |email| json!({ "email": email, "password": OTHER })).await;
    assert_all_alike(&all);
    assert_eq!(all[0].1, [1, 1, 1, 1]);
}

async fn asking_for_a_reset_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let all = asked_of_each(&site, None, "users/reset_password/", |email| json!({ "email": email })).await;
    assert_all_alike(&all);
    assert_eq!(all[0].1, [1, 1, 0, 1]);
}

async fn asking_for_the_activation_again_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let all = asked_of_each(&site, None, "users/resend_activation/", |email| json!({ "email": email })).await;
    assert_all_alike(&all);
    assert_eq!(all[0].1, [1, 1, 0, 1]);
}

async fn asking_for_a_user_name_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let all = asked_of_each(&site, None, "users/reset_username/", |email| json!({ "email": email })).await;
    assert_all_alike(&all);
    assert_eq!(all[0].1, [1, 0, 0, 1]);
}

async fn taking_an_address_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let asker = populated(&site).await;
    let body = |email: &str| json!({ "new_email": email, "current_password": PASSWORD });
    let all = asked_of_each(&site, Some(&asker), "users/set_email/", body).await;
    assert_all_alike(&all);
    assert_eq!(all[0].1, [2, 2, 0, 1], "a mail to each address, a link in each, and an event");
}

async fn signing_in_tells_nothing(engine: Engine) {
    for login in ["email", "either"] {
        let site = Site::with(engine, &[("accounts.login", login)]).await;
        populated(&site).await;
        let wrong =
            asked_of_each(&site, None, "jwt/create/", |email| json!({ "email": email, "password": OTHER })).await;
        assert_all_alike(&wrong);
        for address in [NO_ONE, BANNED, FEDERATED, WAITING] {
            site.wait(1);
            let answer = post(&site, "jwt/create/", &json!({ "email": address, "password": PASSWORD })).await;
            let told = (Told::by(&answer, address), rows_made_now(&site).await);
            assert_eq!(told, wrong[1], "{address} with what may once have been a password of it");
        }
        let told = post(&site, "jwt/create/", &json!({ "email": MEMBER, "password": OTHER })).await;
        let told = told.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(told.json(), json!({ "detail": "No active account found with the given credentials" }));
        assert_eq!(told.header("www-authenticate"), "Bearer realm=\"api\"");
    }
}

async fn a_password_that_can_be_nobodys_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let wrong = asked_of_each(&site, None, "jwt/create/", |email| json!({ "email": email, "password": OTHER })).await;
    let long = "x".repeat(5000);
    let all = asked_of_each(&site, None, "jwt/create/", |email| json!({ "email": email, "password": long })).await;
    assert_all_alike(&all);
    assert_eq!(all, wrong, "too long to be anybody's is as wrong as any other");
    let empty = asked_of_each(&site, None, "jwt/create/", |email| json!({ "email": email, "password": "" })).await;
    assert_all_alike(&empty);
    assert_eq!(empty[0].1, [0; 4]);
}

async fn a_code_tells_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    for path in ["users/activation/", "users/reset_password_confirm/", "users/set_email_confirm/"] {
        let body = |email: &str| json!({ "email": email, "code": "BBBB-BBBB", "new_password": OTHER });
        let all = asked_of_each(&site, None, path, body).await;
        assert_all_alike(&all);
    }
}

async fn the_owner_is_told_by_mail(engine: Engine) {
    let site = Site::on(engine).await;
    populated(&site).await;
    let newest = async |address: &str, path: &str, more: serde_json::Value| {
        let before = site.mailbox(address).kinds().await;
        let mut body = json!({ "email": address });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post(&site, path, &body).await;
        let mut after = site.mailbox(address).kinds().await;
        for kind in before {
            let at = after.iter().position(|found| *found == kind).unwrap();
            after.remove(at);
        }
        after.concat()
    };
    for (address, registered, reset, resent, username) in [
        (MEMBER, "already_registered", "password_reset", "already_registered", "username_reset"),
        (NO_ONE, "activation", "no_account", "activation", "no_account"),
        (BANNED, "already_registered", "no_account", "already_registered", "no_account"),
        (FEDERATED, "already_registered", "no_password", "already_registered", "username_reset"),
        (WAITING, "activation", "no_account", "activation", "no_account"),
    ] {
        assert_eq!(newest(address, "users/", json!({ "password": OTHER })).await, registered, "{address}");
        assert_eq!(newest(address, "users/reset_password/", json!({})).await, reset, "{address}");
        assert_eq!(newest(address, "users/resend_activation/", json!({})).await, resent, "{address}");
        assert_eq!(newest(address, "users/reset_username/", json!({})).await, username, "{address}");
    }
}
