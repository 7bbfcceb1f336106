//! `/api/auth/o/{provider}/`: signing in with a provider from a front end that keeps its tokens itself.

use app::wire::Notice;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::store::AuditFilter;
use url::{Url, form_urlencoded};

use super::client::{Front, PASSWORD, member};
use crate::support::{Answer, ApiClient, Engine, Person, Site, on_both_engines};

/// The page of the front end that providers send people back to.
const PAGE: &str = "http://localhost:5173/signed-in?from=okta";

on_both_engines! {
    a_front_end_signs_in_with_state_and_code_alone,
    state_and_code_come_in_any_of_three_ways,
    only_allowed_pages_are_sent_people_to,
    an_unknown_provider_is_told_in_both_ways,
    each_missing_or_wrong_piece_is_told_in_djosers_words,
    a_state_is_good_once_and_for_ten_minutes,
    a_code_from_elsewhere_signs_nobody_in,
    whoever_has_the_binding_may_be_anywhere,
    a_front_ends_state_is_no_browsers_and_the_other_way_round,
    what_the_provider_says_is_told_with_a_code,
    whoever_may_not_sign_in_gets_no_tokens,
    an_account_that_signs_in_another_way_is_not_taken_over,
    a_provider_that_is_down_is_told_as_such,
}

/// A front end's program. `agent` is what its person's browser calls itself.
fn front_end(site: &Site, agent: &str) -> ApiClient {
    site.api("").header("user-agent", agent)
}

async fn site(engine: Engine) -> Site {
    let pages = format!("https://app.example.com/okta {PAGE}");
    Site::with(engine, &[("accounts.social_redirect_uris", &pages)]).await
}

fn begin_path(provider: &str, page: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("redirect_uri", page).finish();
    format!("/api/auth/o/{provider}/?{query}")
}

/// What a sign-in began with.
struct Begun {
    url: Url,
    binding: String,
}

async fn begin(client: &ApiClient, provider: &str) -> Begun {
    let told = client.get(&begin_path(provider, PAGE)).await.ok().json();
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    Begun { url: text("authorization_url").parse().unwrap(), binding: text("binding") }
}

/// The person signs in at the provider; the state and code that their browser comes back with.
async fn prove(site: &Site, begun: &Begun, person: &Person) -> (String, String) {
    let back = site.browser().prove(&begun.url, person).await;
    assert!(back.as_str().starts_with("http://localhost:5173/signed-in?from=okta&"), "{back}");
    let value = |name: &str| back.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned();
    (value("state"), value("code"))
}

async fn bring(client: &ApiClient, provider: &str, body: Value) -> Answer {
    client.post(&format!("/api/auth/o/{provider}/"), &body).await
}

async fn state_and_code(site: &Site, client: &ApiClient) -> (Value, String) {
    let begun = begin(client, "okta").await;
    let (state, code) = prove(site, &begun, &Person::ada()).await;
    (json!({ "state": state, "code": code }), begun.binding)
}

async fn a_front_end_signs_in_with_state_and_code_alone(engine: Engine) {
    let site = site(engine).await;
    for provider in ["okta", "google", "facebook"] {
        let client = front_end(&site, "Firefox");
        let begun = begin(&client, provider).await;
        let person = Person::new(&format!("ada-{provider}"), "Ada", &format!("ada@{provider}.example"));
        let (state, code) = prove(&site, &begun, &person).await;
        let answer = bring(&client, provider, json!({ "state": state, "code": code })).await;
        let told = answer.clone().expect(StatusCode::CREATED).json();
        // Facebook vouches for no address, so none is the account's.
        let email = (provider != "facebook").then_some(person.email.as_str());
        assert_eq!(told["user"], email.unwrap_or("Ada"));
        assert!(answer.cookies().is_empty(), "the tokens are in the body alone");
        let front = Front::of(&site, &Answer { status: StatusCode::OK, ..answer });
        assert_eq!(front.me().await.ok().json()["email"], json!(email));
        front.renew().await.ok();
    }
}

async fn state_and_code_come_in_any_of_three_ways(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    for way in ["form", "query", "json"] {
        let begun = begin(&client, "okta").await;
        let (state, code) = prove(&site, &begun, &Person::ada()).await;
        let pairs = [("state", state.as_str()), ("code", code.as_str())];
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let answer = match way {
            "form" => {
                let form = ("application/x-www-form-urlencoded", encoded);
                client.call(Method::POST, "/api/auth/o/okta/", Some(form)).await
            }
            "query" => client.call(Method::POST, &format!("/api/auth/o/okta/?{encoded}"), None).await,
            _ => bring(&client, "okta", json!({ "state": state, "code": code })).await,
        };
        answer.expect(StatusCode::CREATED);
    }
}

