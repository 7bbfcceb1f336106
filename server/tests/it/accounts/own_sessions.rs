//! `sessions/`: a person sees where they are signed in, and ends what they like.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::{ADA, Front, GRACE, OTHER, PASSWORD, join, member, post, sign_in};
use crate::support::{Engine, Site, claims, on_both_engines};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

on_both_engines! {
    the_list_says_where_and_with_what_and_which_is_this_one,
    a_place_is_told_as_far_as_the_operators_database_knows_it,
    one_session_is_ended_and_its_access_token_with_it,
    anothers_session_is_not_there,
    everywhere_is_everywhere,
    everywhere_else_leaves_this_one,
    what_has_ended_is_not_on_the_list,
}

fn sid(front: &Front) -> String {
    claims(&front.access)["sid"].as_str().unwrap().to_owned()
}

async fn list(front: &Front) -> Vec<Value> {
    front.get("/api/auth/sessions/").await.ok().json().as_array().unwrap().clone()
}

async fn end(front: &Front, id: &str) -> crate::support::Answer {
    front.call(Method::DELETE, &format!("sessions/{id}/"), &json!({})).await
}

async fn the_list_says_where_and_with_what_and_which_is_this_one(engine: Engine) {
    let site = Site::with(engine, &[("server.trusted_proxies", "127.0.0.1")]).await;
    join(&site, ADA, PASSWORD).await;
    let there = site.api("").header("user-agent", FIREFOX).header("x-forwarded-for", "198.51.100.7");
    let there = there.post("/api/auth/jwt/create/", &json!({ "email": ADA, "password": PASSWORD })).await;
    let there = Front::of(&site, &there);
    site.wait(60);
    let here = sign_in(&site, ADA, PASSWORD).await;
    let all = list(&here).await;
    assert_eq!(all.len(), 2);
    let (first, second) = (&all[0], &all[1]);
    assert_eq!((&first["id"], &first["current"]), (&json!(sid(&here)), &json!(true)), "the last used first");
    assert_eq!((&second["id"], &second["current"]), (&json!(sid(&there)), &json!(false)));
    assert_eq!((&second["device"], &second["ip"]), (&json!("Firefox, Linux"), &json!("198.51.100.7")));
    assert_eq!(second["provider"], "password");
    assert_eq!(first["last_seen_at"].as_i64().unwrap() - second["last_seen_at"].as_i64().unwrap(), 60);
    let told = site.api("").get("/api/auth/sessions/").await;
    told.expect(StatusCode::UNAUTHORIZED);
}

/// `places.mmdb` was made with the Python package `mmdb_writer`: a city for 198.51.100.0/24, a country for 203.0.113.0/24.
async fn a_place_is_told_as_far_as_the_operators_database_knows_it(engine: Engine) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/places.mmdb");
    let site = Site::with(engine, &[("server.trusted_proxies", "127.0.0.1"), ("server.places", file)]).await;
    join(&site, ADA, PASSWORD).await;
    for (ip, place) in [
        ("198.51.100.7", json!("Gateshead, GB")),
        ("203.0.113.9", json!("DE")),
        ("192.0.2.1", Value::Null),
        ("2001:db8::1", Value::Null),
    ] {
        let api = site.api("").header("x-forwarded-for", ip);
        let there = api.post("/api/auth/jwt/create/", &json!({ "email": ADA, "password": PASSWORD })).await;
        site.wait(1);
        let mine = list(&Front::of(&site, &there)).await;
        let here = mine.iter().find(|session| session["current"] == true).unwrap();
        assert_eq!((&here["ip"], &here["place"]), (&json!(ip), &place));
    }
}

async fn one_session_is_ended_and_its_access_token_with_it(engine: Engine) {
    let site = Site::on(engine).await;
    let (here, there) = (member(&site, ADA, PASSWORD).await, sign_in(&site, ADA, PASSWORD).await);
    there.me().await.ok();
    end(&here, &sid(&there)).await.expect(StatusCode::NO_CONTENT);
    there.is_over().await;
    assert_eq!(list(&here).await.len(), 1);
    end(&here, &sid(&there)).await.expect(StatusCode::NOT_FOUND);
    end(&here, &sid(&here)).await.expect(StatusCode::NO_CONTENT);
    here.is_over().await;
}

async fn anothers_session_is_not_there(engine: Engine) {
    let site = Site::on(engine).await;
    let (ada, grace) = (member(&site, ADA, PASSWORD).await, member(&site, GRACE, OTHER).await);
    let theirs = end(&ada, &sid(&grace)).await.expect(StatusCode::NOT_FOUND);
    let none = end(&ada, "11111111-2222-4333-8444-555555555555").await.expect(StatusCode::NOT_FOUND);
    assert_eq!((theirs.json(), none.json()), (json!({ "detail": "Not found." }), json!({ "detail": "Not found." })));
    for odd in ["x", "%27%20or%201=1", "%00", "*"] {
        end(&ada, odd).await.expect(StatusCode::NOT_FOUND);
    }
    grace.me().await.ok();
    Front::of(&site, &grace.renew().await);
}

async fn everywhere_is_everywhere(engine: Engine) {
    let site = Site::on(engine).await;
    let (here, there) = (member(&site, ADA, PASSWORD).await, sign_in(&site, ADA, PASSWORD).await);
    let browser = site.browser();
    browser.sign_in_by_password(ADA, PASSWORD).await;
    let grace = member(&site, GRACE, OTHER).await;
    assert_eq!(here.post("sessions/end_all/", &json!({})).await.ok().json(), json!({ "ended": 3 }));
    here.is_over().await;
    there.is_over().await;
    assert!(browser.session().await.is_null());
    grace.me().await.ok();
    assert_eq!(site.mailbox(ADA).count("signed_out_everywhere").await, 1);
}

async fn everywhere_else_leaves_this_one(engine: Engine) {
    let site = Site::on(engine).await;
    let (here, there) = (member(&site, ADA, PASSWORD).await, sign_in(&site, ADA, PASSWORD).await);
    let body = json!({ "keep_current": true });
    assert_eq!(here.post("sessions/end_all/", &body).await.ok().json(), json!({ "ended": 1 }));
    there.is_over().await;
    here.me().await.ok();
    Front::of(&site, &here.renew().await);
}

async fn what_has_ended_is_not_on_the_list(engine: Engine) {
    let site = Site::with(engine, &[("session.idle", "1000")]).await;
    join(&site, ADA, PASSWORD).await;
    let idle = sign_in(&site, ADA, PASSWORD).await;
    let out = sign_in(&site, ADA, PASSWORD).await;
    post(&site, "jwt/blacklist/", &json!({ "refresh": out.refresh })).await.ok();
    site.wait(600);
    let here = sign_in(&site, ADA, PASSWORD).await;
    assert_eq!(list(&here).await.len(), 2);
    site.wait(400);
    assert_eq!(list(&here).await.len(), 1);
    end(&here, &sid(&out)).await.expect(StatusCode::NOT_FOUND);
    idle.renew().await.expect(StatusCode::UNAUTHORIZED);
}
