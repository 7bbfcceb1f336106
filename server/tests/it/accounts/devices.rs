//! A person is told of a sign-in on a device that was not seen before.

use serde_json::json;

use super::client::{ADA, PASSWORD, join};
use crate::support::{Engine, Person, Site, on_both_engines};

const DESK: (&str, &str) = ("198.51.100.7", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
const PHONE: (&str, &str) = ("203.0.113.9", "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36");

on_both_engines! {
    a_new_device_is_told_of_and_a_known_one_is_not,
    a_browser_is_known_wherever_it_is_taken,
    a_device_of_one_person_is_new_to_another,
}

const BEHIND_A_PROXY: (&str, &str) = ("server.trusted_proxies", "127.0.0.1");

async fn sign_in_on(site: &Site, (ip, agent): (&str, &str), email: &str) {
    let device = site.api("").header("x-forwarded-for", ip).header("user-agent", agent);
    device.post("/api/auth/jwt/create/", &json!({ "email": email, "password": PASSWORD })).await.ok();
}

async fn a_new_device_is_told_of_and_a_known_one_is_not(engine: Engine) {
    let site = Site::with(engine, &[BEHIND_A_PROXY]).await;
    join(&site, ADA, PASSWORD).await;
    let told = async || site.mailbox(ADA).count("new_device").await;
    sign_in_on(&site, DESK, ADA).await;
    assert_eq!(told().await, 0, "the very first is no news");
    sign_in_on(&site, PHONE, ADA).await;
    assert_eq!(told().await, 1);
    let mail = site.mailbox(ADA).newest("new_device").await;
    assert!(mail.text.contains("203.0.113.9") && mail.text.contains("Android"), "{}", mail.text);
    for known in [DESK, PHONE, ("203.0.113.9", PHONE.1)] {
        sign_in_on(&site, known, ADA).await;
    }
    assert_eq!(told().await, 1);
    sign_in_on(&site, ("203.0.113.10", PHONE.1), ADA).await;
    assert_eq!(told().await, 2, "another network");
    sign_in_on(&site, (DESK.0, PHONE.1), ADA).await;
    assert_eq!(told().await, 3, "another browser");
}

async fn a_browser_is_known_wherever_it_is_taken(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    assert!(browser.sign_in_by_password(ADA, PASSWORD).await.cookie("gatepost-device").is_some());
    sign_in_on(&site, ("127.0.0.1", "curl/8"), ADA).await;
    assert_eq!(site.mailbox(ADA).count("new_device").await, 1);
    let away = site.replica_with(&[BEHIND_A_PROXY]).await;
    let page = browser.through(&away).begin_with_password().await;
    let txn = page.query_pairs().find(|(name, _)| name == "txn").unwrap().1.into_owned();
    let form = crate::support::Request::new(
        axum::http::Method::POST,
        browser.at("/auth/password"),
        crate::support::Kind::Navigation,
        Some(page),
    );
    let form = form.form(&[("txn", &txn), ("login", ADA), ("password", PASSWORD)]);
    let form = form.header("x-forwarded-for", "192.0.2.77").header("user-agent", "another version");
    assert!(browser.through(&away).send(form).await.session_cookie().is_some());
    assert_eq!(site.mailbox(ADA).count("new_device").await, 1, "the cookie is what it is known by");
}

async fn a_device_of_one_person_is_new_to_another(engine: Engine) {
    let site = Site::on(engine).await;
    let shared = site.browser();
    shared.sign_in("okta", &Person::ada()).await;
    site.browser().sign_in("google", &Person::grace()).await;
    let (ada, grace) = (Person::ada().email, Person::grace().email);
    shared.sign_in("google", &Person::grace()).await;
    assert_eq!(site.mailbox(&grace).count("new_device").await, 0, "the same kind of browser in the same network");
    let elsewhere = site.replica_with(&[BEHIND_A_PROXY]).await;
    join(&site, "third@example.com", PASSWORD).await;
    sign_in_on(&elsewhere, DESK, "third@example.com").await;
    sign_in_on(&elsewhere, PHONE, "third@example.com").await;
    assert_eq!(site.mailbox("third@example.com").count("new_device").await, 1);
    assert_eq!(site.mailbox(&ada).count("new_device").await, 0);
}
