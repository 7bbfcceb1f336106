//! Everything at the same moment.

use app::wire::Notice;
use axum::http::Method;
use serde_json::json;

use super::{ada_at_home, asked, begin_joining, identities, join_on_page, leads_to, with_ada};
use crate::{
    accounts::client::{Front, GRACE, PASSWORD, join},
    support::{Browser, Engine, Person, Site, at_once, on_both_engines},
};

on_both_engines! {
    of_two_accounts_that_join_one_identity_one_has_it,
    a_join_and_a_first_sign_in_of_one_identity_leave_it_to_one,
    a_join_that_is_proven_twice_joins_once,
    of_two_ways_in_that_are_parted_one_stays,
    first_sign_ins_with_one_address_are_one_account_in_the_end,
}

async fn of_two_accounts_that_join_one_identity_one_has_it(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let grace = join(&site, GRACE, PASSWORD).await;
    let shared = Person::new("shared", "Shared", "shared@example.net");
    let mut waiting = Vec::new();
    for email in [crate::accounts::client::ADA, GRACE] {
        let browser = site.browser();
        browser.sign_in_by_password(email, PASSWORD).await;
        let authorize = leads_to(&begin_joining(&browser, "google", PASSWORD).await.ok());
        let callback = browser.prove(&authorize, &shared).await;
        waiting.push((browser, callback));
    }
    let answers = arrive_at_once(waiting).await;
    let mut outcomes: Vec<_> = answers.iter().map(|answer| answer.location().query().unwrap().to_owned()).collect();
    outcomes.sort();
    assert_eq!(outcomes, ["problem=in-use", "saved=method-joined"]);
    assert_eq!(identities(&site, &ada).await + identities(&site, &grace).await, 1);
}

async fn a_join_and_a_first_sign_in_of_one_identity_leave_it_to_one(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let person = Person::new("new-here", "New Here", "new@example.net");
    let home = ada_at_home(&site).await;
    let authorize = leads_to(&begin_joining(&home, "google", PASSWORD).await.ok());
    let joining = (home.clone(), home.prove(&authorize, &person).await);
    let stranger = site.browser();
    let authorize = stranger.begin("/auth/google/start").await;
    let coming = (stranger.clone(), stranger.prove(&authorize, &person).await);
    let answers = arrive_at_once(vec![joining, coming]).await;
    assert!(answers.iter().all(|answer| !answer.status.is_server_error()), "{answers:?}");
    assert_eq!(site.database.count("identities").await, 1);
    let joined = identities(&site, &ada).await == 1;
    assert_eq!(stranger.session().await["id"] == ada.as_str(), joined, "whoever was first, both agree on whose it is");
}

async fn a_join_that_is_proven_twice_joins_once(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = std::sync::Arc::new(asked(&browser, "google").await);
    let answers = at_once(4, |_| {
        let page = page.clone();
        async move { page.type_password(PASSWORD).await }
    })
    .await;
    let signed_in = answers.iter().filter(|answer| answer.notice().0 == Notice::SignedIn).count();
    assert_eq!(signed_in, 1, "{answers:?}");
    assert_eq!(identities(&site, &ada).await, 1);
    assert_eq!(site.database.count("families").await, 1);
}

async fn of_two_ways_in_that_are_parted_one_stays(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    join_on_page(&browser, "google", &Person::ada()).await;
    let id = browser.session().await["id"].as_str().unwrap().to_owned();
    let front = Front::bearing(&site, &browser.access_token().await);
    let both = super::handles(&browser).await;
    let answers = at_once(2, |number| {
        let (front, path) = (front.clone(), format!("methods/{}/", both[number]));
        async move { front.call(Method::DELETE, &path, &json!({})).await.status.as_u16() }
    })
    .await;
    assert!(answers.contains(&204), "{answers:?}");
    assert_eq!(identities(&site, &id).await, 1, "{answers:?}");
}

async fn first_sign_ins_with_one_address_are_one_account_in_the_end(engine: Engine) {
    let site = Site::on(engine).await;
    let mut waiting = Vec::new();
    for provider in ["okta", "google"] {
        let browser = site.browser();
        let authorize = browser.begin(&format!("/auth/{provider}/start")).await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        waiting.push((browser, callback));
    }
    let answers = arrive_at_once(waiting).await;
    let paths: Vec<_> = answers.iter().map(|answer| answer.location().path().to_owned()).collect();
    assert!(paths.contains(&"/".to_owned()) && paths.contains(&"/auth/join".to_owned()), "{paths:?}");
    assert_eq!(site.database.count("people").await, 1);
}

async fn arrive_at_once(waiting: Vec<(Browser, url::Url)>) -> Vec<crate::support::Answer> {
    at_once(waiting.len(), |number| {
        let (browser, callback) = waiting[number].clone();
        async move { browser.arrive(&callback).await }
    })
    .await
}
