//! `/oauth2/register`: clients that write themselves into the table (RFC 7591, RFC 7592).

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::{
    provider::{Actor, ClientField},
    upkeep,
};

use super::clients::{draft, registry};
use crate::support::{Answer, Engine, Person, Site, on_both_engines};

on_both_engines! {
    nobody_registers_unless_it_is_let_in,
    a_client_registers_and_is_told_what_it_is,
    a_stranger_gets_nothing_that_staff_give_away,
    what_is_wrong_is_told_as_the_rfc_says,
    only_the_token_of_staff_lets_in_where_it_is_asked_for,
    a_client_reads_changes_and_ends_its_own_registration,
    a_change_is_of_this_registration_and_whole,
    what_staff_have_limited_stays_so,
    nobody_elses_token_counts,
    an_address_is_not_too_fast,
    what_nobody_uses_is_removed_after_a_month,
}

const PATH: &str = "/oauth2/register";
const OPEN: (&str, &str) = ("provider.dynamic_registration", "open");
const TOKEN: &str = "a registration token of 40 characters...";
const URI: &str = "https://app.example.com/callback";
const DAY: u64 = 24 * 60 * 60;

async fn open(engine: Engine) -> Site {
    Site::with(engine, &[OPEN]).await
}

async fn register(site: &Site, said: &Value) -> Answer {
    site.api("").post(PATH, said).await
}

/// A registration: its path, its token, and what was told.
async fn registered(site: &Site) -> (String, String, Value) {
    let told = register(site, &json!({ "redirect_uris": [URI] })).await.expect(StatusCode::CREATED).json();
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    let path = text("registration_client_uri").strip_prefix(&site.origin()).unwrap().to_owned();
    (path, text("registration_access_token"), told)
}

async fn change(site: &Site, path: &str, token: &str, said: &Value) -> Answer {
    site.api(token).call(Method::PUT, path, Some(("application/json", said.to_string()))).await
}

async fn nobody_registers_unless_it_is_let_in(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = register(&site, &json!({ "redirect_uris": [URI] })).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(answer.json()["error"], "not_found");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer =
            site.api("t").call(method, "/oauth2/register/x", Some(("application/json", "{}".to_owned()))).await;
        answer.expect(StatusCode::NOT_FOUND);
    }
    assert_eq!(site.database.count("clients").await, 0);
}

async fn a_client_registers_and_is_told_what_it_is(engine: Engine) {
    let site = open(engine).await;
    let said = json!({
        "redirect_uris": [URI],
        "client_name": "Shop",
        "client_name#de": "Laden",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"],
        "post_logout_redirect_uris": ["https://app.example.com/"],
        "default_max_age": 600,
        "unheard_of": { "a": 1 },
    });
    let answer = register(&site, &said).await.expect(StatusCode::CREATED);
    assert_eq!(answer.header("cache-control"), "no-store");
    let told = answer.json();
    for name in ["redirect_uris", "client_name", "token_endpoint_auth_method", "grant_types", "default_max_age"] {
        assert_eq!(told[name], said[name], "{name}");
    }
    assert_eq!(told["response_types"], json!(["code"]));
    assert_eq!(told["client_secret_expires_at"], 0);
    assert_eq!(told["client_id_issued_at"], site.now().seconds());
    assert!(told.get("unheard_of").is_none() && told.get("first_party").is_none());
    let everything = site.database.everything().await;
    for secret in ["client_secret", "registration_access_token"] {
        let secret = told[secret].as_str().unwrap().as_bytes();
        assert!(secret.len() == 43 && !everything.windows(43).any(|window| window == secret));
    }
    let public = register(&site, &json!({ "redirect_uris": [URI], "token_endpoint_auth_method": "none" })).await.json();
    assert!(public.get("client_secret").is_none() && public.get("client_secret_expires_at").is_none());
    assert_eq!(public["client_name"], "app.example.com", "people must read something");
    assert_eq!(site.database.count("audit_events where kind = 'client_registered' and ip <> ''").await, 2);
}

