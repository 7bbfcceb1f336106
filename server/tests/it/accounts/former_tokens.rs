//! Tokens that the Django before us handed out: good until they expire, and no longer than their person
//! wants.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::client::{ADA, Front, OTHER, PASSWORD, ask_reset, join, post, reset};
use crate::support::{Answer, Engine, Site, at_once, on_both_engines, signed_with_secret};

const KEY: &str = "django-insecure-what-the-old-settings-held";

on_both_engines! {
    a_former_token_is_good_for_what_it_was,
    a_reset_ends_former_tokens,
    signing_out_everywhere_ends_former_tokens,
    an_exchange_that_meets_a_reset_does_not_outlive_it,
    a_former_token_that_was_made_up_is_none,
}

/// Ada, whom Django knew as number 7.
async fn moved(engine: Engine) -> (Site, String) {
    let site = Site::with(engine, &[("import.simplejwt_key", KEY)]).await;
    let id = join(&site, ADA, PASSWORD).await;
    let now = site.now().millis();
    let row = format!(
        "insert into imported_people (source, source_id, person_id, taken, imported_at) \
         values ('django', '7', '{id}', '', {now})"
    );
    site.database.run(&row).await;
    (site, id)
}

fn signed(site: &Site, header: &Value, changes: &Value, key: &str) -> String {
    let now = site.now().seconds();
    let mut claims = json!({
        "token_type": "access", "exp": now + 3600, "iat": now, "jti": "0123456789abcdef0123456789abcdef", "user_id": "7",
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    signed_with_secret(header, &claims, key.as_bytes())
}

fn former(site: &Site, kind: &str) -> String {
    signed(
        site,
        &json!({ "alg": "HS256", "typ": "JWT" }),
        &json!({ "token_type": kind, "jti": format!("jti-{kind}") }),
        KEY,
    )
}

async fn exchange(site: &Site, token: &str) -> Answer {
    post(site, "jwt/refresh/", &json!({ "refresh": token })).await
}

async fn a_former_token_is_good_for_what_it_was(engine: Engine) {
    let (site, id) = moved(engine).await;
    let access = Front::bearing(&site, &former(&site, "access"));
    assert_eq!(access.me().await.ok().json()["id"], id);
    exchange(&site, &former(&site, "access")).await.expect(StatusCode::UNAUTHORIZED);
    Front::bearing(&site, &former(&site, "refresh")).me().await.expect(StatusCode::UNAUTHORIZED);
    let front = Front::of(&site, &exchange(&site, &former(&site, "refresh")).await);
    front.me().await.ok();
    exchange(&site, &former(&site, "refresh")).await.expect(StatusCode::UNAUTHORIZED);
    for path in ["users/set_password/", "users/set_email/"] {
        let body = json!({ "new_password": OTHER, "new_email": "thief@example.net" });
        access.post(path, &body).await.expect(StatusCode::BAD_REQUEST);
    }
}

async fn a_reset_ends_former_tokens(engine: Engine) {
    let (site, _) = moved(engine).await;
    let access = Front::bearing(&site, &former(&site, "access"));
    access.me().await.ok();
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    access.me().await.expect(StatusCode::UNAUTHORIZED);
    access.get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    exchange(&site, &former(&site, "refresh")).await.expect(StatusCode::UNAUTHORIZED);
}

async fn signing_out_everywhere_ends_former_tokens(engine: Engine) {
    let (site, _) = moved(engine).await;
    let access = Front::bearing(&site, &former(&site, "access"));
    access.post("sessions/end_all/", &json!({})).await.ok();
    access.me().await.expect(StatusCode::UNAUTHORIZED);
    exchange(&site, &former(&site, "refresh")).await.expect(StatusCode::UNAUTHORIZED);
}

async fn an_exchange_that_meets_a_reset_does_not_outlive_it(engine: Engine) {
    let (site, _) = moved(engine).await;
    let (uid, token) = ask_reset(&site, ADA).await.uid_and_token();
    let api = site.api("");
    let tokens: Vec<_> = (0..16)
        .map(|number| {
            let changes = json!({ "token_type": "refresh", "jti": format!("jti-{number}") });
            signed(&site, &json!({ "alg": "HS256", "typ": "JWT" }), &changes, KEY)
        })
        .collect();
    at_once(17, |number| {
        let (api, body) = match tokens.get(number) {
            Some(token) => (api.clone(), ("jwt/refresh/", json!({ "refresh": token }))),
            None => {
                let body = json!({ "uid": uid, "token": token, "new_password": OTHER });
                (api.clone(), ("users/reset_password_confirm/", body))
            }
        };
        async move { api.post(&format!("/api/auth/{}", body.0), &body.1).await }
    })
    .await;
    assert_eq!(site.database.count("families where revoked_at is null").await, 0);
}

async fn a_former_token_that_was_made_up_is_none(engine: Engine) {
    let (site, _) = moved(engine).await;
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let jwks = site.api("").get("/.well-known/jwks.json").await.text();
    for (header, changes, key) in [
        (&json!({ "alg": "none", "typ": "JWT" }), json!({}), KEY),
        (&json!({ "alg": "HS512", "typ": "JWT" }), json!({}), KEY),
        (&header, json!({}), "another key"),
        (&header, json!({}), &jwks),
        (&header, json!({ "exp": site.now().seconds() - 1 }), KEY),
        (&header, json!({ "exp": null }), KEY),
        (&header, json!({ "jti": null }), KEY),
        (&header, json!({ "token_type": "sliding" }), KEY),
        (&header, json!({ "user_id": "8" }), KEY),
        (&header, json!({ "user_id": null }), KEY),
    ] {
        let token = signed(&site, header, &changes, key);
        Front::bearing(&site, &token).me().await.expect(StatusCode::UNAUTHORIZED);
        exchange(&site, &token).await.expect(StatusCode::UNAUTHORIZED);
    }
    let ours = super::client::sign_in(&site, ADA, PASSWORD).await;
    let (header, rest) = ours.access.split_once('.').unwrap();
    let forged = format!("{header}.{}", rest.replace('A', "B"));
    Front::bearing(&site, &forged).me().await.expect(StatusCode::UNAUTHORIZED);
}
