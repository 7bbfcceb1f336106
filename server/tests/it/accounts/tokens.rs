//! `jwt/`: the pair of tokens, over the same families as a browser's.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::client::{ADA, Front, PASSWORD, ask_reset, join, member, post, register, sign_in};
use crate::support::{Engine, Site, at_once, claims, on_both_engines};

on_both_engines! {
    the_pair_works_wherever_tokens_do,
    the_claims_are_those_that_simplejwt_writes,
    a_renewed_pair_takes_the_place_of_the_old,
    an_answer_that_was_lost_is_given_again,
    a_token_used_by_two_ends_the_session_and_its_owner_is_told,
    twenty_tabs_get_one_successor,
    a_blacklisted_token_takes_its_session_along,
    verify_says_what_a_token_is_worth,
    however_much_used_a_session_ends,
    a_token_is_no_token_of_another_kind,
    what_is_missing_is_told_by_field,
    a_session_of_somebody_who_may_not_sign_in_is_over,
}

fn not_valid(text: &str) -> Value {
    json!({ "detail": text, "code": "token_not_valid" })
}

async fn the_pair_works_wherever_tokens_do(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    assert_eq!(front.me().await.ok().json()["email"], ADA);
    assert_eq!(front.get("/api/profile").await.ok().json(), json!({ "email": ADA }));
    for path in ["/api/auth/users/me", "/api/auth/users/me/"] {
        front.get(path).await.ok();
    }
    let body = json!({ "email": ADA, "password": PASSWORD });
    let ignored = site.api("rubbish").post("/api/auth/jwt/create/", &body).await.ok();
    assert!(ignored.cookies().is_empty(), "whoever keeps tokens gets no cookie of a session");
}

async fn the_claims_are_those_that_simplejwt_writes(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    let told = claims(&sign_in(&site, ADA, PASSWORD).await.access);
    assert_eq!((&told["token_type"], &told["user_id"]), (&json!("access"), &json!(id)));
    assert_eq!((&told["iss"], &told["aud"]), (&json!(site.origin()), &json!(site.origin())));
    assert_eq!(told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap(), 600);
    assert_eq!(told["amr"], json!(["pwd"]));
    assert!(told["jti"].as_str().unwrap().len() >= 22);
}

async fn a_renewed_pair_takes_the_place_of_the_old(engine: Engine) {
    let site = Site::on(engine).await;
    let first = member(&site, ADA, PASSWORD).await;
    site.wait(60);
    let second = Front::of(&site, &first.renew().await);
    assert_ne!(second.refresh, first.refresh);
    assert_eq!(claims(&second.access)["sid"], claims(&first.access)["sid"]);
    second.me().await.ok();
    Front::of(&site, &second.renew().await);
}

async fn an_answer_that_was_lost_is_given_again(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let (once, again) = (Front::of(&site, &front.renew().await), Front::of(&site, &front.renew().await));
    assert_eq!(once.refresh, again.refresh);
    once.me().await.ok();
    site.wait(29);
    assert_eq!(Front::of(&site, &front.renew().await).refresh, once.refresh, "within the grace window");
}

async fn a_token_used_by_two_ends_the_session_and_its_owner_is_told(engine: Engine) {
    let site = Site::on(engine).await;
    let stolen = member(&site, ADA, PASSWORD).await;
    let bystander = sign_in(&site, ADA, PASSWORD).await;
    let owner = Front::of(&site, &stolen.renew().await);
    owner.me().await.ok();
    site.wait(31);
    let told = stolen.renew().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json(), not_valid("Token is blacklisted"));
    owner.is_over().await;
    assert_eq!(site.mailbox(ADA).count("refresh_reuse").await, 1);
    bystander.me().await.ok();
    stolen.renew().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.mailbox(ADA).count("refresh_reuse").await, 1, "told once");
}

async fn twenty_tabs_get_one_successor(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let pairs = at_once(20, |_| {
        let front = front.clone();
        async move { front.renew().await.ok().json()["refresh"].clone() }
    })
    .await;
    assert!(pairs.iter().all(|refresh| *refresh == pairs[0]));
}