async fn only_allowed_pages_are_sent_people_to(engine: Engine) {
    let site = site(engine).await;
    let client = site.api("");
    let refused = json!("redirect_uri must be in SOCIAL_AUTH_ALLOWED_REDIRECT_URIS");
    for page in [
        "",
        "http://localhost:5173/signed-in",
        "http://localhost:5173/signed-in?from=okta&x=1",
        "http://localhost:5173/signed-in?from=okta#",
        "http://localhost:5173/SIGNED-IN?from=okta",
        "http://localhost:5173/a/../signed-in?from=okta",
        "http://localhost:5173@evil.example/signed-in?from=okta",
        "https://evil.example/",
        "//localhost:5173/signed-in?from=okta",
        "https://app.example.com/okta/",
    ] {
        let answer = client.get(&begin_path("okta", page)).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json(), refused, "{page}");
    }
    let none = client.get("/api/auth/o/okta/").await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(none.json(), refused);
    let twice = format!("{}&redirect_uri=https://evil.example/", begin_path("okta", PAGE));
    assert_eq!(client.get(&twice).await.expect(StatusCode::BAD_REQUEST).json(), refused);
    let by_default = Site::on(engine).await;
    by_default.api("").get(&begin_path("okta", PAGE)).await.expect(StatusCode::BAD_REQUEST);
}

async fn an_unknown_provider_is_told_in_both_ways(engine: Engine) {
    let site = site(engine).await;
    for provider in ["nobody", "password", "OKTA"] {
        let told = json!({ "detail": format!("Provider '{provider}' not supported") });
        let asked = site.api("").get(&begin_path(provider, PAGE)).await.expect(StatusCode::NOT_FOUND);
        assert_eq!(asked.json(), told);
        let brought = bring(&site.api(""), provider, json!({ "state": "s", "code": "c" })).await;
        assert_eq!(brought.expect(StatusCode::NOT_FOUND).json(), told);
    }
    let no_text = site.api("").get(&begin_path("%ff", PAGE)).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(no_text.json(), json!({ "detail": "Provider '?' not supported" }));
}

async fn each_missing_or_wrong_piece_is_told_in_djosers_words(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    let (good, _) = state_and_code(&site, &client).await;
    for (body, words) in [
        (json!({}), "State could not be found in request data."),
        (json!({ "code": "c" }), "State could not be found in request data."),
        (json!({ "state": "", "code": "c" }), "State could not be found in request data."),
        (json!({ "state": good["state"] }), "A required authentication parameter is missing."),
        (json!({ "state": "made-up", "code": "c" }), "State could not be found in server-side session data."),
        (
            json!({ "state": good["state"], "code": good["code"], "binding": "made-up" }),
            "Invalid state has been provided.",
        ),
        (
            json!({ "state": good["state"], "code": good["code"], "binding": good["state"] }),
            "Invalid state has been provided.",
        ),
    ] {
        let answer = bring(&client, "okta", body.clone()).await.expect(StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["non_field_errors"], json!([words]), "{body}");
    }
    let other = bring(&client, "google", good.clone()).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(other.json()["non_field_errors"], json!(["State could not be found in server-side session data."]));
    for odd in [json!({ "state": ["s"], "code": "c" }), json!({ "state": { "a": 1 }, "code": "c" }), json!([])] {
        bring(&client, "okta", odd).await.expect(StatusCode::BAD_REQUEST);
    }
    // Nothing of that has used it up.
    bring(&client, "okta", good).await.expect(StatusCode::CREATED);
}

async fn a_state_is_good_once_and_for_ten_minutes(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    let (good, binding) = state_and_code(&site, &client).await;
    bring(&client, "okta", good.clone()).await.expect(StatusCode::CREATED);
    let mut again = good;
    invalid_state(&bring(&client, "okta", again.clone()).await);
    again["binding"] = binding.into();
    invalid_state(&bring(&client, "okta", again).await);
    let (late, _) = state_and_code(&site, &client).await;
    site.wait(600);
    invalid_state(&bring(&client, "okta", late).await);
}

/// Login CSRF: somebody has a stranger's browser bring their own code (RFC 9700 §4.7).
async fn a_code_from_elsewhere_signs_nobody_in(engine: Engine) {
    let site =
        Site::with(engine, &[("accounts.social_redirect_uris", PAGE), ("server.trusted_proxies", "127.0.0.1")]).await;
    let at = |ip: &str, agent: &str| front_end(&site, agent).header("x-forwarded-for", ip);
    let attacker = at("203.0.113.66", "Firefox");
    for victim in [at("198.51.100.7", "Firefox"), at("203.0.113.66", "Chromium"), at("198.51.100.7", "Chromium")] {
        let (bait, _) = state_and_code(&site, &attacker).await;
        invalid_state(&bring(&victim, "okta", bait).await);
    }
    assert_eq!(site.database.count("families").await, 0);
    let (own, _) = state_and_code(&site, &attacker).await;
    bring(&attacker, "okta", own).await.expect(StatusCode::CREATED);
}

