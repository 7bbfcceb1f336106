//! `users/` and `users/{id}/`: what is seen and done of others (rows A27 and A28).

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::{ADA, Front, GRACE, OTHER, PASSWORD, join, member, sign_in};
use crate::support::{Engine, Site, claims, on_both_engines};

on_both_engines! {
    everybody_sees_themselves_alone,
    staff_sees_everybody_a_page_at_a_time,
    strangers_are_not_there,
    strangers_are_refused_where_they_are_not_hidden,
    staff_changes_others,
    whoever_is_staff_no_more_has_no_rights_left,
}

/// Somebody who is staff, with [`PASSWORD`].
pub async fn staff(site: &Site, email: &str) -> Front {
    let id = join(site, email, PASSWORD).await;
    site.store.write().await.unwrap().accounts().set_staff(&id, true).await.unwrap();
    sign_in(site, email, PASSWORD).await
}

fn id_of(front: &Front) -> String {
    claims(&front.access)["sub"].as_str().unwrap().to_owned()
}

async fn everybody_sees_themselves_alone(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, GRACE, OTHER).await;
    let ada = member(&site, ADA, PASSWORD).await;
    let own = json!({ "id": id_of(&ada), "email": ADA, "username": null });
    let list = ada.get("/api/auth/users/").await.ok().json();
    assert_eq!(list, json!({ "count": 1, "next": null, "previous": null, "results": [own] }));
    assert_eq!(ada.get(&format!("/api/auth/users/{}", id_of(&ada))).await.ok().json(), own);
    let told = ada.get("/api/auth/users/?page=2").await.expect(StatusCode::NOT_FOUND).json();
    assert_eq!(told, json!({ "detail": "Invalid page." }));
    site.api("").get("/api/auth/users/").await.expect(StatusCode::UNAUTHORIZED);
}

async fn staff_sees_everybody_a_page_at_a_time(engine: Engine) {
    let site = Site::with(engine, &[("accounts.page_size", "2")]).await;
    for number in 1..=4 {
        join(&site, &format!("p{number}@example.com"), PASSWORD).await;
    }
    let staff = staff(&site, ADA).await;
    let mut seen = Vec::new();
    let mut next = format!("{}/api/auth/users/", site.origin());
    let mut pages = 0;
    loop {
        pages += 1;
        let page = staff.get(next.strip_prefix(&site.origin()).unwrap()).await.ok().json();
        assert_eq!((&page["count"], page["previous"].is_null()), (&json!(5), pages == 1));
        seen.extend(page["results"].as_array().unwrap().iter().map(|person| person["email"].clone()));
        match &page["next"] {
            Value::String(address) => next.clone_from(address),
            other => break assert!(other.is_null()),
        }
    }
    assert_eq!(pages, 3);
    let expected = [ADA, "p1@example.com", "p2@example.com", "p3@example.com", "p4@example.com"];
    assert_eq!(seen, expected);
    for wrong in ["4", "0", "-1", "x", "99999999999999999999"] {
        let answer = staff.get(&format!("/api/auth/users/?page={wrong}")).await.expect(StatusCode::NOT_FOUND);
        assert_eq!(answer.json(), json!({ "detail": "Invalid page." }), "{wrong}");
    }
}

async fn strangers_are_not_there(engine: Engine) {
    let site = Site::on(engine).await;
    let grace = id_of(&member(&site, GRACE, OTHER).await);
    let ada = member(&site, ADA, PASSWORD).await;
    let nobody = "11111111-2222-4333-8444-555555555555";
    for method in [Method::GET, Method::PUT, Method::PATCH] {
        for id in [grace.as_str(), nobody, "1", "%00"] {
            let body = json!({ "first_name": "Mallory" });
            let answer = ada.call(method.clone(), &format!("users/{id}/"), &body).await;
            let told = answer.expect(StatusCode::NOT_FOUND).json();
            assert_eq!(told, json!({ "detail": "Not found." }), "{method} {id}");
        }
    }
    assert_eq!(site.database.count("people where first_name = 'Mallory'").await, 0);
}

async fn strangers_are_refused_where_they_are_not_hidden(engine: Engine) {
    let site = Site::with(engine, &[("accounts.hide_users", "false")]).await;
    let grace = id_of(&member(&site, GRACE, OTHER).await);
    let ada = member(&site, ADA, PASSWORD).await;
    assert_eq!(ada.get("/api/auth/users/").await.ok().json()["count"], 2);
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        let body = json!({ "first_name": "Mallory", "current_password": PASSWORD });
        ada.call(method, &format!("users/{grace}/"), &body).await.expect(StatusCode::FORBIDDEN);
    }
    assert_eq!(site.database.count("people").await, 2);
}

async fn staff_changes_others(engine: Engine) {
    let site = Site::on(engine).await;
    let grace = member(&site, GRACE, OTHER).await;
    let staff = staff(&site, ADA).await;
    let path = format!("users/{}/", id_of(&grace));
    let change = json!({ "username": "grace", "email": ADA, "password": PASSWORD, "is_staff": true });
    let changed = staff.call(Method::PATCH, &path, &change).await.ok().json();
    assert_eq!(changed, json!({ "id": id_of(&grace), "email": GRACE, "username": "grace" }));
    assert_eq!(grace.me().await.ok().json()["username"], "grace");
    sign_in(&site, GRACE, OTHER).await;
    assert_eq!(site.database.count("people where is_staff").await, 1);
    let event = format!("audit_events where kind = 'profile_change' and actor_id = '{}'", id_of(&staff));
    assert_eq!(site.database.count(&event).await, 1);
}

async fn whoever_is_staff_no_more_has_no_rights_left(engine: Engine) {
    let site = Site::on(engine).await;
    let grace = id_of(&member(&site, GRACE, OTHER).await);
    let staff = staff(&site, ADA).await;
    staff.get(&format!("/api/auth/users/{grace}/")).await.ok();
    site.store.write().await.unwrap().accounts().set_staff(&id_of(&staff), false).await.unwrap();
    staff.get(&format!("/api/auth/users/{grace}/")).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(staff.get("/api/auth/users/").await.ok().json()["count"], 1);
}
