//! `users/set_email/`: an address changes when its new owner says so, and comes back when its old
//! owner does.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::client::{
    ADA, Front, GRACE, OTHER, PASSWORD, THIRD, ask_reset, join, member, post, register, reset, sign_in, try_sign_in,
};
use crate::support::{Answer, Engine, Mail, Site, on_both_engines};

const NEW: &str = "countess@example.net";
const THIEF: &str = "thief@example.net";

on_both_engines! {
    the_old_address_stays_until_the_new_one_is_confirmed,
    a_change_takes_the_password_and_an_address,
    a_code_confirms_as_well,
    a_taken_address_gets_no_link_and_whoever_asks_learns_nothing,
    an_address_that_was_taken_meanwhile_is_not_taken_twice,
    the_old_owner_brings_the_address_back,
    a_change_that_is_pending_can_be_undone,
    a_thief_who_sets_a_password_does_not_break_the_way_back,
    a_thief_who_moves_on_does_not_break_the_way_back,
    a_waiting_registration_of_the_address_is_over,
}

async fn ask(front: &Front, new: &str) -> Answer {
    front.post("users/set_email/", &json!({ "new_email": new, "current_password": PASSWORD })).await
}

async fn show(site: &Site, path: &str, mail: &Mail) -> Answer {
    let (uid, token) = mail.uid_and_token();
    post(site, path, &json!({ "uid": uid, "token": token })).await
}

/// Asks for that address, and confirms it.
async fn change(site: &Site, front: &Front, new: &str) {
    ask(front, new).await.expect(StatusCode::NO_CONTENT);
    let mail = site.mailbox(new).newest("email_change").await;
    show(site, "users/set_email_confirm/", &mail).await.expect(StatusCode::NO_CONTENT);
}

async fn email(front: &Front) -> Value {
    front.me().await.ok().json()["email"].clone()
}

async fn the_old_address_stays_until_the_new_one_is_confirmed(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    ask(&front, NEW).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(email(&front).await, ADA);
    sign_in(&site, ADA, PASSWORD).await;
    try_sign_in(&site, NEW, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    let notice = site.mailbox(ADA).newest("email_change_notice").await;
    assert!(!notice.text.contains(NEW) && notice.text.contains("c***@example.net"), "{}", notice.text);
    let mail = site.mailbox(NEW).newest("email_change").await;
    show(&site, "users/set_email_confirm/", &mail).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(email(&front).await, NEW);
    sign_in(&site, NEW, PASSWORD).await;
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    show(&site, "users/set_email_confirm/", &mail).await.expect(StatusCode::FORBIDDEN);
    for address in [ADA, NEW] {
        assert_eq!(site.mailbox(address).count("email_changed").await, 1, "{address}");
    }
}

async fn a_change_takes_the_password_and_an_address(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let told = |answer: Answer| answer.expect(StatusCode::BAD_REQUEST).json();
    let missing = front.post("users/set_email/", &json!({ "new_email": NEW })).await;
    assert_eq!(told(missing), json!({ "current_password": ["This field is required."] }));
    let wrong = front.post("users/set_email/", &json!({ "new_email": NEW, "current_password": OTHER })).await;
    assert_eq!(told(wrong), json!({ "current_password": ["Invalid password."] }));
    for bad in ["countess", "c@example.net.", "c@example.net\r\nBcc: x@evil.example", "a@b.example,c@d.example"] {
        assert_eq!(told(ask(&front, bad).await), json!({ "new_email": ["Enter a valid email address."] }), "{bad}");
    }
    let own = told(ask(&front, &ADA.to_uppercase()).await);
    assert_eq!(own, json!({ "new_email": ["user with this email already exists."] }));
    assert!(site.mailbox(NEW).all().await.is_empty());
}

async fn a_code_confirms_as_well(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    ask(&front, NEW).await.expect(StatusCode::NO_CONTENT);
    let code = site.mailbox(NEW).newest("email_change").await.code();
    let with = |email: &str| json!({ "email": email, "code": code });
    post(&site, "users/set_email_confirm/", &with(ADA)).await.expect(StatusCode::BAD_REQUEST);
    post(&site, "users/set_email_confirm/", &with(NEW)).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(email(&front).await, NEW);
}

async fn a_taken_address_gets_no_link_and_whoever_asks_learns_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, GRACE, OTHER).await;
    let front = member(&site, ADA, PASSWORD).await;
    let (free, taken) = (ask(&front, NEW).await, ask(&front, "Grace.HOPPER@example.com").await);
    assert_eq!((free.status, &free.body), (taken.status, &taken.body));
    let mail = site.mailbox(GRACE).newest("already_registered").await;
    assert_eq!(site.mailbox(GRACE).kinds().await, ["activation", "already_registered", "confirmation"]);
    assert!(!mail.text.contains("/account/email"), "{}", mail.text);
    assert_eq!(email(&front).await, ADA);
    sign_in(&site, GRACE, OTHER).await;
}

