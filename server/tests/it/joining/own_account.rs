//! On the account page: one more way in.

use super::{ada_at_home, begin_joining, handles, identities, join_on_page, leads_to, with_ada};
use crate::{
    accounts::client::{ADA, PASSWORD},
    support::{Engine, Person, Site, on_both_engines},
};

on_both_engines! {
    the_page_on_the_way_lets_its_own_script_through,
    a_provider_is_joined_on_the_account_page,
    an_identity_with_any_address_may_be_joined,
    what_is_joined_already_is_no_mistake,
    a_provider_that_says_no_changes_nothing,
    a_provider_that_posts_its_answer_is_joined_too,
}

async fn the_page_on_the_way_lets_its_own_script_through(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let page = begin_joining(&ada_at_home(&site).await, "google", PASSWORD).await.ok();
    let nonce = page.attribute("script", "nonce");
    assert!(page.header("content-security-policy").contains(&format!("'nonce-{nonce}'")), "{page:?}");
}

async fn a_provider_is_joined_on_the_account_page(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let page = browser.visit("/account").await.ok();
    assert_eq!(page.attributes("#join-form button[name=provider]", "value"), ["okta", "google", "facebook"]);
    let onward = begin_joining(&browser, "google", PASSWORD).await.ok();
    let refresh = onward.attribute("meta[http-equiv=refresh]", "content");
    assert_eq!(refresh, format!("0; url={}", leads_to(&onward)), "without a click, and without script");
    let policy = onward.header("content-security-policy");
    assert!(policy.contains("form-action 'self'"), "{policy}");
    let callback = browser.prove(&leads_to(&onward), &Person::ada()).await;
    let back = browser.arrive(&callback).await;
    assert_eq!((back.location().path(), back.location().query()), ("/account", Some("saved=method-joined")));
    assert_eq!(back.session_cookie(), None, "the session goes on as it is");
    let page = browser.visit("/account?saved=method-joined").await.ok();
    let words = page.words("#methods");
    assert!(words.contains("Google") && words.contains("Connected."), "{words}");
    assert_eq!(page.attributes("#join-form button[name=provider]", "value"), ["okta", "facebook"]);
    assert_eq!(handles(&browser).await.len(), 1);
    assert_eq!(identities(&site, &ada).await, 1);
    assert!(site.mailbox(ADA).newest("method_added").await.text.contains("Google"));
    let elsewhere = site.browser();
    elsewhere.sign_in("google", &Person::ada()).await;
    assert_eq!(elsewhere.session().await["id"], ada.as_str());
}

async fn an_identity_with_any_address_may_be_joined(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    for (provider, email) in [("google", "ada@work.example"), ("facebook", ""), ("okta", ADA)] {
        let person = Person::new(&format!("ada-at-{provider}"), "Ada", email);
        join_on_page(&browser, provider, &person).await.location();
        let elsewhere = site.browser();
        elsewhere.sign_in(provider, &person).await;
        assert_eq!(elsewhere.session().await["id"], ada.as_str(), "{provider}");
    }
    assert_eq!(browser.session().await["email"], ADA, "whatever the others say");
    assert!(browser.visit("/account").await.ok().words("#methods").contains("ada@work.example"));
}

async fn what_is_joined_already_is_no_mistake(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    for _ in 0..2 {
        let back = join_on_page(&browser, "google", &Person::ada()).await;
        assert_eq!(back.location().query(), Some("saved=method-joined"));
    }
    assert_eq!(identities(&site, &ada).await, 1);
    assert_eq!(site.mailbox(ADA).count("method_added").await, 1);
}

async fn a_provider_that_says_no_changes_nothing(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let authorize = leads_to(&begin_joining(&browser, "google", PASSWORD).await.ok());
    let denied = browser.deny(&authorize).await;
    let back = browser.arrive(&denied).await;
    assert_eq!(back.location().path(), "/account", "whoever is signed in needs no page to sign in");
    assert_eq!(back.notice().0, app::wire::Notice::AccessDenied);
    assert_eq!(identities(&site, &ada).await, 0);
    assert_eq!(browser.session().await["id"], ada.as_str());
}

async fn a_provider_that_posts_its_answer_is_joined_too(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "corp", &[("response_mode", "form_post")]).await;
    let ada = crate::accounts::client::join(&site, ADA, PASSWORD).await;
    let browser = ada_at_home(&site).await;
    let authorize = leads_to(&begin_joining(&browser, "corp", PASSWORD).await.ok());
    let page = browser.press(&authorize, &Person::ada(), "continue").await;
    let back = browser.arrive_with_form(&page).await;
    assert_eq!(back.location().query(), Some("saved=method-joined"));
    assert_eq!(identities(&site, &ada).await, 1);
    // And in the flow: neither the session's cookie nor the join's comes with a cross-site POST.
    let phone = site.browser();
    let asked = super::asked(&phone, "google").await;
    let page = phone.press(&asked.leave_for("corp").await, &Person::ada(), "continue").await;
    assert!(phone.arrive_with_form(&page).await.session_cookie().is_some());
    assert_eq!(phone.session().await["id"], ada.as_str());
}
