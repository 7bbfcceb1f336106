//! Two processes on one PostgreSQL, known under one address.

use std::{collections::BTreeSet, time::Duration};

use app::wire::Notice;
use axum::http::StatusCode;
use server::token::Algorithm;

use crate::support::{
    Answer, Browser, Database, Engine, Person, Popup, PopupPage, SESSION, Site, at_once, header, in_time,
};

macro_rules! on_two_replicas {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::in_time(async {
                    let first = super::Site::on(super::Engine::Postgres).await;
                    let second = first.replica().await;
                    super::$test(first, second).await;
                })
                .await;
            }
        }
    )+};
}

on_two_replicas! {
    a_sign_in_begun_on_one_is_finished_on_the_other,
    a_popup_is_finished_on_one_and_redeemed_on_the_other,
    an_answer_brought_to_both_signs_in_once,
    tabs_on_both_get_one_successor,
    a_lost_answer_is_given_again_by_the_other,
    reuse_is_noticed_by_either,
    a_sign_out_on_one_is_known_to_the_other_within_a_second,
    a_key_made_on_one_is_accepted_by_the_other_at_once,
    both_rotate_and_one_key_comes_of_it,
    both_find_that_it_is_time_and_rotate_once,
    clocks_apart_by_seconds_sign_nobody_out,
}

async fn a_sign_in_begun_on_one_is_finished_on_the_other(first: Site, second: Site) {
    for (begun, finished) in [(&first, &second), (&second, &first)] {
        let browser = first.browser();
        let authorize = browser.through(begun).begin("/auth/okta/start?return_to=/shop").await;
        let callback = browser.prove(&authorize, &Person::ada()).await;
        let answer = browser.through(finished).arrive(&callback).await;
        assert_eq!((answer.location().path(), answer.notice().0), ("/shop", Notice::SignedIn));
        for site in [begun, finished] {
            assert_eq!(browser.through(site).session().await["name"], "Ada Lovelace");
        }
    }
}

async fn a_popup_is_finished_on_one_and_redeemed_on_the_other(first: Site, second: Site) {
    let browser = first.browser();
    let popup = Popup::open(&browser.through(&first), "okta", "").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let page = PopupPage::of(browser.through(&second).arrive(&callback).await);
    let tokens = browser.through(&first).redeem(&page.code(), &popup.verifier).await.ok();
    for site in [&first, &second] {
        site.api(&access_token(&tokens)).get("/api/profile").await.ok();
    }
}

