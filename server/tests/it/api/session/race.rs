//! Many tabs at once, one cookie.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::support::{Answer, Browser, Engine, Person, SESSION, Site, at_once, claims, on_both_engines};

const TABS: usize = 30;
const ROUNDS: i64 = 5;

on_both_engines! {
    tabs_that_renew_at_once_all_get_one_successor,
    tabs_that_renew_at_once_rotate_once_a_window,
    sign_out_wins_over_renewals_under_way,
}

async fn tabs_that_renew_at_once_all_get_one_successor(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for round in 1..=ROUNDS {
        let answers = at_once(TABS, |_| {
            let tab = with_the_cookie_of(&site, &browser);
            async move { tab.refresh().await.ok() }
        })
        .await;
        let successors: BTreeSet<_> = answers.iter().map(cookie_value).collect();
        assert_eq!(successors.len(), 1, "one successor");
        let family = site.family_of(answers[0].json()["access_token"].as_str().unwrap()).await;
        assert_eq!((family.generation, family.revoked_at), (round, None));
        browser.plant(SESSION, &cookie_value(&answers[0]));
    }
}

async fn tabs_that_renew_at_once_rotate_once_a_window(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for round in 1..=ROUNDS {
        // Tabs of one browser share its jar: whoever comes late has the new cookie already.
        let answers = at_once(TABS, |_| {
            let tab = browser.clone();
            async move { tab.refresh_settled().await.ok() }
        })
        .await;
        let generations: BTreeSet<_> = answers.iter().map(|answer| token_claims(answer)["gen"].to_string()).collect();
        assert_eq!(generations, [round.to_string()].into());
        site.wait(31);
    }
    browser.refresh_settled().await.ok();
}

async fn sign_out_wins_over_renewals_under_way(engine: Engine) {
    let site = Site::on(engine).await;
    for _ in 0..5 {
        let browser = site.browser();
        browser.sign_in("okta", &Person::ada()).await;
        let cookie = browser.refresh_token();
        let answers = at_once(10, |number| {
            let tab = with_the_cookie_of(&site, &browser);
            async move { if number == 5 { tab.sign_out().await } else { tab.refresh().await } }
        })
        .await;
        for answer in answers.iter().filter(|answer| answer.status == StatusCode::OK) {
            let late = site.browser();
            late.plant(SESSION, &cookie_value(answer));
            late.refresh().await.expect(StatusCode::UNAUTHORIZED);
            assert!(late.session().await.is_null());
        }
        assert!(answers.iter().all(|answer| !answer.status.is_server_error()));
        let late = site.browser();
        late.plant(SESSION, &cookie);
        late.refresh().await.expect(StatusCode::UNAUTHORIZED);
    }
}

fn with_the_cookie_of(site: &Site, browser: &Browser) -> Browser {
    let tab = site.browser();
    tab.plant(SESSION, &browser.refresh_token());
    tab
}

fn cookie_value(answer: &Answer) -> String {
    answer.session_cookie().unwrap().value().to_owned()
}

fn token_claims(answer: &Answer) -> serde_json::Value {
    claims(answer.json()["access_token"].as_str().unwrap())
}
