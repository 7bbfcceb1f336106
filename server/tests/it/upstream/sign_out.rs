//! A sign-out that goes on at the provider.

use app::wire::Notice;
use axum::http::{Method, StatusCode};

use crate::support::{Answer, Browser, CLIENT, Database, Engine, Person, SESSION, Site, Upstream, on_both_engines};

on_both_engines! {
    a_form_leads_on_to_the_provider_and_back,
    a_script_is_told_where_to_go_on,
    the_session_here_has_ended_before_the_provider_is_asked,
    a_provider_that_is_down_keeps_nobody_signed_in,
    the_way_back_counts_once_and_in_its_own_browser,
    without_the_setting_nothing_is_kept_and_nobody_is_sent_away,
    the_id_token_is_sealed_at_rest_and_goes_with_the_sign_out,
    the_demos_okta_signs_out_and_sends_back,
    sessions_of_other_providers_end_here_alone,
    other_sites_can_begin_none_of_it,
}

const AT_THE_PROVIDER: [(&str, &str); 1] = [("sign_out", "provider")];

async fn sign_out_by_form(browser: &Browser) -> Answer {
    browser.submit("/", "/sf/sign-out", &[]).await
}

/// The form leads to a page of ours, whose link leads to the provider.
async fn follow(browser: &Browser, answer: &Answer) -> url::Url {
    let page = browser.click(where_to(answer).path()).await.ok();
    let next = page.attribute("a", "href");
    assert_eq!(page.attribute("meta[http-equiv=refresh]", "content"), format!("0; url={next}"));
    browser.click(&next).await.location()
}

/// Leptos redirects with 302.
fn where_to(answer: &Answer) -> url::Url {
    assert!(answer.status.is_redirection(), "{answer:?}");
    answer.url.join(answer.header("location")).unwrap()
}

async fn a_form_leads_on_to_the_provider_and_back(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let answer = sign_out_by_form(&browser).await;
    assert_eq!(where_to(&answer).path(), "/auth/company/sign-out");
    assert!(!browser.has_session_cookie());
    let page = browser.speaking("de").click("/auth/company/sign-out").await.ok();
    assert!(page.words("main").contains("Weiter zu The Company"), "{}", page.text());
    let there = follow(&browser, &answer).await;
    let query: std::collections::BTreeMap<_, _> = there.query_pairs().into_owned().collect();
    assert!(there.as_str().starts_with(&format!("{}/end-session?", upstream.issuer)), "{there}");
    assert_eq!(query["client_id"], CLIENT);
    assert_eq!(query["post_logout_redirect_uri"], site.at("/auth/company/signed-out").as_str());
    assert_eq!(crate::support::claims(&query["id_token_hint"])["sub"], "ada");
    assert!(query["state"].len() >= 22);

    let back = browser.navigate(&there, Some(&site.url)).await.location();
    let home = browser.arrive(&back).await;
    assert_eq!((home.location().path(), home.notice().0), ("/", Notice::SignedOut));
    assert_eq!(site.database.count("audit_events where kind = 'sign_out_at_provider' and outcome = 'ok'").await, 1);
    assert!(browser.session().await.is_null());
}

async fn a_script_is_told_where_to_go_on(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let answer = browser.sign_out().await.ok();
    assert_eq!(answer.text(), "/auth/company/end-session");
    assert!(!browser.has_session_cookie());
    let there = browser.click(&answer.text()).await.location();
    assert!(there.as_str().starts_with(&upstream.issuer), "{there}");
    browser.sign_out().await.expect(StatusCode::NO_CONTENT);
}

