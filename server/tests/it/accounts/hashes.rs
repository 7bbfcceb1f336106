//! What is kept of a password, and how it keeps up with the settings.

use axum::http::StatusCode;

use super::client::{ADA, OTHER, PASSWORD, join, sign_in, try_sign_in};
use crate::support::{Engine, Site, at_once, on_both_engines};

/// What Django wrote of `an old friend of django`, with few iterations.
const DJANGOS: &str = "pbkdf2_sha256$1000$seasalt$U/C7lp4ZjRV+OPCKACmUIZsw+H/jYGj8Qhcmw6ln9bM=";
const ITS_PASSWORD: &str = "an old friend of django";

on_both_engines! {
    a_password_is_kept_as_argon2id,
    a_dearer_setting_makes_a_new_hash_at_the_next_sign_in,
    a_hash_of_djangos_signs_in_and_is_made_anew,
    sign_ins_at_once_that_make_a_hash_anew_all_get_in,
    no_hash_that_is_none_lets_anybody_in,
}

async fn hash(site: &Site, id: &str) -> String {
    let account = site.store.read().await.unwrap().accounts().find(id).await.unwrap().unwrap();
    account.password_hash.unwrap()
}

async fn put(site: &Site, id: &str, hash: &str) {
    site.store.write().await.unwrap().accounts().set_password(id, Some(hash), site.now()).await.unwrap();
}

async fn a_password_is_kept_as_argon2id(engine: Engine) {
    let site = Site::with(engine, &[("passwords.memory_kib", "64"), ("passwords.iterations", "2")]).await;
    let (ada, grace) = (join(&site, ADA, PASSWORD).await, join(&site, "grace@example.com", PASSWORD).await);
    let (first, second) = (hash(&site, &ada).await, hash(&site, &grace).await);
    assert!(first.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{first}");
    assert_ne!(first, second, "each has a salt of its own");
}

async fn a_dearer_setting_makes_a_new_hash_at_the_next_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    let cheap = hash(&site, &id).await;
    sign_in(&site, ADA, PASSWORD).await;
    assert_eq!(hash(&site, &id).await, cheap);
    let dearer = site.replica_with(&[("passwords.iterations", "3")]).await;
    try_sign_in(&dearer, ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(hash(&site, &id).await, cheap, "a wrong password changes nothing");
    let front = sign_in(&dearer, ADA, PASSWORD).await;
    assert!(hash(&site, &id).await.starts_with("$argon2id$v=19$m=8,t=3,p=1$"));
    front.me().await.ok();
    sign_in(&dearer, ADA, PASSWORD).await;
    assert_eq!(site.mailbox(ADA).count("password_changed").await, 0, "it is the same password");
}

async fn a_hash_of_djangos_signs_in_and_is_made_anew(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    put(&site, &id, DJANGOS).await;
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(hash(&site, &id).await, DJANGOS);
    sign_in(&site, ADA, ITS_PASSWORD).await;
    assert!(hash(&site, &id).await.starts_with("$argon2id$"));
    sign_in(&site, ADA, ITS_PASSWORD).await;
    put(&site, &id, DJANGOS).await;
    assert!(site.browser().sign_in_by_password(ADA, ITS_PASSWORD).await.session_cookie().is_some());
    assert!(hash(&site, &id).await.starts_with("$argon2id$"));
}

async fn sign_ins_at_once_that_make_a_hash_anew_all_get_in(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    put(&site, &id, DJANGOS).await;
    let api = site.api("");
    let answers = at_once(8, |_| {
        let api = api.clone();
        let body = serde_json::json!({ "email": ADA, "password": ITS_PASSWORD });
        async move { api.post("/api/auth/jwt/create/", &body).await.status }
    })
    .await;
    assert!(answers.iter().all(|status| *status == StatusCode::OK), "{answers:?}");
}

async fn no_hash_that_is_none_lets_anybody_in(engine: Engine) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    for odd in ["!", "", "!abc", "argon2$", "$argon2id$v=19$m=8,t=1,p=1$$", "md5$salt$hash", "plain", PASSWORD] {
        put(&site, &id, odd).await;
        for typed in [odd, PASSWORD, "!"] {
            let answer = try_sign_in(&site, ADA, typed).await;
            assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST), "{odd} {typed}");
        }
    }
}
