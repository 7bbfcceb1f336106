//! What a provider can make our server do: where it calls, how long it waits, how much it takes in.

use app::wire::Notice;
use axum::http::StatusCode;
use serde_json::json;

use super::refused;
use crate::support::{Engine, Reply, StubProvider, TlsDoor, callback, on_both_engines};

on_both_engines! {
    an_endpoint_at_a_private_address_is_not_called,
    a_redirect_is_not_followed,
    ten_megabytes_are_not_taken_in,
    a_compressed_answer_is_not_unpacked,
    whoever_begins_and_never_ends_is_cut_off,
    an_endpoint_that_is_no_web_address_is_refused,
    a_proxy_is_asked_where_one_is_set,
    what_was_typed_counts_more_than_what_is_told,
    a_private_authority_is_believed_where_it_is_named,
}

async fn an_endpoint_at_a_private_address_is_not_called(engine: Engine) {
    let stub = StubProvider::start().await;
    // The name resolves to this computer; the address says so itself.
    for issuer in [stub.issuer(), stub.issuer().replace("127.0.0.1", "localhost")] {
        let site = stub.site(engine, &[("issuer", &issuer), ("allow_private_network", "false")]).await;
        refused(&site, &site.browser().click("/auth/stub/start").await, Notice::ProviderError).await;
        assert!(stub.asked().is_empty());
    }
    // Where somebody has put the provider at such an address, it may name others there.
    let site = stub.site(engine, &[]).await;
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
}

async fn a_redirect_is_not_followed(engine: Engine) {
    let victim = StubProvider::start().await;
    victim.answers("/internal", Reply::Json(json!({ "keys": [] })));
    for path in ["/.well-known/openid-configuration", "/keys", "/token", "/userinfo"] {
        let stub = StubProvider::start().await;
        let site = stub.site(engine, &[("userinfo", "always")]).await;
        let browser = site.browser();
        let redirect = Reply::Redirect(victim.at("/internal"));
        if path.starts_with("/.well-known") {
            stub.answers(path, redirect);
            refused(&site, &browser.click("/auth/stub/start").await, Notice::ProviderError).await;
        } else {
            let authorize = browser.begin("/auth/stub/start").await;
            stub.vouches(&stub.claims(&authorize, site.now()));
            stub.answers(path, redirect);
            let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
            let expected = if path == "/token" { Notice::ProviderError } else { Notice::AnswerRefused };
            refused(&site, &answer, expected).await;
        }
    }
    assert!(victim.asked().is_empty());
}

/// Each answer of a provider with that reply at that path: nobody is signed in, and the cause is known.
async fn each_refused(engine: Engine, settings: &[(&str, &str)], reply: &Reply, expected: [Notice; 2]) {
    for path in ["/.well-known/openid-configuration", "/keys", "/token", "/userinfo"] {
        let stub = StubProvider::start().await;
        let site = stub.site(engine, &[settings, &[("userinfo", "always")]].concat()).await;
        let browser = site.browser();
        if path.starts_with("/.well-known") {
            stub.answers(path, reply.clone());
            refused(&site, &browser.click("/auth/stub/start").await, expected[0]).await;
        } else {
            let authorize = browser.begin("/auth/stub/start").await;
            stub.vouches(&stub.claims(&authorize, site.now()));
            stub.answers(path, reply.clone());
            let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
            refused(&site, &answer, expected[1]).await;
        }
        browser.visit("/sign-in").await.ok();
    }
}

async fn ten_megabytes_are_not_taken_in(engine: Engine) {
    let bomb = Reply::Raw(StatusCode::OK, "application/json", vec![b' '; 10 * 1024 * 1024]);
    each_refused(engine, &[], &bomb, [Notice::ProviderError, Notice::AnswerRefused]).await;
}

/// What is not unpacked cannot grow.
async fn a_compressed_answer_is_not_unpacked(engine: Engine) {
    let packed = Reply::Header("content-encoding", "gzip".to_owned());
    each_refused(engine, &[], &packed, [Notice::ProviderError, Notice::AnswerRefused]).await;
}

async fn whoever_begins_and_never_ends_is_cut_off(engine: Engine) {
    let unreachable = [Notice::ProviderUnreachable; 2];
    each_refused(engine, &[("timeout", "1")], &Reply::Stall, unreachable).await;
}

async fn an_endpoint_that_is_no_web_address_is_refused(engine: Engine) {
    let stub = StubProvider::start().await;
    for member in ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] {
        stub.says_of_itself("/", json!({ member: "ftp://127.0.0.1/x" }));
        let site = stub.site(engine, &[]).await;
        refused(&site, &site.browser().click("/auth/stub/start").await, Notice::ProviderError).await;
    }
}

async fn a_private_authority_is_believed_where_it_is_named(engine: Engine) {
    let stub = StubProvider::start().await;
    let inside = stub.url.socket_addrs(|| None).unwrap()[0];
    let (door, other) = (TlsDoor::before(inside).await, TlsDoor::before(inside).await);
    let at = |path: &str| door.url.join(path).unwrap();
    stub.says_of_itself(
        "/",
        json!({
            "issuer": door.origin(), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"), "jwks_uri": at("/keys"),
        }),
    );
    let (issuer, other_ca, ca) = (door.origin(), other.ca_file(), door.ca_file());
    for settings in [vec![("issuer", &*issuer)], vec![("issuer", &*issuer), ("ca_file", &*other_ca)]] {
        let site = stub.site(engine, &settings).await;
        refused(&site, &site.browser().click("/auth/stub/start").await, Notice::ProviderUnreachable).await;
        assert!(stub.asked().is_empty());
    }
    let site = stub.site(engine, &[("issuer", &issuer), ("ca_file", &ca)]).await;
    let answer = stub.sign_in(&site, "stub", json!({ "iss": issuer })).await;
    assert!(answer.session_cookie().is_some(), "{answer:?}");
}

async fn a_proxy_is_asked_where_one_is_set(engine: Engine) {
    let (stub, proxy) = (StubProvider::start().await, StubProvider::start().await);
    let proxy_url = proxy.url.to_string();
    let site = stub.site(engine, &[("proxy", &proxy_url)]).await;
    site.browser().click("/auth/stub/start").await;
    assert!(stub.asked().is_empty());
    assert_eq!(proxy.asked().len(), 1);
}

/// mozilla-django-oidc's four addresses: no document is asked for.
async fn what_was_typed_counts_more_than_what_is_told(engine: Engine) {
    let stub = StubProvider::start().await;
    let (authorize, token, keys) = (stub.at("/authorize"), stub.at("/token"), stub.at("/keys"));
    let typed = [("authorization_endpoint", &*authorize), ("token_endpoint", &*token), ("jwks_uri", &*keys)];
    let site = stub.site(engine, &typed).await;
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some());
    assert_eq!(stub.times_asked("GET /.well-known/openid-configuration"), 0);
    let elsewhere = StubProvider::start().await;
    let other_token = elsewhere.at("/token");
    let site = stub.site(engine, &[("token_endpoint", &other_token)]).await;
    stub.sign_in(&site, "stub", json!({})).await;
    assert_eq!(elsewhere.times_asked("POST /token"), 1, "one address alone is typed, the others are told");
}
