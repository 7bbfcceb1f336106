//! Each faulty answer of the demo provider is refused, and the same sign-in without the fault works.

use app::wire::Notice;

use super::refused;
use crate::support::{Answer, Engine, Person, Site, on_both_engines};

on_both_engines! {
    a_fault_in_the_answer_signs_nobody_in,
    a_fault_of_facebook_signs_nobody_in,
    somebody_elses_userinfo_signs_nobody_in,
    a_form_that_nobody_asked_for_signs_nobody_in,
    an_unverified_address_is_not_taken_as_verified,
    a_person_whose_address_is_kept_back_gets_in,
    unknown_keys_cause_no_storm,
    a_key_changed_on_the_way_needs_no_restart,
}

const OF_OPENID: [(&str, Notice); 23] = [
    ("access_denied", Notice::AccessDenied),
    ("login_required", Notice::LoginRequired),
    ("server_error", Notice::ProviderError),
    ("token_error", Notice::ProviderError),
    ("wrong_nonce", Notice::AnswerRefused),
    ("missing_nonce", Notice::AnswerRefused),
    ("wrong_issuer", Notice::AnswerRefused),
    ("wrong_response_issuer", Notice::AnswerRefused),
    ("wrong_audience", Notice::AnswerRefused),
    ("wrong_signature", Notice::AnswerRefused),
    ("expired_id_token", Notice::AnswerRefused),
    ("future_id_token", Notice::AnswerRefused),
    ("unknown_kid", Notice::AnswerRefused),
    ("alg_none", Notice::AnswerRefused),
    ("wrong_at_hash", Notice::AnswerRefused),
    ("missing_sub", Notice::AnswerRefused),
    ("missing_exp", Notice::AnswerRefused),
    ("missing_iat", Notice::AnswerRefused),
    ("stale_id_token", Notice::AnswerRefused),
    ("future_nbf", Notice::AnswerRefused),
    ("extra_audience", Notice::AnswerRefused),
    ("wrong_azp", Notice::AnswerRefused),
    ("access_token_type", Notice::AnswerRefused),
];

const OF_FACEBOOK: [(&str, Notice); 4] = [
    ("access_denied", Notice::AccessDenied),
    ("login_required", Notice::LoginRequired),
    ("server_error", Notice::ProviderError),
    ("token_error", Notice::ProviderError),
];

async fn a_fault_in_the_answer_signs_nobody_in(engine: Engine) {
    let site = Site::on(engine).await;
    for (fault, expected) in OF_OPENID {
        for provider in ["okta", "google"] {
            signs_nobody_in(&site, provider, fault, expected).await;
        }
    }
}

async fn a_fault_of_facebook_signs_nobody_in(engine: Engine) {
    let site = Site::on(engine).await;
    for (fault, expected) in OF_FACEBOOK {
        signs_nobody_in(&site, "facebook", fault, expected).await;
    }
}

/// Userinfo is asked for what the ID token leaves out.
async fn somebody_elses_userinfo_signs_nobody_in(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in ["okta", "google"] {
        let nameless = Person::new("no-address", "", "");
        let answer = distorted(&site, provider, "wrong_userinfo_sub", &nameless).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
        site.browser().sign_in(provider, &nameless).await;
    }
}

async fn a_form_that_nobody_asked_for_signs_nobody_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let mut authorize = browser.begin("/auth/okta/start").await;
    authorize.query_pairs_mut().append_pair("demo_fault", "form_post");
    let form = browser.press(&authorize, &Person::ada(), "continue").await;
    // The cookie of a sign-in that expects a redirect does not come with a post from elsewhere.
    refused(&site, &browser.arrive_with_form(&form).await, Notice::SignInUnknown).await;
    assert!(browser.session().await.is_null());
}

async fn an_unverified_address_is_not_taken_as_verified(engine: Engine) {
    let site = Site::on(engine).await;
    let answer = distorted(&site, "okta", "unverified_email", &Person::ada()).await;
    assert!(answer.session_cookie().is_some());
    assert_eq!(site.database.count("people where verified_email is null and email is null").await, 1);
    assert_eq!(site.database.count("identities where email is not null").await, 1, "it stays with the identity");
    site.browser().sign_in("okta", &Person::grace()).await;
    assert_eq!(site.database.count("people where verified_email is not null").await, 1);
}

async fn a_person_whose_address_is_kept_back_gets_in(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in super::PROVIDERS {
        assert!(distorted(&site, provider, "no_email", &Person::ada()).await.session_cookie().is_some());
    }
    assert_eq!(site.database.count("people where email is null").await, 3);
}

async fn unknown_keys_cause_no_storm(engine: Engine) {
    const KEYS: &str = "GET /oauth2/default/v1/keys";
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let before = site.times_demo_was_asked(KEYS).await;
    for refetches in 1..3 {
        site.wait(11);
        for _ in 0..10 {
            distorted(&site, "okta", "unknown_kid", &Person::ada()).await;
        }
        assert_eq!(site.times_demo_was_asked(KEYS).await, before + refetches);
    }
}

async fn a_key_changed_on_the_way_needs_no_restart(engine: Engine) {
    let site = Site::on(engine).await;
    let provider_keys = site.rings.demo.clone().unwrap();
    for _ in 0..2 {
        let browser = site.browser();
        let authorize = browser.begin("/auth/okta/start").await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        provider_keys.rotate().await.unwrap();
        provider_keys.rotate().await.unwrap();
        assert!(browser.arrive(&callback).await.session_cookie().is_some());
        site.wait(11);
    }
}

async fn signs_nobody_in(site: &Site, provider: &str, fault: &str, expected: Notice) {
    let person = Person::new(&format!("{fault}-{provider}"), "Ann", "");
    let answer = distorted(site, provider, fault, &person).await;
    refused(site, &answer, expected).await;
    assert_eq!(site.database.count(&format!("identities where subject = '{}'", person.sub)).await, 0);
    site.browser().sign_in(provider, &person).await;
}

async fn distorted(site: &Site, provider: &str, fault: &str, person: &Person) -> Answer {
    let browser = site.browser();
    let mut authorize = browser.begin(&format!("/auth/{provider}/start")).await;
    authorize.query_pairs_mut().append_pair("demo_fault", fault);
    let callback = browser.prove(&authorize, person).await;
    browser.arrive(&callback).await
}
