//! An address that a provider does not vouch for joins nothing, takes nothing, and tells nothing.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{
    accounts::client::{
        ADA, Front, NOBODY, OTHER, PASSWORD, activate, ask_reset, join, register, reset, sign_in, try_sign_in,
    },
    support::{Answer, Browser, Engine, JoinPage, Person, Site, on_both_engines},
};

on_both_engines! {
    whether_such_an_address_has_an_account_does_not_show,
    an_account_that_nobody_has_confirmed_is_never_joined,
    a_registration_in_waiting_is_no_account_to_join,
    what_was_joined_before_the_owner_came_is_parted,
    such_an_address_keeps_nobody_from_registering,
}

const EAGER: [(&str, &str); 1] = [("accounts.require_activation", "false")];

/// Signs in at Okta's stand-in, which does not vouch for the address.
async fn come_unverified(browser: &Browser, provider: &str, person: &Person) -> Answer {
    let mut authorize = browser.begin(&format!("/auth/{provider}/start?return_to=/account")).await;
    authorize.query_pairs_mut().append_pair("demo_fault", "unverified_email");
    let callback = browser.prove(&authorize, person).await;
    browser.arrive(&callback).await
}

/// What can be seen of an account, without what is random or the time.
async fn seen(site: &Site, browser: &Browser, answer: &Answer) -> (StatusCode, String, String, Value, Value) {
    let page = browser.visit("/account").await.ok();
    let front = Front::bearing(site, &browser.access_token().await);
    let (me, session) = (front.me().await.ok().json(), browser.session().await);
    (
        answer.status,
        answer.header("location").to_owned(),
        page.words("#email"),
        me["email"].clone(),
        session["email"].clone(),
    )
}

async fn whether_such_an_address_has_an_account_does_not_show(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    for provider in ["okta", "google", "facebook"] {
        let mut told = Vec::new();
        for email in [ADA, NOBODY] {
            let browser = site.browser();
            let person = Person::new(&format!("{provider}-{email}"), "Some Body", email);
            let answer = come_unverified(&browser, provider, &person).await;
            told.push(seen(&site, &browser, &answer).await);
        }
        assert_eq!(told[0], told[1], "{provider}");
        assert_eq!(told[0].3, Value::Null, "{provider}: it is nobody's address here");
    }
    assert_eq!(site.database.count("people").await, 7);
    assert_eq!(site.database.count(&format!("people where folded_email = '{ADA}'")).await, 1);
    assert_eq!(site.mailbox(ADA).kinds().await, ["activation", "confirmation"], "nor is its owner bothered");
}

async fn an_account_that_nobody_has_confirmed_is_never_joined(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    let attackers = register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED).json()["id"].clone();
    let attacker = sign_in(&site, ADA, PASSWORD).await;
    let owner = site.browser();
    assert!(owner.try_sign_in("okta", &Person::ada()).await.session_cookie().is_some(), "nobody is asked");
    assert_ne!(owner.session().await["id"], attackers);
    assert_ne!(owner.session().await["id"], attacker.me().await.ok().json()["id"]);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    // And a second provider is joined to the owner's account, not to the attacker's.
    let phone = site.browser();
    let page = JoinPage::behind(&phone, &phone.try_sign_in("google", &Person::ada()).await);
    page.type_password(PASSWORD).await.expect(StatusCode::FORBIDDEN);
    let authorize = page.leave_for("okta").await;
    let callback = phone.prove(&authorize, &Person::ada()).await;
    assert!(phone.arrive(&callback).await.session_cookie().is_some());
    assert_eq!(phone.session().await["id"], owner.session().await["id"]);
}

async fn a_registration_in_waiting_is_no_account_to_join(engine: Engine) {
    let site = Site::on(engine).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    let owner = site.browser();
    owner.sign_in("okta", &Person::ada()).await;
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::FORBIDDEN);
    try_sign_in(&site, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    let phone = site.browser();
    let page = JoinPage::behind(&phone, &phone.try_sign_in("google", &Person::ada()).await);
    assert_eq!(page.open().await.ok().attributes("input[type=password]", "name"), [""; 0]);
    page.type_password(PASSWORD).await.expect(StatusCode::FORBIDDEN);
}

/// Class 3 of Sudhodanan and Paverd (2022), by the front door.
async fn what_was_joined_before_the_owner_came_is_parted(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    let made = register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED).json();
    let attacker = super::ada_at_home(&site).await;
    let trojan = Person::new("trojan", "Mallory", "mallory@evil.example");
    super::join_on_page(&attacker, "google", &trojan).await;
    assert_eq!(site.database.count("identities").await, 1);
    reset(&site, &ask_reset(&site, ADA).await, OTHER).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(site.database.count("identities").await, 0);
    let back = site.browser();
    back.sign_in("google", &trojan).await;
    assert_ne!(back.session().await["id"], made["id"]);
}

async fn such_an_address_keeps_nobody_from_registering(engine: Engine) {
    let site = Site::with(engine, &EAGER).await;
    let squatter = site.browser();
    squatter.sign_in("facebook", &Person { sub: "squatter".to_owned(), ..Person::ada() }).await;
    register(&site, ADA, PASSWORD).await.expect(StatusCode::CREATED);
    register(&site, ADA, OTHER).await.expect(StatusCode::BAD_REQUEST);
    sign_in(&site, ADA, PASSWORD).await;
}
