//! Forms that none of our pages has.

use axum::http::{Method, StatusCode};

use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    a_form_that_is_none_is_told_so,
}

async fn a_form_that_is_none_is_told_so(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let form = "application/x-www-form-urlencoded";
    let bodies = [
        (form, ""),
        (form, "product=lantern"),
        (form, "product=lantern&quantity=300"),
        (form, "product=lantern&quantity=-1"),
        (form, "quantity=%00"),
        (form, "language=xx&key=1"),
        (form, "product[x]=1&product[x]=2"),
        ("application/json", "{\"product\":1}"),
        ("multipart/form-data; boundary=x", "--x--"),
    ];
    for path in ["add-to-cart", "set-quantity", "place-order", "find-order", "choose-language"] {
        for (kind, body) in bodies {
            let request = browser.script(Method::POST, &format!("/sf/{path}")).header("accept", "application/json");
            let answer = browser.send(request.body(kind, body.to_owned())).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {kind} {body}: {}", answer.text());
            assert!(!answer.text().contains("lantern"), "{}", answer.text());
        }
    }
    assert_eq!(site.database.count("orders").await, 0);
    assert_eq!(browser.visit("/shop/cart").await.ok().words("title"), "Your cart · Gatepost");
}
