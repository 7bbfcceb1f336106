//! `POST /api/orders`: written exactly once, with a fresh proof of identity.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::signed_in;
use crate::support::{Browser, Engine, Person, Site, at_once, claims, on_both_engines};

on_both_engines! {
    an_order_is_written_from_the_cart,
    pressing_again_finds_the_same_order,
    twenty_presses_at_once_make_one_order,
    a_key_is_a_persons_own,
    an_old_proof_is_told_to_step_up,
    an_order_that_is_there_needs_no_fresh_proof,
    what_is_missing_is_named,
    rubbish_in_the_cart_is_an_empty_cart,
    without_a_token_nothing_is_written,
}

async fn an_order_is_written_from_the_cart(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    browser.plant("gatepost-cart", "lantern:2.padlock:1");
    let request =
        browser.script(axum::http::Method::POST, "/api/orders").header("authorization", format!("Bearer {token}"));
    let answer = browser.send(request.body("application/json", order("k-1").to_string())).await;
    let answer = answer.expect(StatusCode::CREATED);
    let written = answer.json();
    assert_eq!(written["total_cents"], 2 * 4900 + 1950);
    assert_eq!((&written["recipient"], &written["address"]), (&json!("Ada"), &json!("12 St James's Square\nLondon")));
    assert_eq!(written["placed_at"], site.now().seconds());
    assert!(browser.cookie_names().iter().all(|name| name != "gatepost-cart"), "the cart is empty");
}

async fn pressing_again_finds_the_same_order(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let client = site.api(&token).cart("lantern:1");
    let first = client.post("/api/orders", &order("k-1")).await.expect(StatusCode::CREATED).json();
    // The answer was lost; meanwhile the cart is empty and the address was typed anew.
    let again = json!({ "key": "k-1", "recipient": "Someone", "address": "Elsewhere" });
    let second = site.api(&token).post("/api/orders", &again).await.expect(StatusCode::CREATED).json();
    assert_eq!(first, second);
    assert_eq!(site.database.count("orders").await, 1);
    client.post("/api/orders", &order("k-2")).await.expect(StatusCode::CREATED);
    assert_eq!(site.database.count("orders").await, 2);
}

async fn twenty_presses_at_once_make_one_order(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for round in 0..5 {
        let request = order(&format!("k-{round}"));
        let orders =
            at_once(20, |_| {
                let (client, request) = (site.api(&token).cart("lantern:1"), request.clone());
                async move {
                    client.post("/api/orders", &request).await.expect(StatusCode::CREATED).json()["id"].to_string()
                }
            })
            .await;
        assert_eq!(orders.into_iter().collect::<BTreeSet<_>>().len(), 1);
        assert_eq!(site.database.count("orders").await, round + 1);
    }
}

async fn a_key_is_a_persons_own(engine: Engine) {
    let (site, _browser, ada) = signed_in(engine).await;
    let other = site.browser();
    other.sign_in("okta", &Person::grace()).await;
    let grace = other.access_token().await;
    let place = async |token: &str| site.api(token).cart("lantern:1").post("/api/orders", &order("same")).await.json();
    assert_ne!(place(&ada).await["id"], place(&grace).await["id"]);
}