async fn a_stranger_gets_nothing_that_staff_give_away(engine: Engine) {
    let site = open(engine).await;
    let said = json!({
        "redirect_uris": [URI],
        "client_id": "chosen",
        "first_party": true,
        "require_pkce": false,
        "audiences": ["https://api.example.com"],
        "claims": ["staff=is_staff"],
        "access_token_life": 86400,
        "max_refresh": 1_000_000,
        "people": ["@example.com"],
        "scope": "openid email orders admin",
    });
    let told = register(&site, &said).await.expect(StatusCode::CREATED).json();
    let id = told["client_id"].as_str().unwrap();
    assert_eq!((id == "chosen", told["scope"].as_str()), (false, Some("email openid")));
    let metadata = registry(&site).find(id).await.unwrap().unwrap().client.metadata;
    assert!(!metadata.first_party && metadata.require_pkce);
    assert!(metadata.audiences.is_empty() && metadata.claims.is_empty() && metadata.people.is_empty());
    assert_eq!(metadata.lives, server::provider::Lives::default());
}

async fn what_is_wrong_is_told_as_the_rfc_says(engine: Engine) {
    let site = open(engine).await;
    let wrong = [
        (json!({}), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": URI }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [7] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["http://app.example.com/"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["https://*.example.com/"], "client_name": 7 }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [URI], "client_name": 7 }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "client_name": "a\0b" }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "grant_types": ["client_credentials"] }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "grant_types": ["password"] }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "response_types": ["token"] }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "id_token_signed_response_alg": "none" }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "token_endpoint_auth_method": "private_key_jwt" }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [URI], "logo_uri": "https://bank.example/l.png" }), "invalid_client_metadata"),
        (
            json!({ "redirect_uris": [URI], "backchannel_logout_uri": "https://evil.example/" }),
            "invalid_client_metadata",
        ),
        (json!({ "redirect_uris": [URI], "scope": "\u{e9}" }), "invalid_client_metadata"),
    ];
    for (said, error) in wrong {
        let answer = register(&site, &said).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["error"], error, "{said}");
        assert!(!answer.json()["error_description"].as_str().unwrap().is_empty());
    }
    let both = register(&site, &json!({ "redirect_uris": ["x"], "default_max_age": "old" })).await.json();
    let told = both["error_description"].as_str().unwrap();
    assert!(told.contains("redirect_uris: x") && told.contains("default_max_age"), "all at once: {told}");
    for (kind, body, status) in [
        ("application/json", "{", StatusCode::BAD_REQUEST),
        ("application/json", "[]", StatusCode::BAD_REQUEST),
        ("text/plain", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", &format!(r#"{{"x":"{}"}}"#, "x".repeat(70_000)), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = site.api("").call(Method::POST, PATH, Some((kind, body.to_owned()))).await.expect(status);
        assert_eq!(answer.json()["error"], "invalid_client_metadata");
    }
    assert_eq!(site.database.count("clients").await, 0);
}

async fn only_the_token_of_staff_lets_in_where_it_is_asked_for(engine: Engine) {
    let settings = [("provider.dynamic_registration", "token"), ("provider.registration_token", TOKEN)];
    let site = Site::with(engine, &settings).await;
    let said = json!({ "redirect_uris": [URI] });
    for token in ["", "x", &TOKEN[1..]] {
        let answer = site.api(token).post(PATH, &said).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["error"], "invalid_token");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let told = site.api(TOKEN).post(PATH, &said).await.expect(StatusCode::CREATED).json();
    let path = format!("{PATH}/{}", told["client_id"].as_str().unwrap());
    site.api(TOKEN).get(&path).await.expect(StatusCode::UNAUTHORIZED);
    site.wait(31 * DAY);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("clients").await, 1, "staff wanted it");
}

async fn a_client_reads_changes_and_ends_its_own_registration(engine: Engine) {
    let site = open(engine).await;
    let (path, token, told) = registered(&site).await;
    let read = site.api(&token).get(&path).await.ok();
    assert_eq!(read.header("cache-control"), "no-store");
    let mut read = read.json();
    assert_eq!((&read["client_id"], &read["redirect_uris"]), (&told["client_id"], &told["redirect_uris"]));
    assert!(read.get("client_secret").is_none(), "only its hash is kept");
    site.wait(1);
    for ours in ["registration_client_uri", "client_id_issued_at", "client_secret_expires_at"] {
        read.as_object_mut().unwrap().remove(ours).unwrap();
    }
    read["client_name"] = "Store".into();
    read["client_secret"] = told["client_secret"].clone();
    let changed = change(&site, &path, &token, &read).await.ok().json();
    assert_eq!(changed["client_name"], "Store");
    assert_eq!(site.api(&token).get(&path).await.ok().json()["client_name"], "Store");
    site.api(&token).call(Method::DELETE, &path, None).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.database.count("clients").await, 0);
    site.api(&token).get(&path).await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_change_is_of_this_registration_and_whole(engine: Engine) {
    let site = open(engine).await;
    let (path, token, told) = registered(&site).await;
    let id = &told["client_id"];
    for said in [
        json!({ "redirect_uris": [URI] }),
        json!({ "redirect_uris": [URI], "client_id": "other" }),
        json!({ "redirect_uris": [URI], "client_id": id, "client_secret": "other" }),
        json!({ "redirect_uris": [URI], "client_id": id, "registration_access_token": token }),
        json!({ "redirect_uris": [URI], "client_id": id, "client_id_issued_at": 0 }),
        json!({ "redirect_uris": [URI], "client_id": id, "grant_types": ["client_credentials"] }),
    ] {
        let answer = change(&site, &path, &token, &said).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["error"], "invalid_client_metadata", "{said}");
    }
    let other = "https://app.example.com/other";
    let whole = json!({ "client_id": id, "redirect_uris": [other], "first_party": true });
    let changed = change(&site, &path, &token, &whole).await.ok().json();
    assert_eq!(changed["redirect_uris"], json!([other]));
    assert!(!registry(&site).find(id.as_str().unwrap()).await.unwrap().unwrap().client.metadata.first_party);
}

