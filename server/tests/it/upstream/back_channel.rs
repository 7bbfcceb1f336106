//! `POST /auth/{provider}/backchannel-logout`.

use axum::http::{HeaderValue, StatusCode};
use serde_json::{Value, json};
use server::store::AuditFilter;

use crate::support::{
    Answer, ApiClient, CLIENT, Engine, Forger, Person, Site, Upstream, at_once, in_time, on_both_engines,
    signed_with_secret,
};

const PATH: &str = "/auth/company/backchannel-logout";

on_both_engines! {
    a_session_of_the_providers_ends_and_no_other,
    a_person_is_signed_out_of_all_that_began_there,
    every_forged_token_is_refused_and_changes_nothing,
    a_token_counts_once,
    it_is_asked_for_in_a_form_and_once,
    a_key_that_is_new_is_looked_for,
    tokens_that_do_not_count_are_bounded,
}

/// Posts a token as a provider's server does: no cookie, no browser.
async fn post(site: &Site, token: &str) -> Answer {
    post_to(&site.api(""), PATH, token).await
}

async fn post_to(client: &ApiClient, path: &str, token: &str) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
    client.call(axum::http::Method::POST, path, Some(("application/x-www-form-urlencoded", form))).await
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

async fn a_session_of_the_providers_ends_and_no_other(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let (desk, phone) = (site.browser(), site.browser());
    desk.sign_in_at_company().await;
    upstream.set(|company| company.sid = Some("sid-2".to_owned()));
    phone.sign_in_at_company().await;
    let token = desk.access_token().await;
    site.api(&token).get("/api/profile").await.ok();

    let claims = with(upstream.logout_claims(&site), "sid", json!("sid-1"));
    let answer = post(&site, &upstream.sign("logout+jwt", &claims)).await.ok();
    assert_eq!(answer.header("cache-control"), "no-store");
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    assert!(desk.session().await.is_null());
    desk.refresh().await.expect(StatusCode::UNAUTHORIZED);
    phone.refresh().await.ok();
    assert_eq!(site.database.count("families where revoked_why = 'signed_out_by_provider'").await, 1);
    let event = "audit_events where kind = 'sign_out_by_provider' and outcome = 'ok' and provider = 'company'";
    assert_eq!(site.database.count(event).await, 1);
    // Of a session that is over, or never was, it is no more than true.
    for sid in ["sid-1", "sid-9"] {
        let claims = with(upstream.logout_claims(&site), "sid", json!(sid));
        post(&site, &upstream.sign("logout+jwt", &claims)).await.ok();
    }
    phone.refresh().await.ok();
}

async fn a_person_is_signed_out_of_all_that_began_there(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let (desk, phone, grace, elsewhere) = (site.browser(), site.browser(), site.browser(), site.browser());
    desk.sign_in_at_company().await;
    phone.sign_in_at_company().await;
    upstream.set(|company| company.person = Some("grace".to_owned()));
    grace.sign_in_at_company().await;
    elsewhere.sign_in("okta", &Person::new("ada", "Ada", "ada@elsewhere.example")).await;

    // A person and a session that is not theirs: nobody.
    let claims = with(with(upstream.logout_claims(&site), "sub", json!("grace")), "sid", json!("sid-0"));
    post(&site, &upstream.sign("logout+jwt", &claims)).await.ok();
    grace.refresh().await.ok();
    let claims = with(upstream.logout_claims(&site), "sub", json!("ada"));
    post(&site, &upstream.sign("JWT", &claims)).await.ok();
    for over in [&desk, &phone] {
        over.refresh().await.expect(StatusCode::UNAUTHORIZED);
    }
    for goes_on in [&grace, &elsewhere] {
        goes_on.refresh().await.ok();
    }
}

