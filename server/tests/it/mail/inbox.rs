//! The demo's mailbox.

use app::words::Language;
use axum::http::StatusCode;
use server::mail::{Letter, Recipient};
use url::Url;

use super::{CODE, reset};
use crate::support::{Engine, Site, on_both_engines};

on_both_engines! {
    a_mail_can_be_found_and_read_without_script,
    programs_read_it_too,
    it_is_there_in_the_demo_alone,
    nothing_in_it_runs_or_leads_out_unasked,
}

async fn post(site: &Site, to: &str, letter: &Letter) {
    let mut tx = site.store.begin().await.unwrap();
    let address = to.parse().unwrap();
    let to = Recipient { address: &address, language: Language::En };
    site.outbox.post(&mut tx, to, letter, site.now()).await.unwrap();
    tx.save().await.unwrap();
    site.wait(1);
}

async fn a_mail_can_be_found_and_read_without_script(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    assert!(browser.visit("/inbox").await.ok().words("main").contains("No mail"));
    post(&site, "Ada@example.org", &reset()).await;
    post(&site, "grace@example.org", &Letter::AccountDeleted { at: site.now() }).await;
    let list = browser.visit("/inbox").await.ok();
    let subjects = ["Your Gatepost account is deleted", "Choose a new Gatepost password"];
    let words = list.words("main");
    assert!(words.find(subjects[0]).unwrap() < words.find(subjects[1]).unwrap(), "the newest first");
    let found = browser.visit("/inbox?to=ada%40EXAMPLE.org").await.ok();
    assert!(found.words("main").contains(subjects[1]) && !found.words("main").contains(subjects[0]));
    let path = found.attribute("main li a", "href");
    let page = browser.click(&path).await.ok();
    assert_eq!(page.words("h1"), subjects[1]);
    assert_eq!(page.attribute("pre a", "href"), "https://id.example.com/reset?token=hush-hush");
    assert!(page.words("pre").contains(CODE));
    let mail = browser.click(&page.attribute("iframe", "src")).await.ok();
    assert_eq!(mail.attribute("a", "href"), "https://id.example.com/reset?token=hush-hush");
    assert_eq!(mail.attribute("base", "target"), "_top");
    assert!(browser.visit("/inbox?to=nobody%40example.org").await.ok().words("main").contains("No mail to nobody"));
    for unknown in ["/inbox/nothing", "/inbox/00000000-0000-0000-0000-000000000000", "/inbox/nothing/html"] {
        browser.visit(unknown).await.expect(StatusCode::NOT_FOUND);
    }
}

async fn programs_read_it_too(engine: Engine) {
    let site = Site::on(engine).await;
    post(&site, "ada@example.org", &reset()).await;
    post(&site, "grace@example.org", &reset()).await;
    let mails = site.browser().visit("/inbox.json?to=ada%40example.org").await.ok().json();
    let mail = &mails[0];
    assert_eq!(mails.as_array().unwrap().len(), 1);
    assert_eq!((&mail["to"], &mail["kind"]), (&"ada@example.org".into(), &"password_reset".into()));
    assert_eq!(mail["at"], "2027-01-02T03:04:05Z");
    assert_eq!(mail["subject"], "Choose a new Gatepost password");
    let text = mail["text"].as_str().unwrap();
    let link = text.lines().find(|line| line.starts_with("http")).unwrap();
    assert!(Url::parse(link).is_ok() && mail["html"].as_str().unwrap().contains(link));
    assert_eq!(site.browser().visit("/inbox.json").await.ok().json().as_array().unwrap().len(), 2);
}

async fn it_is_there_in_the_demo_alone(engine: Engine) {
    let off =
        [("demo.enabled", "false"), ("providers.google.client_id", "id"), ("providers.google.client_secret", "secret")];
    let sent = [("mail.smtp_url", "smtp://localhost"), ("mail.from", "a@example.org")];
    for settings in [&off[..], &sent[..]] {
        let site = Site::with(engine, settings).await;
        post(&site, "ada@example.org", &reset()).await;
        for path in ["/inbox", "/inbox.json", "/inbox.css"] {
            site.browser().visit(path).await.expect(StatusCode::NOT_FOUND);
        }
    }
}

async fn nothing_in_it_runs_or_leads_out_unasked(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    post(&site, "ada@example.org", &reset()).await;
    let list = browser.visit("/inbox").await.ok();
    let path = list.attribute("main li a", "href");
    let (page, mail) = (browser.visit(&path).await.ok(), browser.visit(&format!("{path}/html")).await.ok());
    for answer in [&list, &page] {
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
    let policy = mail.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert!(policy.contains("; sandbox ") && !policy.contains("allow-scripts") && !policy.contains("same-origin"));
    assert_eq!(mail.header("x-frame-options"), "SAMEORIGIN");
    assert!(!page.attribute("iframe", "sandbox").contains("allow-scripts"));
    for answer in [&list, &page, &mail] {
        assert_eq!((answer.header("cache-control"), answer.header("referrer-policy")), ("no-store", "no-referrer"));
    }
}
