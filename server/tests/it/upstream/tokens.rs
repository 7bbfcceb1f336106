//! `GET /api/upstream/{provider}/token`, and what is kept for it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::json;
use server::upkeep;

use crate::support::{Answer, Browser, CLIENT, Engine, Renewals, Site, Upstream, at_once, in_time, on_both_engines};

const PATH: &str = "/api/upstream/company/token";
const KEPT: [(&str, &str); 3] =
    [("keep_tokens", "true"), ("scopes", "openid profile email calendar mail"), ("api_token_scopes", "calendar mail")];

on_both_engines! {
    a_token_is_handed_out_narrowed_to_what_the_settings_allow,
    a_token_that_cannot_be_narrowed_is_not_handed_out,
    without_a_refresh_token_it_is_handed_out_until_it_lapses,
    it_is_renewed_before_it_lapses_and_the_next_refresh_token_is_kept,
    only_the_person_with_a_session_gets_it,
    without_the_settings_there_is_none,
    tokens_are_sealed_at_rest,
    a_provider_that_refuses_is_asked_once,
    a_provider_that_is_down_is_told_so_and_nothing_is_lost,
    an_answer_about_somebody_else_ends_the_session,
    tokens_go_with_the_last_session_and_are_given_back,
    signing_out_everywhere_takes_them_away,
    an_account_that_is_deleted_takes_them_with_it,
    what_nobody_signed_out_of_is_swept_up,
    of_many_at_once_one_renews,
}

async fn signed_in(engine: Engine, settings: &[(&str, &str)]) -> (Upstream, Site, Browser, String) {
    let (upstream, site) = Upstream::with_site(engine, settings).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let token = browser.access_token().await;
    (upstream, site, browser, token)
}

fn renewals(upstream: &Upstream) -> usize {
    upstream.asked("/token").iter().filter(|asked| asked["grant_type"] == "refresh_token").count()
}

fn token_of(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

async fn a_token_is_handed_out_narrowed_to_what_the_settings_allow(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    let answer = site.api(&token).get(PATH).await.ok();
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!((&body["token_type"], &body["scope"]), (&"Bearer".into(), &"calendar mail".into()));
    assert_eq!(body["expires_in"], 300);
    assert_eq!(body.as_object().unwrap().len(), 4, "no refresh token, no ID token: {body}");
    let asked = upstream.asked("/token");
    let [_, asked] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(asked["scope"], "calendar mail", "openid, profile and email are nobody's business");
    assert_eq!(token_of(&site.api(&token).get(PATH).await.ok()), body["access_token"].as_str().unwrap());
    assert_eq!(renewals(&upstream), 1);

    let less = site.api(&token).get(&format!("{PATH}?scope=mail")).await.ok().json();
    assert_eq!(less["scope"], "calendar mail", "what is there will do");
    site.api(&token).get(&format!("{PATH}?scope=mail&scope=mail")).await.expect(StatusCode::BAD_REQUEST);
    let more = site.api(&token).get(&format!("{PATH}?scope=mail%20openid")).await.expect(StatusCode::FORBIDDEN);
    assert!(more.json()["detail"].as_str().unwrap().contains("openid"));
    let events = "audit_events where kind = 'upstream_token' and outcome = 'ok' and provider = 'company' \
         and detail = 'calendar mail' and person_id is not null and family_id is not null";
    assert_eq!(site.database.count(events).await, 3);
}

async fn a_token_that_cannot_be_narrowed_is_not_handed_out(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    upstream.set(|company| company.grants = Some("openid calendar mail".to_owned()));
    let answer = site.api(&token).get(PATH).await.expect(StatusCode::BAD_GATEWAY).json();
    assert_eq!(answer["code"], "provider_refused");
    assert!(answer.get("access_token").is_none());
    assert_eq!(site.database.count("audit_events where kind = 'upstream_token'").await, 0);
}

async fn without_a_refresh_token_it_is_handed_out_until_it_lapses(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &KEPT).await;
    upstream.set(|company| company.without_refresh_tokens = true);
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let token = browser.access_token().await;
    let wide = site.api(&token).get(PATH).await.expect(StatusCode::BAD_GATEWAY).json();
    assert_eq!(wide["code"], "provider_refused");
    assert_eq!(site.database.count("upstream_tokens").await, 1, "and it stays");
    upstream.set(|company| company.grants = Some("calendar".to_owned()));
    browser.sign_in_at_company().await;
    let token = browser.access_token().await;
    let narrow = site.api(&token).get(PATH).await.ok().json();
    assert_eq!(narrow["scope"], "calendar");
    site.api(&token).get(&format!("{PATH}?scope=calendar")).await.ok();
    site.wait(271);
    let over = site.api(&token).get(PATH).await.expect(StatusCode::BAD_GATEWAY).json();
    assert_eq!(over["code"], "sign_in_again");
    assert_eq!(renewals(&upstream), 0);
    browser.sign_out().await;
}

