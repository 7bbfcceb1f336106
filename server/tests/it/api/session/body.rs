//! What a body may be. A form or plain text could come from another site without asking first.

use axum::http::{Method, StatusCode};

use crate::support::{Browser, Engine, Person, Site, on_both_engines};

on_both_engines! {
    only_json_is_taken,
    json_of_another_shape_is_refused,
    nothing_is_the_default,
    a_body_larger_than_any_of_ours_is_refused,
}

const PATHS: [&str; 2] = ["/api/session/refresh", "/api/session/handoff"];

async fn only_json_is_taken(engine: Engine) {
    let (_site, browser) = signed_in(engine).await;
    for path in PATHS {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""]
        {
            let request = browser.script(Method::POST, path).body(kind, "{}");
            browser.send(request).await.expect(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
    }
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        browser.send(browser.script(Method::POST, PATHS[0]).body(kind, "{}")).await.ok();
    }
}

async fn json_of_another_shape_is_refused(engine: Engine) {
    let (site, browser) = signed_in(engine).await;
    let before = site.family_of(&browser.access_token().await).await;
    let odd = ["{", "null", "1", "{\"rotation\":\"never\"}", "{\"rotation\":1}", "{\"x\":1}", "\u{0}", "{}{}"];
    for path in PATHS {
        for body in odd {
            let answer = browser.send(browser.script(Method::POST, path).body("application/json", body)).await;
            let answer = answer.expect(StatusCode::BAD_REQUEST);
            assert_eq!(answer.json()["error"], "invalid_request", "{body}");
        }
    }
    let deep = "[".repeat(3000);
    browser
        .send(browser.script(Method::POST, PATHS[0]).body("application/json", deep))
        .await
        .expect(StatusCode::BAD_REQUEST);
    assert_eq!(site.family(&before.id).await.generation, before.generation);
}

async fn nothing_is_the_default(engine: Engine) {
    let (_site, browser) = signed_in(engine).await;
    let before = browser.refresh_token();
    browser.send(browser.script(Method::POST, PATHS[0])).await.ok();
    assert_ne!(browser.refresh_token(), before, "it rotates on every use");
    browser.send(browser.script(Method::POST, PATHS[1])).await.expect(StatusCode::BAD_REQUEST);
}

async fn a_body_larger_than_any_of_ours_is_refused(engine: Engine) {
    let (_site, browser) = signed_in(engine).await;
    for path in PATHS {
        let request = browser.script(Method::POST, path).body("application/json", " ".repeat(5000));
        browser.send(request).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    }
}

async fn signed_in(engine: Engine) -> (Site, Browser) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    (site, browser)
}
