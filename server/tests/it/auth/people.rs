//! Whom a sign-in makes of whom.

use app::wire::Notice;

use crate::support::{Engine, Person, SESSION, Site, at_once, on_both_engines};

on_both_engines!(
    every_stand_in_signs_people_in,
    the_same_identity_is_the_same_person,
    first_sign_ins_at_once_make_one_person,
    a_second_provider_with_the_same_address_takes_nothing_over,
    every_sign_in_is_a_new_session,
);

async fn every_stand_in_signs_people_in(engine: Engine) {
    let site = Site::on(engine).await;
    for (provider, person) in [("okta", Person::ada()), ("google", Person::grace()), ("facebook", Person::new("1001", "Alan", ""))] {
        let browser = site.browser();
        let answer = browser.sign_in(provider, &person).await;
        assert_eq!(answer.location().path(), "/profile");
        assert_eq!(answer.notice().0, Notice::SignedIn);
        let user = browser.session().await;
        assert_eq!(user["name"], person.name);
        assert_eq!(user["provider"], provider);
    }
    assert_eq!(site.database.count("audit_events where kind = 'sign_in' and outcome = 'ok'").await, 3);
}

async fn the_same_identity_is_the_same_person(engine: Engine) {
    let site = Site::on(engine).await;
    let (first, second) = (site.browser(), site.browser());
    first.sign_in("okta", &Person::ada()).await;
    second.sign_in("okta", &Person { name: "A. L.".to_owned(), ..Person::ada() }).await;
    assert_eq!(first.session().await["id"], second.session().await["id"]);
    assert_eq!(site.database.count("people").await, 1);
}

async fn first_sign_ins_at_once_make_one_person(engine: Engine) {
    let site = Site::on(engine).await;
    let mut ready = Vec::new();
    for _ in 0..6 {
        let browser = site.browser();
        let authorize = browser.begin("/auth/okta/start").await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        ready.push((browser, callback));
    }
    let answers = at_once(6, |number| {
        let (browser, callback) = ready[number].clone();
        async move { browser.arrive(&callback).await }
    })
    .await;
    assert!(answers.iter().all(|answer| answer.cookie(SESSION).is_some()), "{answers:?}");
    assert_eq!(site.database.count("people").await, 1);
}

async fn a_second_provider_with_the_same_address_takes_nothing_over(engine: Engine) {
    let site = Site::on(engine).await;
    let owner = site.browser();
    owner.sign_in("okta", &Person::ada()).await;
    let newcomer = Person { sub: "somebody-else".to_owned(), email: "Ada.Lovelace@EXAMPLE.com".to_owned(), ..Person::grace() };
    for provider in ["google", "facebook"] {
        let browser = site.browser();
        let answer = browser.try_sign_in(provider, &newcomer).await;
        assert_eq!(answer.notice().0, Notice::AddressInUse);
        assert!(answer.notice().1.is_some(), "there is a support code");
        assert!(!browser.has_session_cookie());
    }
    assert_eq!(site.database.count("people").await, 1);
    assert_eq!(site.database.count("identities").await, 1);
    assert_eq!(owner.session().await["email"], Person::ada().email);
}

async fn every_sign_in_is_a_new_session(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let old = browser.refresh_token();
    browser.sign_in("okta", &Person::ada()).await;
    assert_ne!(browser.refresh_token(), old);
    let thief = site.browser();
    thief.plant(SESSION, &old);
    assert_eq!(thief.refresh().await.status, 401);
    assert_eq!(browser.refresh().await.status, 200, "the new session is untouched");
}
