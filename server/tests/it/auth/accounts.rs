//! Whose account it is: issuer and subject say so, never an address.

use crate::support::{Engine, JoinPage, Person, Site, at_once, on_both_engines};

on_both_engines! {
    the_same_identity_is_the_same_person,
    the_same_subject_at_two_providers_is_two_people,
    an_address_of_another_account_is_not_taken_over,
    an_unverified_address_takes_nothing_over_either,
    nobody_squats_on_an_address,
    first_sign_ins_of_one_person_at_once_make_one_account,
    a_person_without_name_and_address_gets_in,
}

async fn the_same_identity_is_the_same_person(engine: Engine) {
    let site = Site::on(engine).await;
    let (desk, phone) = (site.browser(), site.browser());
    desk.sign_in("okta", &Person::ada()).await;
    // The provider may tell another name and address next time: the subject is who it is.
    phone
        .sign_in("okta", &Person { name: "Countess".to_owned(), email: "a@b.example".to_owned(), ..Person::ada() })
        .await;
    assert_eq!(desk.session().await["id"], phone.session().await["id"]);
    assert_eq!(site.database.count("people").await, 1);
}

async fn the_same_subject_at_two_providers_is_two_people(engine: Engine) {
    let site = Site::on(engine).await;
    let (okta, google) = (site.browser(), site.browser());
    let nameless = Person::new("alice", "Alice", "");
    okta.sign_in("okta", &nameless).await;
    google.sign_in("google", &nameless).await;
    assert_ne!(okta.session().await["id"], google.session().await["id"]);
}

async fn an_address_of_another_account_is_not_taken_over(engine: Engine) {
    let site = Site::on(engine).await;
    let (ada, other) = (site.browser(), site.browser());
    ada.sign_in("okta", &Person::ada()).await;
    let before = ada.session().await;
    let same_address = Person::new("somebody-else", "Somebody Else", "ADA.Lovelace@Example.COM");
    for provider in ["google", "okta"] {
        JoinPage::behind(&other, &other.try_sign_in(provider, &same_address).await);
        assert!(other.session().await.is_null());
    }
    assert_eq!(ada.session().await, before);
    assert_eq!(site.database.count("people").await, 1);
    assert_eq!(site.database.count("identities").await, 1);
    site.browser().sign_in("okta", &Person::ada()).await;
}

async fn an_unverified_address_takes_nothing_over_either(engine: Engine) {
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let other = site.browser();
    let mut authorize = other.begin("/auth/google/start").await;
    authorize.query_pairs_mut().append_pair("demo_fault", "unverified_email");
    let callback = other.prove(&authorize, &Person { sub: "other".to_owned(), ..Person::ada() }).await;
    assert!(other.arrive(&callback).await.session_cookie().is_some(), "an account of its own");
    assert_eq!(other.session().await["email"], serde_json::Value::Null, "without that address");
    assert_eq!(site.database.count("people where email is not null").await, 1);
}

async fn nobody_squats_on_an_address(engine: Engine) {
    let site = Site::on(engine).await;
    let (squatter, owner) = (site.browser(), site.browser());
    squatter.sign_in("facebook", &Person { sub: "squatter".to_owned(), ..Person::ada() }).await;
    owner.sign_in("okta", &Person::ada()).await;
    assert_ne!(squatter.session().await["id"], owner.session().await["id"]);
    assert_eq!(site.database.count("people where verified_email is not null").await, 1);
}

async fn first_sign_ins_of_one_person_at_once_make_one_account(engine: Engine) {
    for (provider, person) in [("okta", Person::ada()), ("facebook", Person::new("nobody", "No Body", ""))] {
        let site = Site::on(engine).await;
        let mut waiting = Vec::new();
        for _ in 0..6 {
            let browser = site.browser();
            let authorize = browser.begin(&format!("/auth/{provider}/start")).await;
            let callback = browser.prove(&authorize, &person).await;
            waiting.push((browser, callback));
        }
        let answers = at_once(waiting.len(), |number| {
            let (browser, callback) = waiting[number].clone();
            async move { browser.arrive(&callback).await }
        })
        .await;
        assert!(answers.iter().all(|answer| answer.session_cookie().is_some()), "{answers:?}");
        assert_eq!(site.database.count("people").await, 1);
        assert_eq!(site.database.count("identities").await, 1);
    }
}

async fn a_person_without_name_and_address_gets_in(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in super::PROVIDERS {
        let browser = site.browser();
        browser.sign_in(provider, &Person::new("bare-subject", "", "")).await;
        let told = browser.session().await;
        assert_eq!((&told["name"], &told["email"]), (&"bare-subject".into(), &serde_json::Value::Null));
        assert_eq!(browser.visit("/profile").await.ok().words("header .person"), "bare-subject");
    }
}
