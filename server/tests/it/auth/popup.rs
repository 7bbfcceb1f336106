//! Signing in in a popup: its last page, what it reports and what it may carry.

use app::wire::{Notice, PopupOutcome, PopupReport};
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use scraper::Selector;

use super::{PROVIDERS, cause};
use crate::support::{Answer, Engine, Person, Popup, PopupPage, Site, on_both_engines};

on_both_engines! {
    the_report_says_what_the_opener_must_know,
    the_cookie_comes_with_the_page,
    a_failed_sign_in_is_reported_in_words,
    the_page_carries_only_what_it_is_made_of,
    no_opener_policy_from_start_to_end,
    nothing_that_is_sent_becomes_markup,
    the_page_speaks_the_persons_language,
    a_used_popup_reports_that,
}

const COOP: &str = "cross-origin-opener-policy";

async fn the_report_says_what_the_opener_must_know(engine: Engine) {
    let site = Site::on(engine).await;
    for provider in PROVIDERS {
        let browser = site.browser();
        let popup = browser.start_popup(provider).await;
        let person = Person::new("someone", "Ann", &format!("{provider}@example.com"));
        let page = popup.finish(&person).await;
        assert_eq!(page.answer.status, StatusCode::OK);
        let report = page.report();
        assert_eq!((&*report.kind, &report.txn), (PopupReport::KIND, &popup.txn));
        assert_eq!(page.data["origin"], site.origin(), "an exact origin, never *");
        assert_eq!(page.data["channel"], app::wire::channel_name(&popup.txn));
        assert_eq!(page.data["storageKey"], format!("gatepost.done.{}", popup.txn));
        let tokens = popup.redeem(&page.code()).await.ok().json();
        assert_eq!(tokens["user"]["provider"], provider);
    }
}

async fn the_cookie_comes_with_the_page(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let page = browser.start_popup("okta").await.finish(&Person::ada()).await;
    assert!(page.answer.session_cookie().is_some());
    assert_eq!(browser.session().await["name"], "Ada Lovelace", "whatever becomes of the report");
    let token = browser.refresh_token();
    assert!(!page.answer.text().contains(&token) && !page.answer.text().contains("eyJ"), "no token in the page");
}

async fn a_failed_sign_in_is_reported_in_words(engine: Engine) {
    let site = Site::on(engine).await;
    for (fault, expected, status) in [
        ("access_denied", Notice::AccessDenied, StatusCode::FORBIDDEN),
        ("login_required", Notice::LoginRequired, StatusCode::FORBIDDEN),
        ("server_error", Notice::ProviderError, StatusCode::BAD_REQUEST),
        ("token_error", Notice::ProviderError, StatusCode::BAD_REQUEST),
        ("wrong_nonce", Notice::AnswerRefused, StatusCode::BAD_REQUEST),
    ] {
        let browser = site.browser();
        let mut popup = browser.start_popup("okta").await;
        popup.authorize.query_pairs_mut().append_pair("demo_fault", fault);
        let page = popup.finish(&Person::ada()).await;
        assert_eq!(page.answer.status, status, "{fault}");
        let PopupOutcome::Failed { notice, support_code } = page.report().outcome else { panic!("{fault}") };
        assert_eq!(notice, expected, "{fault}");
        assert_ne!(cause(&site, support_code.as_deref()).await, "");
        let words = page.answer.words("main");
        assert!(words.contains(&support_code.unwrap()) && !words.contains(fault), "{words}");
        assert!(!browser.has_session_cookie());
    }
}

async fn the_page_carries_only_what_it_is_made_of(engine: Engine) {
    let site = Site::on(engine).await;
    let page = site.browser().start_popup("okta").await.finish(&Person::ada()).await.answer;
    let policy = page.header("content-security-policy").to_owned();
    for directive in ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'), "{policy}");
    let script = content(&page, "script:not([type])");
    assert!(policy.contains(&format!("script-src 'sha256-{}'", hash(&script))), "{policy}");
    assert!(policy.contains(&format!("style-src 'sha256-{}'", hash(&content(&page, "style")))), "{policy}");
    assert_eq!(page.attributes("script[src], link, img, iframe", "src"), [""; 0], "nothing from anywhere else");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(script.len() < 2048, "{} bytes", script.len());
}

async fn no_opener_policy_from_start_to_end(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let popup = browser.start_popup("okta").await;
    let finished = popup.finish(&Person::ada()).await.answer;
    let page_mode = browser.try_sign_in("okta", &Person::ada()).await;
    for answer in [
        browser.click("/auth/okta/start").await,
        browser.click("/auth/okta/start?display=window").await,
        browser.click("/auth/nobody/start").await,
        finished,
        page_mode,
        browser.visit("/auth/okta/callback?code=x&state=y").await,
        browser.visit("/auth/okta/callback").await,
    ] {
        assert_eq!(answer.header(COOP), "", "{}", answer.url);
    }
    assert_eq!(browser.visit("/").await.header(COOP), "same-origin-allow-popups");
}

async fn nothing_that_is_sent_becomes_markup(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let hostile = "</script><script>alert(1)</script>";
    let person = Person::new(hostile, hostile, "ada@example.com");
    let return_to = "&return_to=/%3Fx=%22%3E%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let start =
        format!("/auth/okta/start?display=popup&txn={}&challenge={}{return_to}", "t".repeat(22), "c".repeat(43));
    let authorize = browser.begin(&start).await;
    let callback = browser.prove(&authorize, &person).await;
    let page = browser.arrive(&callback).await.ok();
    assert!(!page.text().contains("<script>alert"), "{}", page.text());
    let link = page.attribute("main a", "href");
    assert!(link.starts_with("/?x="), "{link}");
    let home = browser.visit("/").await.ok();
    assert!(!home.text().contains("<script>alert"), "{}", home.text());
    assert_eq!(home.words("header .person"), hostile);
}

async fn the_page_speaks_the_persons_language(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser().speaking("de-AT, en;q=0.5");
    let page = browser.start_popup("okta").await.finish(&Person::ada()).await.answer;
    assert_eq!(page.attribute("html", "lang"), "de");
    assert!(page.words("h1").contains("angemeldet"), "{}", page.words("h1"));
}

async fn a_used_popup_reports_that(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let popup: Popup = browser.start_popup("okta").await;
    let callback = browser.prove(&popup.authorize, &Person::ada()).await;
    let [first, second] = [browser.arrive(&callback).await, browser.arrive(&callback).await];
    PopupPage::of(first).code();
    super::refused(&site, &second, Notice::SignInUsed).await;
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
}

/// What stands between an element's tags, to the byte.
fn content(answer: &Answer, selector: &str) -> String {
    let (page, selector) = (answer.page(), Selector::parse(selector).unwrap());
    let content: String = page.select(&selector).next().unwrap().text().collect();
    assert!(answer.text().contains(&content));
    content
}

fn hash(text: &str) -> String {
    STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
}