async fn an_old_proof_is_told_to_step_up(engine: Engine) {
    let site = Site::with(engine, &[("shop.max_auth_age", "60")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.wait(60);
    let before = browser.access_token().await;
    site.api(&before).cart("lantern:1").post("/api/orders", &order("k-1")).await.expect(StatusCode::CREATED);
    site.wait(1);

    let token = browser.access_token().await;
    let client = site.api(&token).cart("lantern:1");
    let answer = client.post("/api/orders", &order("k-2")).await.expect(StatusCode::UNAUTHORIZED);
    let challenge = "Bearer realm=\"api\", error=\"insufficient_user_authentication\", max_age=\"60\"";
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(answer.json()["error"], "insufficient_user_authentication");
    assert_eq!(site.database.count("orders").await, 1);
    client.get("/api/profile").await.ok();

    step_up(&browser).await;
    let fresh = browser.access_token().await;
    assert_eq!(claims(&fresh)["auth_time"], site.now().seconds());
    site.api(&fresh).cart("lantern:1").post("/api/orders", &order("k-2")).await.expect(StatusCode::CREATED);
}

async fn an_order_that_is_there_needs_no_fresh_proof(engine: Engine) {
    let site = Site::with(engine, &[("shop.max_auth_age", "60")]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.access_token().await;
    let client = site.api(&token).cart("lantern:1");
    let first = client.post("/api/orders", &order("k-1")).await.expect(StatusCode::CREATED).json();
    site.wait(300);
    assert_eq!(client.post("/api/orders", &order("k-1")).await.expect(StatusCode::CREATED).json(), first);
}

async fn what_is_missing_is_named(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    let client = site.api(&token).cart("lantern:1");
    let with = |name: &str, value: Value| {
        let mut order = order("k-1");
        order[name] = value;
        order
    };
    let long = "x".repeat(1000);
    for (request, status, error) in [
        (with("recipient", json!("")), StatusCode::UNPROCESSABLE_ENTITY, "field_recipient"),
        (with("recipient", json!(" \t\n")), StatusCode::UNPROCESSABLE_ENTITY, "field_recipient"),
        (with("recipient", json!(long)), StatusCode::UNPROCESSABLE_ENTITY, "field_recipient"),
        (with("address", json!("\u{0}")), StatusCode::UNPROCESSABLE_ENTITY, "field_address"),
        (with("address", json!(long)), StatusCode::UNPROCESSABLE_ENTITY, "field_address"),
        (with("key", json!("")), StatusCode::UNPROCESSABLE_ENTITY, "field_key"),
        (with("key", json!(long)), StatusCode::UNPROCESSABLE_ENTITY, "field_key"),
        (with("key", json!(1)), StatusCode::UNPROCESSABLE_ENTITY, "invalid_request"),
        (with("price", json!(1)), StatusCode::UNPROCESSABLE_ENTITY, "invalid_request"),
        (json!([]), StatusCode::UNPROCESSABLE_ENTITY, "invalid_request"),
    ] {
        let answer = client.post("/api/orders", &request).await.expect(status);
        assert_eq!(answer.json()["error"], error, "{request}");
    }
    let text = client.call(axum::http::Method::POST, "/api/orders", Some(("text/plain", order("k").to_string()))).await;
    text.expect(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let broken = client.call(axum::http::Method::POST, "/api/orders", Some(("application/json", "{".to_owned()))).await;
    broken.expect(StatusCode::BAD_REQUEST);
    assert_eq!(site.database.count("orders").await, 0);
}

async fn rubbish_in_the_cart_is_an_empty_cart(engine: Engine) {
    let (site, _browser, token) = signed_in(engine).await;
    for cart in [
        "",
        "lantern",
        "lantern:0",
        "lantern:100",
        "gold:1",
        "lantern:-1",
        "lantern:1.gold:1",
        "%00",
        "lantern:1:1",
        "\"lantern:1\"",
    ] {
        let answer = site.api(&token).cart(cart).post("/api/orders", &order("k-1")).await;
        let answer = answer.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["error"], "cart_empty", "{cart}");
    }
    assert_eq!(site.database.count("orders").await, 0);
}

async fn without_a_token_nothing_is_written(engine: Engine) {
    let (site, browser, token) = signed_in(engine).await;
    let client = site.api("").cart("lantern:1");
    client.post("/api/orders", &order("k-1")).await.expect(StatusCode::UNAUTHORIZED);
    browser.sign_out().await;
    site.api(&token).cart("lantern:1").post("/api/orders", &order("k-1")).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("orders").await, 0);
}

fn order(key: &str) -> Value {
    json!({ "key": key, "recipient": "Ada", "address": "12 St James's Square\nLondon" })
}

async fn step_up(browser: &Browser) {
    let authorize = browser.begin("/auth/okta/start?max_age=60&return_to=/shop/checkout").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    browser.arrive(&callback).await;
}