async fn a_blacklisted_token_takes_its_session_along(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let body = json!({ "refresh": front.refresh });
    assert_eq!(post(&site, "jwt/blacklist/", &body).await.ok().json(), json!({}));
    front.is_over().await;
    let again = post(&site, "jwt/blacklist/", &body).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(again.json(), not_valid("Token is blacklisted"));
    let verified = post(&site, "jwt/verify/", &json!({ "token": front.refresh })).await;
    let told = verified.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "non_field_errors": ["Token is blacklisted"] }));
}

async fn verify_says_what_a_token_is_worth(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let verify = async |token: &str| post(&site, "jwt/verify/", &json!({ "token": token })).await;
    for good in [&front.access, &front.refresh] {
        assert_eq!(verify(good).await.ok().json(), json!({}));
    }
    assert_eq!(verify("abc").await.expect(StatusCode::UNAUTHORIZED).json(), not_valid("Token is invalid"));
    Front::of(&site, &front.renew().await);
    site.wait(600);
    assert_eq!(verify(&front.access).await.expect(StatusCode::UNAUTHORIZED).json(), not_valid("Token is expired"));
}

async fn however_much_used_a_session_ends(engine: Engine) {
    let site = Site::with(engine, &[("session.idle", "1000"), ("session.absolute", "2500")]).await;
    let mut front = member(&site, ADA, PASSWORD).await;
    for _ in 0..3 {
        site.wait(800);
        front = Front::of(&site, &front.renew().await);
    }
    site.wait(100);
    let told = front.renew().await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json(), not_valid("Token is expired"));
}

async fn a_token_is_no_token_of_another_kind(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let refresh = async |token: &str| post(&site, "jwt/refresh/", &json!({ "refresh": token })).await;
    let told = refresh(&front.access).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(told.json(), not_valid("Token has wrong type"));
    site.api(&front.refresh).get("/api/auth/users/me/").await.expect(StatusCode::UNAUTHORIZED);
    post(&site, "jwt/blacklist/", &json!({ "refresh": front.access })).await.expect(StatusCode::UNAUTHORIZED);
    register(&site, "other@example.com", PASSWORD).await;
    let mails = [site.mailbox("other@example.com").newest("activation").await, ask_reset(&site, ADA).await];
    for mail in mails {
        let (uid, token) = mail.uid_and_token();
        for text in [&uid, &token, &mail.code()] {
            refresh(text).await.expect(StatusCode::UNAUTHORIZED);
            site.api(text).get("/api/auth/users/me/").await.expect(StatusCode::UNAUTHORIZED);
        }
        for text in [&front.access, &front.refresh] {
            let body = json!({ "uid": uid, "token": text, "new_password": PASSWORD });
            post(&site, "users/reset_password_confirm/", &body).await.expect(StatusCode::BAD_REQUEST);
            post(&site, "users/activation/", &body).await.expect(StatusCode::BAD_REQUEST);
        }
    }
    front.me().await.ok();
}

async fn what_is_missing_is_told_by_field(engine: Engine) {
    let site = Site::on(engine).await;
    let required = json!(["This field is required."]);
    for (path, told) in [
        ("jwt/create/", json!({ "email": required, "password": required })),
        ("jwt/refresh/", json!({ "refresh": required })),
        ("jwt/verify/", json!({ "token": required })),
        ("jwt/blacklist/", json!({ "refresh": required })),
    ] {
        assert_eq!(post(&site, path, &json!({})).await.expect(StatusCode::BAD_REQUEST).json(), told, "{path}");
    }
    for odd in [json!({ "refresh": null }), json!({ "refresh": [1] }), json!({ "refresh": "" }), json!([])] {
        post(&site, "jwt/refresh/", &odd).await.expect(StatusCode::BAD_REQUEST);
    }
}

async fn a_session_of_somebody_who_may_not_sign_in_is_over(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    let front = sign_in(&site, ADA, PASSWORD).await;
    site.store.write().await.unwrap().accounts().set_active(&id, false).await.unwrap();
    site.wait(1);
    front.is_over().await;
}