async fn an_address_that_was_taken_meanwhile_is_not_taken_twice(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    ask(&front, GRACE).await.expect(StatusCode::NO_CONTENT);
    let mail = site.mailbox(GRACE).newest("email_change").await;
    join(&site, GRACE, OTHER).await;
    show(&site, "users/set_email_confirm/", &mail).await.expect(StatusCode::FORBIDDEN);
    assert_eq!(email(&front).await, ADA);
    sign_in(&site, GRACE, OTHER).await;
}

async fn the_old_owner_brings_the_address_back(engine: Engine) {
    let site = Site::on(engine).await;
    let thief = member(&site, ADA, PASSWORD).await;
    change(&site, &thief, THIEF).await;
    let way_back = site.mailbox(ADA).newest("email_change_notice").await;
    site.wait(6 * 24 * 60 * 60);
    show(&site, "users/set_email_undo/", &way_back).await.expect(StatusCode::NO_CONTENT);
    thief.is_over().await;
    for login in [ADA, THIEF] {
        for password in [PASSWORD, "!"] {
            try_sign_in(&site, login, password).await.expect(StatusCode::UNAUTHORIZED);
        }
    }
    post(&site, "users/reset_password/", &json!({ "email": THIEF })).await;
    assert_eq!(site.mailbox(THIEF).count("password_reset").await, 0);
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(email(&sign_in(&site, ADA, OTHER).await).await, ADA);
    show(&site, "users/set_email_undo/", &way_back).await.expect(StatusCode::FORBIDDEN);
}

async fn a_change_that_is_pending_can_be_undone(engine: Engine) {
    let site = Site::on(engine).await;
    let thief = member(&site, ADA, PASSWORD).await;
    ask(&thief, THIEF).await.expect(StatusCode::NO_CONTENT);
    let way_back = site.mailbox(ADA).newest("email_change_notice").await;
    show(&site, "users/set_email_undo/", &way_back).await.expect(StatusCode::NO_CONTENT);
    thief.is_over().await;
    let mail = site.mailbox(THIEF).newest("email_change").await;
    show(&site, "users/set_email_confirm/", &mail).await.expect(StatusCode::BAD_REQUEST);
}

async fn a_thief_who_sets_a_password_does_not_break_the_way_back(engine: Engine) {
    let site = Site::on(engine).await;
    let thief = member(&site, ADA, PASSWORD).await;
    change(&site, &thief, THIEF).await;
    let way_back = site.mailbox(ADA).newest("email_change_notice").await;
    let body = json!({ "new_password": THIRD, "current_password": PASSWORD });
    thief.post("users/set_password/", &body).await.expect(StatusCode::NO_CONTENT);
    show(&site, "users/set_email_undo/", &way_back).await.expect(StatusCode::NO_CONTENT);
    thief.is_over().await;
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, ADA, OTHER).await;
}

/// By another change, whose own notice goes to the thief; or by a reset, which the thief's mailbox gets.
async fn a_thief_who_moves_on_does_not_break_the_way_back(engine: Engine) {
    for resets in [false, true] {
        let site = Site::on(engine).await;
        let mut thief = member(&site, ADA, PASSWORD).await;
        change(&site, &thief, THIEF).await;
        let way_back = site.mailbox(ADA).newest("email_change_notice").await;
        if resets {
            reset(&site, &ask_reset(&site, THIEF).await, OTHER).await.expect(StatusCode::NO_CONTENT);
            thief = sign_in(&site, THIEF, OTHER).await;
        } else {
            change(&site, &thief, "hideout@example.net").await;
        }
        show(&site, "users/set_email_undo/", &way_back).await.expect(StatusCode::NO_CONTENT);
        thief.is_over().await;
        reset(&site, &ask_reset(&site, ADA).await, THIRD).await.expect(StatusCode::NO_CONTENT);
        sign_in(&site, ADA, THIRD).await;
    }
}

async fn a_waiting_registration_of_the_address_is_over(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, NEW, OTHER).await.expect(StatusCode::CREATED);
    let waiting = site.mailbox(NEW).newest("activation").await;
    let front = member(&site, ADA, PASSWORD).await;
    change(&site, &front, NEW).await;
    show(&site, "users/activation/", &waiting).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(site.database.count("people").await, 1);
    sign_in(&site, NEW, PASSWORD).await;
}
