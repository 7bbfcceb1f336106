//! `providers.<id>.auto_join`: a provider that has the say of an address joins without asking.

use app::wire::Notice;
use axum::http::StatusCode;

use super::identities;
use crate::{
    accounts::client::{ADA, PASSWORD, join, register},
    support::{Engine, Person, Site, on_both_engines},
};

on_both_engines! {
    an_address_of_its_domain_is_joined_without_asking,
    any_other_address_is_asked_about,
    an_address_that_is_not_verified_is_never_joined,
    nor_one_that_is_not_verified_here,
    nor_an_account_that_may_not_sign_in,
}

async fn site(engine: Engine, domains: &str) -> (Site, String) {
    let site = Site::with(engine, &[("providers.google.auto_join", domains)]).await;
    let id = join(&site, ADA, PASSWORD).await;
    (site, id)
}

async fn an_address_of_its_domain_is_joined_without_asking(engine: Engine) {
    for domains in ["example.com", "true"] {
        let (site, ada) = site(engine, domains).await;
        let browser = site.browser();
        browser.sign_in("google", &Person::ada()).await;
        assert_eq!(browser.session().await["id"], ada.as_str());
        assert!(site.mailbox(ADA).newest("method_added").await.text.contains("Google"), "she is told all the same");
        assert_eq!(site.database.count("audit_events where kind = 'method_added'").await, 1);
        site.browser().sign_in("google", &Person::ada()).await;
        assert_eq!(identities(&site, &ada).await, 1);
        // Another provider has to ask.
        super::asked(&site.browser(), "okta").await;
    }
}

async fn any_other_address_is_asked_about(engine: Engine) {
    for domains in ["sub.example.com", "example.org", "false"] {
        let (site, ada) = site(engine, domains).await;
        super::asked(&site.browser(), "google").await;
        assert_eq!(identities(&site, &ada).await, 0, "{domains}");
    }
}

async fn an_address_that_is_not_verified_is_never_joined(engine: Engine) {
    let (site, ada) = site(engine, "true").await;
    let browser = site.browser();
    let mut authorize = browser.begin("/auth/google/start").await;
    authorize.query_pairs_mut().append_pair("demo_fault", "unverified_email");
    let callback = browser.prove(&authorize, &Person::ada()).await;
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
    assert_ne!(browser.session().await["id"], ada.as_str());
}

async fn nor_one_that_is_not_verified_here(engine: Engine) {
    let settings = [("providers.google.auto_join", "true"), ("accounts.require_activation", "false")];
    let site = Site::with(engine, &settings).await;
    let attackers = register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED).json()["id"].clone();
    let owner = site.browser();
    owner.sign_in("google", &Person::ada()).await;
    assert_ne!(owner.session().await["id"], attackers);
}

async fn nor_an_account_that_may_not_sign_in(engine: Engine) {
    let (site, ada) = site(engine, "true").await;
    site.store.write().await.unwrap().accounts().set_active(&ada, false).await.unwrap();
    let browser = site.browser();
    assert_eq!(browser.try_sign_in("google", &Person::ada()).await.notice().0, Notice::AccessDenied);
    assert_eq!(identities(&site, &ada).await, 0);
    // To whom nobody vouches for the address, it is a stranger's like any other.
    let page = browser.try_sign_in("facebook", &Person::ada()).await;
    assert!(page.session_cookie().is_some());
}