async fn every_forged_token_is_refused_and_changes_nothing(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let good = with(with(upstream.logout_claims(&site), "sub", json!("ada")), "sid", json!("sid-1"));
    let header = json!({ "alg": "ES256", "kid": "company-1", "typ": "logout+jwt" });
    let now = site.now().seconds();
    let signed = |claims: &Value| upstream.key.sign(&header, claims);
    let real = signed(&good);
    let (body, signature) = real.rsplit_once('.').unwrap();
    let encode = |value: &Value| {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode(value.to_string())
    };
    let payload = real.split('.').nth(1).unwrap();
    let id_token = json!({
        "iss": upstream.issuer, "aud": CLIENT, "sub": "ada", "iat": now, "exp": now + 3600, "nonce": "n", "sid": "sid-1",
    });
    let public_key = upstream.key.jwk().to_string();
    let forged = [
        ("alg none", format!("{}.{payload}.", encode(&json!({ "alg": "none", "typ": "logout+jwt" })))),
        ("a key of its own", Forger::new().sign(&header, &good)),
        ("no signature", format!("{body}.")),
        ("another's signature", format!("{body}.{}", Forger::new().sign(&header, &good).rsplit_once('.').unwrap().1)),
        ("HS256 with the public key", {
            signed_with_secret(&json!({ "alg": "HS256", "kid": "company-1" }), &good, public_key.as_bytes())
        }),
        ("HS256 with the client secret", signed_with_secret(&json!({ "alg": "HS256" }), &good, b"secret")),
        ("changed claims", {
            let changed = encode(&with(good.clone(), "sub", json!("grace")));
            format!("{}.{changed}.{signature}", encode(&header))
        }),
        ("another issuer", signed(&with(good.clone(), "iss", json!("https://evil.example")))),
        ("another audience", signed(&with(good.clone(), "aud", json!("another")))),
        ("two audiences", signed(&with(good.clone(), "aud", json!([CLIENT, "another"])))),
        ("no events", signed(&without(good.clone(), "events"))),
        ("other events", signed(&with(good.clone(), "events", json!({ "http://example.com/event": {} })))),
        ("a nonce", signed(&with(good.clone(), "nonce", json!("n")))),
        ("nobody", signed(&without(without(good.clone(), "sub"), "sid"))),
        ("no jti", signed(&without(good.clone(), "jti"))),
        ("no iat", signed(&without(good.clone(), "iat"))),
        ("too old", signed(&with(good.clone(), "iat", json!(now - 3600)))),
        ("from the future", signed(&with(good.clone(), "iat", json!(now + 3600)))),
        ("expired", signed(&with(good.clone(), "exp", json!(now - 120)))),
        ("an ID token", upstream.sign("JWT", &id_token)),
        ("an access token's type", upstream.sign("at+jwt", &good)),
        ("an extension", {
            let header = json!({ "alg": "ES256", "kid": "company-1", "typ": "logout+jwt", "crit": ["x"], "x": 1 });
            upstream.key.sign(&header, &good)
        }),
        ("five parts", format!("{real}.x.y")),
        ("too long", signed(&with(good.clone(), "x", json!("x".repeat(9000))))),
        ("rubbish", "rubbish".to_owned()),
        ("nothing", String::new()),
    ];
    assert!(forged.len() > 12);
    for (what, token) in &forged {
        let answer = post(&site, token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}: {}", answer.text());
        assert_eq!(answer.json()["error"], "invalid_request", "{what}");
        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
        assert!(!browser.session().await.is_null(), "{what}");
    }
    let kinds = "audit_events where kind = 'backchannel_logout' and outcome = 'refused'";
    assert_eq!(site.database.count(kinds).await, i64::try_from(forged.len()).unwrap());
    let events = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(100)).await.unwrap();
    assert!(events.iter().any(|event| event.detail.contains("nonce")), "the cause is told to operators");
    // At another provider, and at none, it does not count; here it does, after all of that.
    let at = |other: &str| format!("/auth/{other}/backchannel-logout");
    for other in ["okta", "facebook"] {
        post_to(&site.api(""), &at(other), &real).await.expect(StatusCode::BAD_REQUEST);
    }
    post_to(&site.api(""), &at("nobody"), &real).await.expect(StatusCode::NOT_FOUND);
    assert!(!browser.session().await.is_null());
    post(&site, &real).await.ok();
    assert!(browser.session().await.is_null());
}

