//! What comes back, and what only looks like it.

use app::wire::Notice;
use axum::http::StatusCode;

use super::{GOOGLE_TOKEN, OKTA_TOKEN, parameter, refused, with};
use crate::support::{Engine, Person, SESSION, Site, at_once, on_both_engines};

on_both_engines! {
    a_replayed_answer_is_refused_and_the_session_stays,
    of_ten_who_bring_one_answer_at_once_one_is_signed_in,
    a_stolen_answer_is_worth_nothing_elsewhere_and_does_no_harm,
    nobody_is_signed_in_as_an_attacker,
    a_cold_answer_asks_nobody_for_tokens,
    a_changed_state_is_refused,
    an_answer_of_another_provider_is_refused,
    another_issuer_or_none_is_refused,
    repeated_parameters_are_refused,
    an_error_is_told_in_our_words,
    an_error_without_state_changes_nothing,
    an_answer_that_comes_too_late_is_refused,
    a_wrong_code_is_refused,
    odd_answers_are_no_crash,
}

async fn a_replayed_answer_is_refused_and_the_session_stays(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start?return_to=/shop").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    browser.arrive(&callback).await;
    let cookie = browser.refresh_token();
    let replayed = browser.arrive(&callback).await;
    refused(&site, &replayed, Notice::SignInUsed).await;
    assert_eq!(browser.refresh_token(), cookie);
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
    assert_eq!(site.database.count("families").await, 1);
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 1);
    let page = browser.visit("/sign-in").await.ok();
    assert!(!page.words("[role=alert]").trim().is_empty());
}

async fn of_ten_who_bring_one_answer_at_once_one_is_signed_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let answers = at_once(10, |_| {
        let (tab, callback) = (browser.clone(), callback.clone());
        async move { tab.arrive(&callback).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.session_cookie().is_some()).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == StatusCode::SEE_OTHER));
    assert_eq!(site.database.count("families").await, 1);
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 1);
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
}

async fn a_stolen_answer_is_worth_nothing_elsewhere_and_does_no_harm(engine: Engine) {
    let site = Site::on(engine).await;
    let (victim, thief) = (site.browser(), site.browser());
    let authorize = victim.begin("/auth/okta/start").await;
    let callback = victim.prove(&authorize, &Person::ada()).await;
    refused(&site, &thief.arrive(&callback).await, Notice::SignInUnknown).await;
    assert!(!thief.has_session_cookie());
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 0);
    assert!(victim.arrive(&callback).await.session_cookie().is_some());
}

async fn nobody_is_signed_in_as_an_attacker(engine: Engine) {
    let site = Site::on(engine).await;
    let (victim, attacker) = (site.browser(), site.browser());
    victim.begin("/auth/okta/start").await;
    let authorize = attacker.begin("/auth/okta/start").await;
    let callback = attacker.prove(&authorize, &Person::new("mallory", "Mallory", "")).await;
    refused(&site, &victim.arrive(&callback).await, Notice::SignInUnknown).await;
    assert!(victim.session().await.is_null());
}

async fn a_cold_answer_asks_nobody_for_tokens(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for path in ["okta/callback?code=x&state=y", "google/callback?code=x", "facebook/callback?code=x&state=y"] {
        refused(&site, &browser.visit(&format!("/auth/{path}")).await, Notice::SignInUnknown).await;
    }
    for asked in [OKTA_TOKEN, GOOGLE_TOKEN, "POST /facebook/v24.0/oauth/access_token"] {
        assert_eq!(site.times_demo_was_asked(asked).await, 0, "{asked}");
    }
}

async fn a_changed_state_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let state = parameter(&callback, "state").unwrap();
    let (upper, longer, shorter) = (state.to_uppercase(), format!("{state}A"), &state[..42]);
    for changed in [Some(&*upper), Some(&*longer), Some(shorter), Some(""), None] {
        let answer = browser.arrive(&with(&callback, "state", changed)).await;
        refused(&site, &answer, Notice::SignInUnknown).await;
    }
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 0);
    assert!(browser.arrive(&callback).await.session_cookie().is_some(), "unchanged it works");
}

async fn an_answer_of_another_provider_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let okta = browser.begin("/auth/okta/start").await;
    let google = browser.begin("/auth/google/start").await;
    let from_google = browser.prove(&google, &Person::ada()).await;

    let mut at_oktas_path = from_google.clone();
    at_oktas_path.set_path("/auth/okta/callback");
    refused(&site, &browser.arrive(&at_oktas_path).await, Notice::SignInUnknown).await;
    let state_of_okta = with(&at_oktas_path, "state", parameter(&okta, "state").as_deref());
    refused(&site, &browser.arrive(&state_of_okta).await, Notice::AnswerRefused).await;
    for asked in [OKTA_TOKEN, GOOGLE_TOKEN] {
        assert_eq!(site.times_demo_was_asked(asked).await, 0, "{asked}: the code went nowhere");
    }
    assert!(browser.arrive(&from_google).await.session_cookie().is_some(), "where it belongs it works");
}

