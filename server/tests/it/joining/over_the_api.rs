//! The same over the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{ada_at_home, identities, with_ada};
use crate::{
    accounts::client::{ADA, Front, OTHER, PASSWORD, sign_in},
    support::{Answer, Browser, Engine, Person, on_both_engines},
};

on_both_engines! {
    a_page_of_ours_joins_and_parts,
    the_session_of_the_token_gets_it,
    what_is_asked_for_wrongly_is_told_by_field,
    the_last_way_in_stays,
}

/// The page's script asks, with its token.
async fn begin(browser: &Browser, token: &str, body: &Value) -> Answer {
    let request = browser.script(Method::POST, "/api/auth/methods/").header("authorization", format!("Bearer {token}"));
    browser.send(request.body("application/json", body.to_string())).await
}

fn url(answer: &Answer) -> url::Url {
    answer.json()["authorization_url"].as_str().unwrap().parse().unwrap()
}

async fn a_page_of_ours_joins_and_parts(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let token = browser.access_token().await;
    let body = json!({ "provider": "google", "current_password": PASSWORD, "return_to": "/shop?a=1" });
    let begun = begin(&browser, &token, &body).await.ok();
    let callback = browser.prove(&url(&begun), &Person::ada()).await;
    let back = browser.arrive(&callback).await;
    assert_eq!(back.header("location"), "/shop?a=1&saved=method-joined");
    let front = Front::bearing(&site, &token);
    let listed = front.get("/api/auth/methods/").await.ok().json();
    let google = &listed["providers"][0];
    assert_eq!((&google["provider"], &google["email"]), (&"google".into(), &ADA.into()));
    let path = format!("methods/{}/", google["id"].as_str().unwrap());
    front.call(Method::DELETE, &path, &json!({})).await.expect(StatusCode::BAD_REQUEST);
    let wrong = json!({ "current_password": OTHER });
    front.call(Method::DELETE, &path, &wrong).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(identities(&site, &ada).await, 1);
    let right = json!({ "current_password": PASSWORD });
    front.call(Method::DELETE, &path, &right).await.expect(StatusCode::NO_CONTENT);
    front.call(Method::DELETE, &path, &right).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(identities(&site, &ada).await, 0);
}

/// A front end with tokens of its own, in a browser that has no session of ours.
async fn the_session_of_the_token_gets_it(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let front = sign_in(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    let body = json!({ "provider": "google", "current_password": PASSWORD });
    let begun = begin(&browser, &front.access, &body).await.ok();
    let callback = browser.prove(&url(&begun), &Person::ada()).await;
    assert_eq!(browser.arrive(&callback).await.header("location"), "/account?saved=method-joined");
    assert_eq!(identities(&site, &ada).await, 1);
    // Without the cookie of the answer, nothing is joined: whoever got hold of the address has no more.
    let begun = begin(&browser, &front.access, &json!({ "provider": "okta", "current_password": PASSWORD })).await.ok();
    let stranger = site.browser();
    let callback = stranger.prove(&url(&begun), &Person::ada()).await;
    assert_eq!(stranger.arrive(&callback).await.notice().0, app::wire::Notice::SignInUnknown);
    // Nor once that session has ended.
    let begun = begin(&browser, &front.access, &json!({ "provider": "okta", "current_password": PASSWORD })).await.ok();
    let callback = browser.prove(&url(&begun), &Person::ada()).await;
    front.post("jwt/blacklist/", &json!({ "refresh": front.refresh })).await.ok();
    assert_eq!(browser.arrive(&callback).await.header("location"), "/account?problem=session-over");
    assert_eq!(identities(&site, &ada).await, 1);
}

async fn what_is_asked_for_wrongly_is_told_by_field(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let front = sign_in(&site, ADA, PASSWORD).await;
    let told = front.post("methods/", &json!({})).await.expect(StatusCode::BAD_REQUEST).json();
    let required = json!(["This field is required."]);
    assert_eq!(told, json!({ "provider": required, "current_password": required }));
    for foreign in ["https://evil.example", "//evil.example", "/auth/okta/start", "\\\\evil.example"] {
        let body = json!({ "provider": "google", "current_password": PASSWORD, "return_to": foreign });
        let told = front.post("methods/", &body).await.expect(StatusCode::BAD_REQUEST).json();
        assert_eq!(told, json!({ "return_to": ["Enter a path of this site."] }), "{foreign}");
    }
    for nobody in ["nobody", "password"] {
        let body = json!({ "provider": nobody, "current_password": PASSWORD });
        front.post("methods/", &body).await.expect(StatusCode::NOT_FOUND);
    }
    let body = json!({ "provider": "google", "current_password": PASSWORD });
    Front::bearing(&site, "").post("methods/", &body).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(site.database.count("sign_ins").await, 0);
}

async fn the_last_way_in_stays(engine: Engine) {
    let site = crate::support::Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let front = Front::bearing(&site, &browser.access_token().await);
    let listed = front.get("/api/auth/methods/").await.ok().json();
    let path = format!("methods/{}/", listed["providers"][0]["id"].as_str().unwrap());
    let told = front.call(Method::DELETE, &path, &json!({})).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told, json!({ "non_field_errors": ["This account is not allowed to be disconnected."] }));
    site.wait(301);
    let front = Front::bearing(&site, &browser.access_token().await);
    front.call(Method::DELETE, &path, &json!({})).await.expect(StatusCode::UNAUTHORIZED);
}