async fn a_token_counts_once(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let claims = with(upstream.logout_claims(&site), "sub", json!("ada"));
    let token = upstream.sign("logout+jwt", &claims);
    let answers = at_once(10, |_| {
        let (client, token) = (site.api(""), token.clone());
        async move { post_to(&client, PATH, &token).await.status }
    })
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{answers:?}");
    // Whoever has caught it cannot sign the person out again.
    browser.sign_in_at_company().await;
    site.wait(9 * 60);
    server::upkeep::purge(&site.store, site.now()).await.unwrap();
    post(&site, &upstream.sign("logout+jwt", &with(claims, "exp", json!(site.now().seconds() + 60))))
        .await
        .expect(StatusCode::BAD_REQUEST);
    browser.refresh().await.ok();
}

async fn it_is_asked_for_in_a_form_and_once(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &[]).await;
    let token = upstream.sign("logout+jwt", &with(upstream.logout_claims(&site), "sub", json!("ada")));
    let client = site.api("");
    client.post(PATH, &json!({ "logout_token": token })).await.expect(StatusCode::BAD_REQUEST);
    client.get(&format!("{PATH}?logout_token={token}")).await.expect(StatusCode::METHOD_NOT_ALLOWED);
    let twice = format!("logout_token={token}&logout_token={token}");
    let form = Some(("application/x-www-form-urlencoded", twice));
    client.call(axum::http::Method::POST, PATH, form).await.expect(StatusCode::BAD_REQUEST);
    let long = format!("logout_token={}", "x".repeat(20_000));
    let form = Some(("application/x-www-form-urlencoded", long));
    client.call(axum::http::Method::POST, PATH, form).await.expect(StatusCode::BAD_REQUEST);
    post(&site, &token).await.ok();
}

async fn a_key_that_is_new_is_looked_for(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let keys = site.rings.demo.clone().unwrap();
    for _ in 0..2 {
        keys.rotate().await.unwrap();
    }
    let now = site.now().seconds();
    let claims = json!({
        "iss": format!("{}oauth2/default", site.demo), "aud": "gatepost-demo", "iat": now, "exp": now + 60,
        "jti": "j-1", "sub": Person::ada().sub, "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    let token = keys.sign(keys.algorithm(), "logout+jwt", &claims).unwrap();
    post_to(&site.api(""), "/auth/okta/backchannel-logout", &token).await.ok();
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn tokens_that_do_not_count_are_bounded(engine: Engine) {
    let settings = [("limits.enabled", "true"), ("limits.refused_logouts_per_ip", "3/m")];
    let site = Site::with(engine, &settings).await;
    let path = "/auth/okta/backchannel-logout";
    for _ in 0..3 {
        post_to(&site.api(""), path, "rubbish").await.expect(StatusCode::BAD_REQUEST);
    }
    let answer = post_to(&site.api(""), path, "rubbish").await.expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers["retry-after"], HeaderValue::from_static("20"));
    site.wait(61);
    post_to(&site.api(""), path, "rubbish").await.expect(StatusCode::BAD_REQUEST);
}

/// A logout that reaches one replica is known to the other within a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_replica_knows_within_a_second() {
    in_time(async {
        let (upstream, first) = Upstream::with_site(Engine::Postgres, &[]).await;
        let second = first.replica().await;
        let browser = first.browser();
        browser.sign_in_at_company().await;
        let token = browser.access_token().await;
        for site in [&first, &second] {
            site.api(&token).get("/api/profile").await.ok();
        }
        let claims = with(upstream.logout_claims(&first), "sid", json!("sid-1"));
        let logout = upstream.sign("logout+jwt", &claims);
        post(&first, &logout).await.ok();
        assert!(browser.through(&second).session().await.is_null(), "pages know at once");
        first.clock.advance(std::time::Duration::from_secs(1));
        second.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
        post(&second, &logout).await.expect(StatusCode::BAD_REQUEST);
    })
    .await;
}
