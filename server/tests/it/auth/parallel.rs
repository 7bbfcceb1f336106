//! Several sign-ins of one browser.

use crate::support::{Engine, Person, Site, on_both_engines};

on_both_engines! {
    three_tabs_finish_in_reverse_order,
    a_tab_that_gives_up_does_not_disturb_the_other,
}

async fn three_tabs_finish_in_reverse_order(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let mut tabs = Vec::new();
    for (provider, page) in [("okta", "/shop"), ("google", "/profile"), ("okta", "/shop/cart")] {
        let authorize = browser.begin(&format!("/auth/{provider}/start?return_to={page}")).await;
        tabs.push((authorize, page));
    }
    let people = [Person::ada(), Person::grace(), Person::new("katherine", "Katherine Johnson", "")];
    let mut sessions = Vec::new();
    for ((authorize, page), person) in tabs.iter().zip(people).rev() {
        let callback = browser.prove(authorize, &person).await;
        let answer = browser.arrive(&callback).await;
        assert_eq!(answer.location().path(), *page);
        sessions.push(answer.session_cookie().unwrap().value().to_owned());
        assert_eq!(browser.session().await["name"], person.name, "the last to finish is who is here");
    }
    sessions.dedup();
    assert_eq!(sessions.len(), 3, "a new session each time");
    assert_eq!(site.database.count("families where revoked_at is null").await, 1);
}

async fn a_tab_that_gives_up_does_not_disturb_the_other(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let [one, other] = [browser.begin("/auth/okta/start").await, browser.begin("/auth/okta/start").await];
    let denied = browser.deny(&one).await;
    browser.arrive(&denied).await;
    let callback = browser.prove(&other, &Person::ada()).await;
    assert!(browser.arrive(&callback).await.session_cookie().is_some());
}
