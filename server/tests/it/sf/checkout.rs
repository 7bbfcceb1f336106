//! The checkout without script, from the cart to the order.

use std::collections::BTreeSet;

use app::wire::Notice;
use axum::http::StatusCode;

use crate::support::{Answer, Browser, Engine, Person, Site, at_once, on_both_engines};

on_both_engines! {
    a_person_orders_without_script,
    pressing_twenty_times_orders_once,
    the_form_takes_what_it_says_it_takes,
    a_field_left_empty_is_told_at_the_form,
    an_old_proof_is_asked_for_anew,
    nobody_orders_without_signing_in,
    an_order_is_shown_to_its_owner_alone,
}

async fn a_person_orders_without_script(engine: Engine) {
    let (site, browser) = with_a_full_cart(engine, &[]).await;
    let answer = order(&browser, &key(&browser).await, "Ada", "12 St James's Square").await;
    let shown = answer.url.join(answer.header("location")).unwrap();
    assert_eq!((answer.status, shown.origin()), (StatusCode::FOUND, site.url.origin()));
    assert!(shown.path().starts_with("/shop/orders/"), "{shown}");
    assert_eq!(answer.notice(), (Notice::OrderPlaced, None));
    let page = browser.visit(shown.path()).await.ok();
    assert!(page.words("main").contains("12 St James's Square"), "{}", page.words("main"));
    assert_eq!(page.words("header .count"), "0", "the cart is empty");
    assert!(browser.visit("/profile").await.ok().text().contains(shown.path()));
}

async fn pressing_twenty_times_orders_once(engine: Engine) {
    let (site, browser) = with_a_full_cart(engine, &[]).await;
    let key = key(&browser).await;
    let shown = at_once(20, |_| {
        let (tab, key) = (browser.clone(), key.clone());
        async move { order(&tab, &key, "Ada", "London").await.header("location").to_owned() }
    })
    .await;
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), 1, "{shown:?}");
    assert_eq!(site.database.count("orders").await, 1);
    let again = order(&browser, &key, "Ada", "London").await;
    assert_eq!(again.header("location"), shown[0], "the back button finds the order");
    assert_eq!(site.database.count("orders").await, 1);
}

async fn the_form_takes_what_it_says_it_takes(engine: Engine) {
    let (_site, browser) = with_a_full_cart(engine, &[]).await;
    let page = browser.visit("/shop/checkout").await.ok();
    let longest = |field: &str| "ü".repeat(page.attribute(&format!("#{field}"), "maxlength").parse().unwrap());
    let key = page.attribute("input[name=key]", "value");
    let answer = order(&browser, &key, &longest("recipient"), &longest("address")).await;
    assert!(answer.header("location").contains("/shop/orders/"), "{answer:?}");
}

async fn a_field_left_empty_is_told_at_the_form(engine: Engine) {
    let (site, browser) = with_a_full_cart(engine, &[]).await;
    for (recipient, address, field) in [("", "London", "recipient"), ("Ada", " \n", "address")] {
        let answer = order(&browser, &key(&browser).await, recipient, address).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        let back = answer.url.join(answer.header("location")).unwrap();
        assert_eq!((back.origin(), back.path()), (site.url.origin(), "/shop/checkout"));
        let page = browser.navigate(&back, None).await.ok();
        assert!(!page.words("#order-error").trim().is_empty());
        assert_eq!(page.attribute(&format!("#{field}"), "aria-invalid"), "true");
        assert_eq!(page.words("header .count"), "1", "the cart is as it was");
    }
    assert_eq!(site.database.count("orders").await, 0);
}

async fn an_old_proof_is_asked_for_anew(engine: Engine) {
    let (site, browser) = with_a_full_cart(engine, &[("shop.max_auth_age", "60")]).await;
    let key = key(&browser).await;
    site.wait(61);
    order(&browser, &key, "Ada", "London").await;
    assert_eq!(site.database.count("orders").await, 0);
    let page = browser.visit("/shop/checkout").await.ok();
    let links = page.attributes("main a", "href");
    let step_up = links.iter().find(|href| href.contains("max_age=")).unwrap_or_else(|| panic!("{links:?}"));
    let authorize = browser.begin(step_up).await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    assert_eq!(browser.arrive(&callback).await.location().path(), "/shop/checkout");
    order(&browser, &key, "Ada", "London").await;
    assert_eq!(site.database.count("orders").await, 1, "the cart was kept");
}

async fn nobody_orders_without_signing_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.plant("gatepost-cart", "lantern:1");
    order(&browser, "a-key", "Ada", "London").await;
    assert_eq!(site.database.count("orders").await, 0);
    let page = browser.visit("/shop/checkout").await.ok();
    assert_eq!(page.attributes("main .providers a", "href").len(), 4, "it offers to sign in");
    assert!(page.attributes("main .providers a", "href").iter().all(|href| href.contains("return_to=/shop/checkout")));
}

async fn an_order_is_shown_to_its_owner_alone(engine: Engine) {
    let (site, browser) = with_a_full_cart(engine, &[]).await;
    let shown = order(&browser, &key(&browser).await, "Ada Lovelace", "A secret place").await;
    let path = shown.url.join(shown.header("location")).unwrap().path().to_owned();
    let (grace, nobody) = (site.browser(), site.browser());
    grace.sign_in("okta", &Person::grace()).await;
    let page = grace.visit(&path).await.expect(StatusCode::NOT_FOUND);
    let unknown = grace.visit("/shop/orders/00000000-0000-4000-8000-000000000000").await.expect(StatusCode::NOT_FOUND);
    assert_eq!(page.words("main"), unknown.words("main"), "as if it were not there");
    let invitation = nobody.visit(&path).await;
    for page in [page, invitation] {
        assert!(!page.text().contains("A secret place"));
    }
    let found = |browser: Browser, id: &str| {
        let request = browser.script(axum::http::Method::POST, "/sf/find-order").header("accept", "application/json");
        let request = request.form(&[("id", id)]);
        async move { browser.send(request).await }
    };
    let id = path.rsplit('/').next().unwrap();
    for id in [id, "", "'", "\0", "../x"] {
        assert!(found(grace.clone(), id).await.ok().json().is_null(), "{id:?}");
    }
    assert!(found(browser, id).await.ok().text().contains("A secret place"));
    let refused = found(nobody, id).await.expect(StatusCode::UNAUTHORIZED);
    assert!(!refused.text().contains("A secret place"));
}

async fn with_a_full_cart(engine: Engine, settings: &[(&str, &str)]) -> (Site, Browser) {
    let site = Site::with(engine, settings).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.visit("/").await.ok();
    browser.submit("/shop", "/sf/add-to-cart", &[("product", "lantern"), ("quantity", "1")]).await;
    (site, browser)
}

async fn key(browser: &Browser) -> String {
    browser.visit("/shop/checkout").await.ok().attribute("input[name=key]", "value")
}

async fn order(browser: &Browser, key: &str, recipient: &str, address: &str) -> Answer {
    let fields = [("key", key), ("recipient", recipient), ("address", address)];
    browser.submit("/shop/checkout", "/sf/place-order", &fields).await
}