async fn whoever_has_the_binding_may_be_anywhere(engine: Engine) {
    let site = site(engine).await;
    let (mut good, binding) = state_and_code(&site, &front_end(&site, "a server that renders pages")).await;
    good["binding"] = binding.into();
    bring(&front_end(&site, "Firefox"), "okta", good).await.expect(StatusCode::CREATED);
}

async fn a_front_ends_state_is_no_browsers_and_the_other_way_round(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    let (good, _) = state_and_code(&site, &client).await;
    let text = |name: &str| good[name].as_str().unwrap().to_owned();
    let browser = site.browser();
    let callback = site.at(&format!("/auth/okta/callback?state={}&code={}", text("state"), text("code")));
    let answer = browser.arrive(&callback).await;
    assert_eq!(answer.notice().0, Notice::SignInUnknown);
    assert_eq!(answer.session_cookie(), None);
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let value = |name: &str| callback.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned();
    let stolen = bring(&client, "okta", json!({ "state": value("state"), "code": value("code") })).await;
    assert_eq!(
        stolen.expect(StatusCode::BAD_REQUEST).json()["non_field_errors"],
        json!(["State could not be found in server-side session data."])
    );
    assert!(browser.arrive(&callback).await.session_cookie().is_some(), "it was not used up");
}

async fn what_the_provider_says_is_told_with_a_code(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    for (fault, words) in [
        ("access_denied", "Authentication process canceled"),
        ("server_error", "Authentication failed: server_error"),
        ("wrong_nonce", "Authentication failed: the provider's answer does not count"),
        ("token_error", "Authentication failed: the provider's answer does not count"),
    ] {
        let mut begun = begin(&client, "okta").await;
        begun.url.query_pairs_mut().append_pair("demo_fault", fault);
        let back = site.browser().prove(&begun.url, &Person::ada()).await;
        let pairs: serde_json::Map<_, _> =
            back.query_pairs().map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect();
        let told = bring(&client, "okta", pairs.into()).await.expect(StatusCode::BAD_REQUEST).json();
        assert_eq!(told["non_field_errors"], json!([words]), "{fault}");
        let code = told["support_code"][0].as_str().unwrap();
        let events = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(100)).await.unwrap();
        let event = events.into_iter().find(|event| event.support_code.as_deref() == Some(code)).unwrap();
        assert_eq!((&*event.kind, &*event.outcome), ("sign_in", "failed"));
        assert_ne!(event.detail, "");
    }
}

async fn whoever_may_not_sign_in_gets_no_tokens(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    let (good, _) = state_and_code(&site, &client).await;
    bring(&client, "okta", good).await.expect(StatusCode::CREATED);
    site.database.run("update people set is_active = false").await;
    let (good, _) = state_and_code(&site, &client).await;
    let told = bring(&client, "okta", good).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(told["non_field_errors"], json!(["Your credentials aren't allowed"]));
    assert_eq!(site.database.count("families").await, 1);
}

async fn an_account_that_signs_in_another_way_is_not_taken_over(engine: Engine) {
    let site = site(engine).await;
    member(&site, &Person::ada().email, PASSWORD).await;
    let client = front_end(&site, "Firefox");
    let (good, _) = state_and_code(&site, &client).await;
    let told = bring(&client, "okta", good).await.expect(StatusCode::BAD_REQUEST).json();
    let words = "This address belongs to an account that signs in another way.";
    assert_eq!(told["non_field_errors"], json!([words]));
    assert_eq!(site.database.count("identities").await, 0);
}

async fn a_provider_that_is_down_is_told_as_such(engine: Engine) {
    let site = site(engine).await;
    let client = front_end(&site, "Firefox");
    let (good, _) = state_and_code(&site, &client).await;
    site.unplug_demo().await;
    let told = bring(&client, "okta", good).await.expect(StatusCode::BAD_REQUEST).json();
    assert_eq!(
        told["non_field_errors"],
        json!(["Network error during authentication: the provider cannot be reached"])
    );
    let never_seen = Site::with(
        engine,
        &[
            ("accounts.social_redirect_uris", PAGE),
            ("providers.okta.issuer", "http://127.0.0.1:9/oauth2/default"),
            ("providers.okta.client_id", "id"),
            ("providers.okta.client_secret", "secret"),
        ],
    )
    .await;
    never_seen.api("").get(&begin_path("okta", PAGE)).await.expect(StatusCode::SERVICE_UNAVAILABLE);
}

#[track_caller]
fn invalid_state(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    assert_eq!(answer.json()["non_field_errors"], json!(["Invalid state has been provided."]));
}