async fn it_is_renewed_before_it_lapses_and_the_next_refresh_token_is_kept(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    let first = token_of(&site.api(&token).get(PATH).await.ok());
    site.wait(269);
    assert_eq!(token_of(&site.api(&token).get(PATH).await.ok()), first);
    site.wait(2);
    let second = token_of(&site.api(&token).get(PATH).await.ok());
    assert_ne!(first, second);
    site.wait(280);
    assert_ne!(token_of(&site.api(&token).get(PATH).await.ok()), second);
    assert_eq!(renewals(&upstream), 3);
    let sent: BTreeSet<_> =
        upstream.asked("/token").iter().filter_map(|asked| asked.get("refresh_token").cloned()).collect();
    assert_eq!(sent.len(), 3, "each refresh token once");
}

async fn only_the_person_with_a_session_gets_it(engine: Engine) {
    let (upstream, site, browser, token) = signed_in(engine, &KEPT).await;
    site.api("").get(PATH).await.expect(StatusCode::UNAUTHORIZED);
    upstream.set(|company| company.person = Some("grace".to_owned()));
    let other = site.browser();
    other.sign_in("okta", &crate::support::Person::grace()).await;
    site.api(&other.access_token().await).get(PATH).await.expect(StatusCode::NOT_FOUND);
    // The cookie is no Bearer token.
    let by_cookie = browser.script(axum::http::Method::GET, PATH);
    browser.send(by_cookie).await.expect(StatusCode::UNAUTHORIZED);
    browser.sign_out().await;
    site.api(&token).get(PATH).await.expect(StatusCode::UNAUTHORIZED);
}

async fn without_the_settings_there_is_none(engine: Engine) {
    for settings in [&[][..], &[("keep_tokens", "true")]] {
        let (_upstream, site, _browser, token) = signed_in(engine, settings).await;
        let client = site.api(&token);
        for path in [PATH, "/api/upstream/okta/token", "/api/upstream/nobody/token"] {
            client.get(path).await.expect(StatusCode::NOT_FOUND);
        }
        let kept = i64::try_from(settings.len()).unwrap();
        assert_eq!(site.database.count("upstream_tokens").await, kept);
    }
}

