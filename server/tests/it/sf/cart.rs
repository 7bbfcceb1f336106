//! The cart, in a cookie.

use axum::http::StatusCode;

use crate::support::{Answer, Browser, Engine, Site, on_both_engines};

on_both_engines! {
    a_form_changes_the_cart_and_comes_back,
    scripts_get_the_cart_as_json,
    what_cannot_be_bought_changes_nothing,
    a_cart_of_rubbish_is_empty,
    a_hostile_referrer_leads_nowhere_else,
}

async fn a_form_changes_the_cart_and_comes_back(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    add(&browser, "lantern", "2").await;
    let answer = add(&browser, "padlock", "1").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(came_back_to(&answer), (site.url.origin(), "/shop".to_owned()));
    let cookie = answer.cookie("gatepost-cart").unwrap();
    assert_eq!(cookie.value(), "lantern:2.padlock:1");
    assert_eq!((cookie.http_only(), cookie.same_site()), (Some(true), Some(cookie::SameSite::Lax)));
    assert_eq!(browser.visit("/shop").await.ok().words("header .count"), "3");
    browser.submit("/shop/cart", "/sf/set-quantity", &[("product", "lantern"), ("quantity", "0")]).await;
    let page = browser.visit("/shop/cart").await.ok();
    assert_eq!(page.words(".cart-line .cart-name").trim(), "Padlock", "{}", page.words(".cart-lines"));
}

async fn scripts_get_the_cart_as_json(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let request = browser.script(axum::http::Method::POST, "/sf/add-to-cart").header("accept", "application/json");
    let answer = browser.send(request.form(&[("product", "lantern"), ("quantity", "1")])).await.ok();
    assert_eq!(answer.json()[0]["product"], "lantern");
    assert!(answer.cookie("gatepost-cart").is_some());
}

async fn what_cannot_be_bought_changes_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    add(&browser, "lantern", "1").await;
    for (product, quantity) in
        [("lantern", "0"), ("lantern", "100"), ("lantern", "-1"), ("lantern", "x"), ("lantern", "300")]
    {
        let answer = add(&browser, product, quantity).await;
        assert!(!answer.status.is_server_error(), "{product} {quantity}: {}", answer.status);
        assert_eq!(answer.cookie("gatepost-cart"), None, "{product} {quantity}");
    }
    add(&browser, "gold", "1").await;
    browser.submit("/shop", "/sf/add-to-cart", &[]).await;
    assert_eq!(browser.visit("/shop").await.ok().words("header .count"), "1");
    for _ in 0..3 {
        add(&browser, "lantern", "99").await;
    }
    assert_eq!(browser.visit("/shop").await.ok().words("header .count"), "99", "no more than the shop has");
}

async fn a_cart_of_rubbish_is_empty(engine: Engine) {
    let site = Site::on(engine).await;
    for cart in
        ["x", "lantern:0", "gold:1", "lantern:1..", "<script>alert(1)</script>", "%3Cscript%3E", "lantern:999999999999"]
    {
        let browser = site.browser();
        browser.plant("gatepost-cart", cart);
        let page = browser.visit("/shop/cart").await.ok();
        assert_eq!(page.words("header .count"), "0", "{cart}");
        assert!(!page.text().contains("alert(1)"));
    }
}

async fn a_hostile_referrer_leads_nowhere_else(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for referrer in ["http://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"] {
        let request = browser.script(axum::http::Method::POST, "/sf/add-to-cart");
        let request = request.header("accept", "text/html").header("referer", referrer);
        let answer = browser.send(request.form(&[("product", "lantern"), ("quantity", "1")])).await;
        let location = answer.header("location");
        let leads_to = answer.url.join(location).unwrap();
        assert_eq!(leads_to.origin(), site.url.origin(), "{referrer} leads to {location}");
    }
}

fn came_back_to(answer: &Answer) -> (url::Origin, String) {
    let back = answer.url.join(answer.header("location")).unwrap();
    (back.origin(), back.path().to_owned())
}

async fn add(browser: &Browser, product: &str, quantity: &str) -> Answer {
    browser.submit("/shop", "/sf/add-to-cart", &[("product", product), ("quantity", quantity)]).await
}