async fn the_session_here_has_ended_before_the_provider_is_asked(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    let cookie = browser.refresh_token();
    let token = browser.access_token().await;
    sign_out_by_form(&browser).await;
    assert!(upstream.asked("/end-session").is_empty());
    site.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    let thief = site.browser();
    thief.plant(SESSION, &cookie);
    thief.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_provider_that_is_down_keeps_nobody_signed_in(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    site.wait(25 * 60 * 60);
    upstream.unplug().await;
    sign_out_by_form(&browser).await;
    assert!(browser.session().await.is_null());
    let home = browser.click("/auth/company/end-session").await;
    assert_eq!((home.location().path(), home.notice().0), ("/", Notice::SignedOut));
}

async fn the_way_back_counts_once_and_in_its_own_browser(engine: Engine) {
    let (_upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let (browser, other) = (site.browser(), site.browser());
    browser.sign_in_at_company().await;
    other.sign_in_at_company().await;
    let there = follow(&browser, &sign_out_by_form(&browser).await).await;
    let back = browser.navigate(&there, Some(&site.url)).await.location();
    let forged = site.at("/auth/company/signed-out?state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for harmless in [&back, &forged, &site.at("/auth/company/signed-out")] {
        let answer = other.arrive(harmless).await;
        assert_eq!(answer.location().path(), "/");
        assert!(answer.cookies().is_empty(), "{answer:?}");
    }
    assert_eq!(other.session().await["name"], "ada", "nobody is signed out by an address");
    assert!(browser.arrive(&forged).await.cookies().is_empty());
    // At another provider's address it does not count either.
    let elsewhere = back.as_str().replace("/auth/company/", "/auth/okta/").parse().unwrap();
    let planted = browser.cookie("gatepost-sign-out").unwrap();
    assert!(browser.arrive(&elsewhere).await.cookie("gatepost-notice").is_none());
    browser.plant("gatepost-sign-out", &planted);
    assert_eq!(browser.arrive(&back).await.notice().0, Notice::SignedOut);
    browser.plant("gatepost-sign-out", &planted);
    assert!(browser.arrive(&back).await.cookie("gatepost-notice").is_none(), "once");
    browser.plant("gatepost-sign-out", &planted);
    assert_eq!(browser.click("/auth/company/end-session").await.location().path(), "/", "and there is no way there");
    assert_eq!(site.database.count("audit_events where kind = 'sign_out_at_provider'").await, 1);
}

async fn without_the_setting_nothing_is_kept_and_nobody_is_sent_away(engine: Engine) {
    let (_upstream, site) = Upstream::with_site(engine, &[]).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    assert_eq!(site.database.count("upstream_sessions where sealed_id_token is null").await, 1);
    assert_eq!(site.database.count("upstream_tokens").await, 0);
    let answer = sign_out_by_form(&browser).await;
    assert_eq!((where_to(&answer).path(), answer.notice().0), ("/", Notice::SignedOut));
    assert_eq!(site.database.count("upstream_sign_outs").await, 0);
}

async fn the_id_token_is_sealed_at_rest_and_goes_with_the_sign_out(engine: Engine) {
    let (upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in_at_company().await;
    assert_eq!(site.database.count("upstream_sessions where sealed_id_token is not null").await, 1);
    let there = follow(&browser, &sign_out_by_form(&browser).await).await;
    let hint = there.query_pairs().find(|(name, _)| name == "id_token_hint").unwrap().1.into_owned();
    let payload = hint.split('.').nth(1).unwrap();
    let kept = site.database.everything().await;
    assert!(!kept.windows(payload.len()).any(|window| window == payload.as_bytes()));
    assert_eq!(site.database.count("upstream_sessions").await, 0);
    let back = browser.navigate(&there, Some(&site.url)).await.location();
    browser.arrive(&back).await;
    assert_eq!(site.database.count("upstream_sign_outs where sealed_id_token is not null").await, 0);
    assert_eq!(upstream.asked("/end-session").len(), 1);
    site.wait(11 * 60);
    server::upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("upstream_sign_outs").await, 0);
}

async fn the_demos_okta_signs_out_and_sends_back(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let there = follow(&browser, &sign_out_by_form(&browser).await).await;
    assert_eq!(there.path(), "/oauth2/default/v1/logout");
    let page = browser.navigate(&there, Some(&site.url)).await.ok();
    let back = page.attribute("main a, a", "href").parse().unwrap();
    assert_eq!(browser.arrive(&back).await.notice().0, Notice::SignedOut);
}

async fn sessions_of_other_providers_end_here_alone(engine: Engine) {
    let (_upstream, site) = Upstream::with_site(engine, &AT_THE_PROVIDER).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.sign_out().await.expect(StatusCode::NO_CONTENT);
}

async fn other_sites_can_begin_none_of_it(engine: Engine) {
    use crate::support::{Elsewhere, Means};
    let site = Site::over(Database::fresh(engine).await, &[]).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let evil = Elsewhere::on_another_site(&browser);
    for means in [Means::Image, Means::Frame, Means::NoCorsFetch, Means::Fetch] {
        for path in ["/auth/okta/sign-out", "/auth/okta/end-session", "/auth/okta/signed-out"] {
            let answer = evil.tries(means, path, "{}").await;
            assert!(answer.status.is_client_error(), "{means:?} {path}: {}", answer.status);
        }
    }
    let link = evil.tries(Means::Link, "/auth/okta/end-session", "").await;
    assert_eq!(link.location().path(), "/");
    let script = browser.script(Method::GET, "/auth/okta/sign-out");
    browser.send(script).await.expect(StatusCode::FORBIDDEN);
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
}