async fn an_answer_brought_to_both_signs_in_once(first: Site, second: Site) {
    let browser = first.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let answers = at_once(10, |number| {
        let tab = browser.through(if number % 2 == 0 { &first } else { &second });
        let callback = callback.clone();
        async move { tab.arrive(&callback).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.session_cookie().is_some()).count(), 1);
    assert_eq!(first.database.count("families").await, 1);
}

async fn tabs_on_both_get_one_successor(first: Site, second: Site) {
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for round in 1..=5 {
        let answers = at_once(30, |number| {
            let tab = holder_of(&browser.refresh_token(), if number % 2 == 0 { &first } else { &second });
            async move { tab.refresh().await.ok() }
        })
        .await;
        let successors: BTreeSet<_> = answers.iter().map(cookie).collect();
        assert_eq!(successors.len(), 1);
        let family = first.family_of(&access_token(&answers[0])).await;
        assert_eq!((family.generation, family.revoked_at), (round, None));
        browser.plant(SESSION, successors.first().unwrap());
    }
}

async fn a_lost_answer_is_given_again_by_the_other(first: Site, second: Site) {
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let lost = browser.refresh_and_lose_the_answer().await.ok();
    first.wait(20);
    let again = browser.through(&second).refresh_and_lose_the_answer().await.ok();
    assert_eq!(cookie(&again), cookie(&lost));
    first.wait(5 * 60 * 60);
    assert_eq!(cookie(&browser.through(&first).refresh().await.ok()), cookie(&lost));
}

async fn reuse_is_noticed_by_either(first: Site, second: Site) {
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let stolen = browser.refresh_token();
    let renewed = browser.refresh().await.ok();
    first.api(&access_token(&renewed)).get("/api/profile").await.ok();
    first.wait(31);
    holder_of(&stolen, &second).refresh().await.expect(StatusCode::UNAUTHORIZED);
    browser.refresh().await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_sign_out_on_one_is_known_to_the_other_within_a_second(first: Site, second: Site) {
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.access_token().await;
    let cookie = browser.refresh_token();
    for site in [&first, &second] {
        site.api(&token).get("/api/profile").await.ok();
    }
    browser.through(&first).sign_out().await.expect(StatusCode::NO_CONTENT);
    first.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
    holder_of(&cookie, &second).refresh().await.expect(StatusCode::UNAUTHORIZED);
    assert!(holder_of(&cookie, &second).session().await.is_null(), "pages know at once");
    first.clock.advance(Duration::from_secs(1));
    second.api(&token).get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
}

async fn a_key_made_on_one_is_accepted_by_the_other_at_once(first: Site, second: Site) {
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let old = browser.access_token().await;
    for _ in 0..2 {
        first.rings.access.rotate().await.unwrap();
        first.rings.refresh.rotate().await.unwrap();
    }
    let renewed = browser.through(&first).refresh().await.ok();
    assert_ne!(header(&access_token(&renewed))["kid"], header(&old)["kid"]);
    for site in [&second, &first] {
        site.api(&access_token(&renewed)).get("/api/profile").await.ok();
        site.api(&old).get("/api/profile").await.ok();
    }
    assert_eq!(browser.through(&second).session().await["name"], "Ada Lovelace");
    browser.through(&second).refresh().await.ok();
    browser.through(&first).refresh().await.ok();
}

async fn both_rotate_and_one_key_comes_of_it(first: Site, second: Site) {
    for _ in 0..5 {
        let (one, other) = tokio::join!(first.rings.access.rotate(), second.rings.access.rotate());
        one.unwrap();
        other.unwrap();
        for algorithm in Algorithm::ALL.map(Algorithm::name) {
            let of_it = format!("signing_keys where ring = 'access' and algorithm = '{algorithm}'");
            assert_eq!(first.database.count(&format!("{of_it} and state = 'active'")).await, 1);
            assert_eq!(first.database.count(&format!("{of_it} and state = 'next'")).await, 1);
        }
    }
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    second.api(&browser.access_token().await).get("/api/profile").await.ok();
}

async fn both_find_that_it_is_time_and_rotate_once(first: Site, second: Site) {
    const MONTH: u64 = 30 * 24 * 60 * 60;
    for site in [&first, &second] {
        site.look_after_keys().await;
    }
    let retired = || first.database.count("signing_keys where state in ('retired', 'lapsed') and ring = 'refresh'");
    for round in 1..=2 {
        first.wait(MONTH);
        tokio::join!(first.look_after_keys(), second.look_after_keys());
        // The keys of access tokens that were retired before have lapsed meanwhile.
        for algorithm in Algorithm::ALL.map(Algorithm::name) {
            let of_it = format!("signing_keys where ring = 'access' and algorithm = '{algorithm}'");
            assert_eq!(first.database.count(&format!("{of_it} and state = 'retired'")).await, 1, "{algorithm}");
        }
        assert_eq!(retired().await, round);
        second.look_after_keys().await;
        assert_eq!(first.rings.access.keys().len(), second.rings.access.keys().len());
    }
}

async fn clocks_apart_by_seconds_sign_nobody_out(first: Site, second: Site) {
    second.clock.step_wall(-20);
    let browser = first.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for _ in 0..3 {
        for site in [&first, &second] {
            let answer = browser.through(site).refresh().await.ok();
            for site in [&first, &second] {
                site.api(&access_token(&answer)).get("/api/profile").await.ok();
            }
        }
        first.wait(60);
    }
    let late = browser.refresh_token();
    browser.through(&first).refresh().await.ok();
    browser.through(&first).visit("/").await.ok();
    holder_of(&late, &second).refresh().await.ok();
    browser.through(&first).refresh().await.ok();
}

mod two_processes_start_at_once_on_an_empty_database {
    use super::{Algorithm, Database, Engine, Site, in_time};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        in_time(start(Engine::Postgres)).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        in_time(start(Engine::Sqlite)).await;
    }

    async fn start(engine: Engine) {
        let sites = Site::several_over(Database::fresh(engine).await, 3).await;
        let keys = sites[0].rings.access.keys();
        assert_eq!(keys.len(), Algorithm::ALL.len(), "one of each algorithm");
        assert!(sites.iter().all(|site| site.rings.access.keys() == keys), "the same keys");
        let browser = sites[0].browser();
        browser.sign_in("okta", &super::Person::ada()).await;
        for site in &sites {
            let token = browser.through(site).access_token().await;
            for site in &sites {
                site.api(&token).get("/api/profile").await.ok();
            }
        }
    }
}

/// A browser at that replica that has that refresh token and nothing else.
fn holder_of(token: &str, site: &Site) -> Browser {
    let browser = site.browser();
    browser.plant(SESSION, token);
    browser
}

fn cookie(answer: &Answer) -> String {
    answer.session_cookie().unwrap().value().to_owned()
}

fn access_token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().unwrap().to_owned()
}