async fn what_staff_have_limited_stays_so(engine: Engine) {
    let site = open(engine).await;
    let (path, token, told) = registered(&site).await;
    let id = told["client_id"].as_str().unwrap();
    let staffs = [
        (ClientField::People, "@example.com"),
        (ClientField::AccessTokenLife, "60"),
        (ClientField::FirstParty, "true"),
        (ClientField::Claims, "staff=is_staff"),
    ];
    let seen = registry(&site).find(id).await.unwrap().unwrap().updated_at;
    registry(&site).edit(id, &draft(&staffs), seen, &Actor::default()).await.unwrap();
    let elsewhere = json!({ "client_id": id, "redirect_uris": ["https://other.example.com/"] });
    change(&site, &path, &token, &elsewhere).await.ok();
    let metadata = registry(&site).find(id).await.unwrap().unwrap().client.metadata;
    assert!(metadata.people.contains("@example.com") && metadata.lives.access_token == 60);
    assert!(!metadata.first_party && metadata.claims.is_empty(), "what was given to another address is gone");
}

async fn nobody_elses_token_counts(engine: Engine) {
    let site = open(engine).await;
    let (mine, token, told) = registered(&site).await;
    let (theirs, their_token, _) = registered(&site).await;
    registry(&site).add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    let secret = told["client_secret"].as_str().unwrap();
    let staffs = format!("{PATH}/shop");
    let nobodys = format!("{PATH}/nobody");
    for (path, token) in [
        (&theirs, token.as_str()),
        (&mine, &their_token),
        (&mine, secret),
        (&mine, ""),
        (&staffs, &token),
        (&nobodys, &token),
        (&format!("{PATH}/%00"), &token),
    ] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let body = Some(("application/json", json!({ "redirect_uris": [URI] }).to_string()));
            let answer = site.api(token).call(method, path, body).await.expect(StatusCode::UNAUTHORIZED);
            assert_eq!(answer.json()["error"], "invalid_token");
        }
    }
    assert_eq!(site.database.count("clients").await, 3);
}

async fn an_address_is_not_too_fast(engine: Engine) {
    let limits = [("limits.enabled", "true"), ("limits.client_registrations_per_ip", "2/h")];
    let site = Site::with(engine, &[&[OPEN], &limits[..]].concat()).await;
    let said = json!({ "redirect_uris": [URI] });
    register(&site, &json!({})).await.expect(StatusCode::BAD_REQUEST);
    register(&site, &said).await.expect(StatusCode::CREATED);
    let answer = register(&site, &said).await.expect(StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=3600).contains(&seconds), "{seconds}");
    site.wait(seconds);
    register(&site, &said).await.expect(StatusCode::CREATED);
}

async fn what_nobody_uses_is_removed_after_a_month(engine: Engine) {
    let site = open(engine).await;
    registry(&site).add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    let (_, _, used) = registered(&site).await;
    registered(&site).await;
    let used = used["client_id"].as_str().unwrap();
    site.browser().sign_in("okta", &Person::ada()).await;
    site.database.run(&format!("insert into consents select id, '{used}', 'openid', 1 from people")).await;
    site.wait(30 * DAY - 1);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("clients").await, 3);
    site.wait(2);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("clients").await, 2);
    assert_eq!(site.database.count(&format!("clients where id in ('shop', '{used}')")).await, 2);
}