async fn another_issuer_or_none_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in ["okta", "google"] {
        let browser = site.browser();
        let authorize = browser.begin(&format!("/auth/{provider}/start")).await;
        let issuer = parameter(&browser.prove(&authorize, &Person::ada()).await, "iss").unwrap();
        let (slash, upper) = (format!("{issuer}/"), issuer.to_uppercase());
        for wrong in [Some(&*slash), Some(&*upper), Some("https://another.example"), Some(""), None] {
            let authorize = browser.begin(&format!("/auth/{provider}/start")).await;
            let callback = browser.prove(&authorize, &Person::ada()).await;
            let answer = browser.arrive(&with(&callback, "iss", wrong)).await;
            refused(&site, &answer, Notice::AnswerRefused).await;
            refused(&site, &browser.arrive(&callback).await, Notice::SignInUsed).await;
        }
    }
    for asked in [OKTA_TOKEN, GOOGLE_TOKEN] {
        assert_eq!(site.times_demo_was_asked(asked).await, 0, "{asked}");
    }
}

async fn repeated_parameters_are_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    for name in ["code", "state", "iss"] {
        let mut twice = callback.clone();
        let value = parameter(&callback, name).unwrap();
        twice.query_pairs_mut().append_pair(name, &value);
        refused(&site, &browser.arrive(&twice).await, Notice::SignInUnknown).await;
    }
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 0);
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
}

async fn an_error_is_told_in_our_words(engine: Engine) {
    let site = Site::on(engine).await;
    let hostile = "<script>alert(1)</script>";
    for (error, expected) in [
        ("access_denied", Notice::AccessDenied),
        ("login_required", Notice::LoginRequired),
        ("interaction_required", Notice::LoginRequired),
        ("consent_required", Notice::AccessDenied),
        ("server_error", Notice::ProviderError),
        ("temporarily_unavailable", Notice::ProviderUnreachable),
        (hostile, Notice::ProviderError),
    ] {
        let browser = site.browser();
        let authorize = browser.begin("/auth/okta/start").await;
        let denied = browser.deny(&authorize).await;
        let answer = with(&with(&denied, "error", Some(error)), "error_description", Some(hostile));
        let told = browser.arrive(&answer).await;
        let cause = refused(&site, &told, expected).await;
        assert!(cause.contains(hostile), "the log has the provider's words: {cause}");
        assert!(!format!("{told:?}").contains("alert(1)") && !told.text().contains("alert(1)"));
        let page = browser.visit("/sign-in").await.ok();
        assert!(!page.text().contains("alert(1)"), "{}", page.text());
        refused(&site, &browser.arrive(&denied).await, Notice::SignInUsed).await;
    }
}

async fn an_error_without_state_changes_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let stray = browser.visit("/auth/okta/callback?error=access_denied").await;
    refused(&site, &stray, Notice::SignInUnknown).await;
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
}

async fn an_answer_that_comes_too_late_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    site.wait(599);
    let callback = browser.prove(&authorize, &Person::ada()).await;
    site.wait(1);
    refused(&site, &browser.arrive(&callback).await, Notice::SignInExpired).await;
    assert_eq!(site.times_demo_was_asked(OKTA_TOKEN).await, 0);
}

async fn a_wrong_code_is_refused(engine: Engine) {
    let site = Site::on(engine).await;
    let (browser, other) = (site.browser(), site.browser());
    let [mine, theirs] = [browser.begin("/auth/okta/start").await, other.begin("/auth/okta/start").await];
    let mine = browser.prove(&mine, &Person::ada()).await;
    let theirs = other.prove(&theirs, &Person::grace()).await;
    // A code that was stolen and injected: it is bound to the verifier of another sign-in.
    let injected = with(&mine, "code", parameter(&theirs, "code").as_deref());
    refused(&site, &browser.arrive(&injected).await, Notice::ProviderError).await;
}

async fn odd_answers_are_no_crash(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let long = "x".repeat(5000);
    for query in ["", "?", "?&&&", "?code", "?=x", "?code=%00&state=%ff", "?state=%", &format!("?code={long}&state=y")]
    {
        let answer = browser.visit(&format!("/auth/okta/callback{query}")).await;
        refused(&site, &answer, Notice::SignInUnknown).await;
    }
    assert!(browser.cookie_names().iter().all(|name| name != SESSION));
}