async fn tokens_are_sealed_at_rest(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    site.api(&token).get(PATH).await.ok();
    let kept = site.database.everything().await;
    for secret in ["access-1-", "access-2-", "refresh-"] {
        assert!(!kept.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    // And bound to the person: moved to another's row they are of no use.
    upstream.set(|company| company.person = Some("grace".to_owned()));
    let grace = site.browser();
    grace.sign_in_at_company().await;
    let swap = "update upstream_tokens set sealed = (select sealed from upstream_tokens where subject = 'ada') \
         where subject = 'grace'";
    site.database.run(swap).await;
    site.api(&grace.access_token().await).get(PATH).await.expect(StatusCode::SERVICE_UNAVAILABLE);
}

async fn a_provider_that_refuses_is_asked_once(engine: Engine) {
    let (upstream, site, browser, token) = signed_in(engine, &KEPT).await;
    upstream.set(|company| company.renewals = Renewals::Refused);
    let answer = site.api(&token).get(PATH).await.expect(StatusCode::BAD_GATEWAY).json();
    assert_eq!(answer["code"], "sign_in_again");
    assert!(answer["support_code"].is_string());
    site.api(&token).get(PATH).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(renewals(&upstream), 1);
    // Signing in again helps.
    upstream.set(|company| company.renewals = Renewals::Rotating);
    browser.sign_in_at_company().await;
    site.api(&browser.access_token().await).get(PATH).await.ok();
}

async fn a_provider_that_is_down_is_told_so_and_nothing_is_lost(engine: Engine) {
    let (upstream, site, browser, token) = signed_in(engine, &KEPT).await;
    upstream.set(|company| company.renewals = Renewals::Down);
    let answer = site.api(&token).get(PATH).await.expect(StatusCode::SERVICE_UNAVAILABLE).json();
    assert_eq!(answer["code"], "provider_unreachable");
    upstream.set(|company| company.renewals = Renewals::Rotating);
    site.api(&token).get(PATH).await.ok();
    site.wait(300);
    upstream.unplug().await;
    let token = browser.access_token().await;
    site.api(&token).get(PATH).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.database.count("upstream_tokens where lease is null").await, 1, "kept, and nobody has it");
    browser.refresh().await.ok();
}

async fn an_answer_about_somebody_else_ends_the_session(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &KEPT).await;
    let wrong = [
        json!({ "sub": "eve" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "aud": "another" }),
        json!({ "azp": CLIENT }),
        json!({ "auth_time": 1_798_859_001 }),
        json!({ "nonce": "another" }),
        json!({ "exp": 1 }),
    ];
    for (round, claims) in (1..).zip(wrong) {
        let browser = site.browser();
        browser.sign_in_at_company().await;
        upstream.set(|company| company.renewed = claims.clone());
        let answer = site.api(&browser.access_token().await).get(PATH).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{claims}");
        browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(site.database.count("upstream_tokens").await, 0);
        let refused = "audit_events where kind = 'upstream_check' and outcome = 'refused'";
        assert_eq!(site.database.count(refused).await, round, "{claims}");
    }
}

/// Waits for what happens in the background.
async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

async fn tokens_go_with_the_last_session_and_are_given_back(engine: Engine) {
    let (upstream, site, desk, _) = signed_in(engine, &KEPT).await;
    let phone = site.browser();
    phone.sign_in_at_company().await;
    desk.sign_out().await;
    assert_eq!(site.database.count("upstream_tokens").await, 1, "the phone still needs them");
    assert!(upstream.asked("/revoke").is_empty());
    phone.sign_out().await;
    assert_eq!(site.database.count("upstream_tokens").await, 0);
    until(|| !upstream.asked("/revoke").is_empty()).await;
    let revoked = &upstream.asked("/revoke")[0];
    assert!(revoked["token"].starts_with("refresh-"));
    assert_eq!(revoked["token_type_hint"], "refresh_token");
}

async fn signing_out_everywhere_takes_them_away(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    site.browser().sign_in_at_company().await;
    site.api(&token).post("/api/auth/sessions/end_all/", &json!({})).await.ok();
    assert_eq!(site.database.count("families where revoked_at is null").await, 0);
    assert_eq!(site.database.count("upstream_tokens").await, 0);
    until(|| !upstream.asked("/revoke").is_empty()).await;
}

async fn an_account_that_is_deleted_takes_them_with_it(engine: Engine) {
    let (_upstream, site, _browser, _token) = signed_in(engine, &KEPT).await;
    site.database.run("delete from people").await;
    assert_eq!(site.database.count("upstream_tokens").await, 0);
    assert_eq!(site.database.count("upstream_sessions").await, 0);
}

async fn what_nobody_signed_out_of_is_swept_up(engine: Engine) {
    let (_upstream, site, _browser, _token) = signed_in(engine, &KEPT).await;
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("upstream_tokens").await, 1);
    site.wait(15 * 24 * 60 * 60);
    upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("upstream_tokens").await, 0);
    assert_eq!(site.database.count("upstream_sessions").await, 0);
}

async fn of_many_at_once_one_renews(engine: Engine) {
    let (upstream, site, _browser, token) = signed_in(engine, &KEPT).await;
    race(&upstream, &[&site], &token).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_two_replicas_one_renews() {
    in_time(async {
        let (upstream, first, _browser, token) = signed_in(Engine::Postgres, &KEPT).await;
        let second = first.replica().await;
        race(&upstream, &[&first, &second], &token).await;
    })
    .await;
}

async fn race(upstream: &Upstream, sites: &[&Site], token: &str) {
    let answers = at_once(12, |number| {
        let client = sites[number % sites.len()].api(token);
        async move { token_of(&client.get(PATH).await.ok()) }
    })
    .await;
    assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(renewals(upstream), 1);
}
