//! Signing in as a full page.

use app::wire::Notice;

use super::PROVIDERS;
use server::store::AuditFilter;

use crate::support::{Engine, Person, SESSION, Site, on_both_engines};

on_both_engines! {
    a_person_signs_in_with_each_provider,
    the_code_does_not_stay_in_the_address,
    the_outcome_is_told_once,
    the_next_page_is_signed_in_at_first_paint,
    a_fresh_proof_is_asked_for_and_checked,
    a_proof_that_is_old_or_of_unknown_age_is_no_fresh_one,
    a_sign_in_of_unknown_age_is_never_fresh,
}

async fn a_person_signs_in_with_each_provider(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in PROVIDERS {
        site.wait(1);
        let browser = site.browser();
        let person = Person::new(&format!("sub-{provider}"), "Ann Other", &format!("{provider}@example.com"));
        let authorize = browser.begin(&format!("/auth/{provider}/start?return_to=/shop/cart?a=1%26b=2")).await;
        let callback = browser.prove(&authorize, &person).await;
        let answer = browser.arrive(&callback).await;
        assert_eq!(answer.location(), site.at("/shop/cart?a=1&b=2"));
        assert_eq!(answer.notice(), (Notice::SignedIn, None));
        let told = browser.session().await;
        assert_eq!(told["name"], "Ann Other");
        // Facebook does not say whether an address is the person's: then it is not the account's.
        let vouched_for = (provider != "facebook").then_some(&*person.email);
        assert_eq!(told["email"].as_str(), vouched_for);
        assert_eq!(told["provider"], provider);
        let events = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(1)).await.unwrap();
        assert_eq!((&*events[0].kind, &*events[0].outcome), ("sign_in", "ok"));
        assert_eq!(events[0].person_id.as_deref(), told["id"].as_str());
        assert_eq!(events[0].ip, "127.0.0.1");
    }
}

async fn the_code_does_not_stay_in_the_address(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let answer = browser.sign_in("okta", &Person::ada()).await;
    assert_eq!(answer.location(), site.at("/profile"));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.is_empty());
    assert!(browser.cookie_names().iter().all(|name| !name.starts_with("gatepost-sign-in-")), "the sign-in is over");
}

async fn the_outcome_is_told_once(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let page = browser.visit("/profile").await.ok();
    assert!(page.words("[role=status]").contains("signed in"), "{}", page.words("[role=status]"));
    assert_eq!(browser.visit("/profile").await.ok().words("[role=status]").trim(), "");

    let authorize = browser.begin("/auth/okta/start?return_to=/shop").await;
    let callback = browser.deny(&authorize).await;
    let refused = browser.arrive(&callback).await;
    let (_, code) = refused.notice();
    assert_eq!(refused.location(), site.at("/sign-in?return_to=%2Fshop"));
    let page = browser.visit("/sign-in?return_to=%2Fshop").await.ok();
    assert!(page.words("[role=alert]").contains(&code.unwrap()), "{}", page.words("[role=alert]"));
    assert_eq!(browser.visit("/sign-in").await.ok().words("[role=alert]").trim(), "");
}

async fn the_next_page_is_signed_in_at_first_paint(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for path in ["/", "/profile", "/shop"] {
        assert_eq!(browser.visit(path).await.ok().words("header .person"), "Ada Lovelace");
    }
    browser.lose(SESSION);
    assert_eq!(browser.visit("/").await.ok().words("header .person"), "");
}

async fn a_fresh_proof_is_asked_for_and_checked(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start?max_age=300").await;
    let asked: Vec<_> = authorize.query_pairs().into_owned().collect();
    assert!(asked.contains(&("max_age".to_owned(), "300".to_owned())), "{authorize}");
    assert!(asked.contains(&("prompt".to_owned(), "login".to_owned())), "{authorize}");
    let callback = browser.prove(&authorize, &Person::ada()).await;
    site.wait(59);
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
    let google = browser.begin("/auth/google/start?max_age=300").await;
    assert!(google.as_str().contains("prompt=select_account"), "Google knows no other: {google}");
    let facebook = browser.begin("/auth/facebook/start?max_age=300").await;
    assert!(facebook.as_str().contains("auth_type=reauthenticate"), "{facebook}");
}

async fn a_proof_that_is_old_or_of_unknown_age_is_no_fresh_one(engine: Engine) {
    let site = Site::on(engine).await;
    for (provider, fault, passes) in [
        ("okta", "old_auth_time", false),
        ("okta", "no_auth_time", false),
        ("google", "old_auth_time", false),
        // Google does not tell: that it answered is all there is to go by.
        ("google", "no_auth_time", true),
    ] {
        let browser = site.browser();
        let mut authorize = browser.begin(&format!("/auth/{provider}/start?max_age=300")).await;
        authorize.query_pairs_mut().append_pair("demo_fault", fault);
        let callback = browser.prove(&authorize, &Person::new(fault, "Ann", "")).await;
        let answer = browser.arrive(&callback).await;
        if passes {
            assert!(answer.session_cookie().is_some(), "{provider} {fault}");
        } else {
            super::refused(&site, &answer, app::wire::Notice::AnswerRefused).await;
        }
    }
}

async fn a_sign_in_of_unknown_age_is_never_fresh(engine: Engine) {
    let site = Site::on(engine).await;
    for (provider, is_known) in [("okta", false), ("google", true)] {
        let browser = site.browser();
        let mut authorize = browser.begin(&format!("/auth/{provider}/start")).await;
        authorize.query_pairs_mut().append_pair("demo_fault", "no_auth_time");
        let callback = browser.prove(&authorize, &Person::new(provider, "Ann", "")).await;
        browser.arrive(&callback).await;
        assert_eq!(browser.session().await["auth_time"].as_i64().unwrap() > 0, is_known, "{provider}");
        assert!(!browser.visit("/profile").await.ok().text().contains("1970"));
    }
}
