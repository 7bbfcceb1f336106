//! The pages of an account, without script: every form comes back as the page it was on.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::support::{Answer, Browser, Engine, Kind, Person, Request, Site, on_both_engines};

on_both_engines! {
    an_account_is_made_by_mail_and_opens_with_its_password,
    a_code_does_what_the_link_does,
    nobody_learns_who_has_an_account,
    what_was_typed_comes_back_and_passwords_do_not,
    a_password_is_reset_by_mail_and_every_session_ends,
    an_account_is_changed_by_its_own_person,
    an_address_changes_once_it_is_confirmed_and_can_be_taken_back,
    sessions_are_seen_and_ended,
    who_came_by_a_provider_deletes_by_a_mailed_code,
    forms_of_others_are_refused,
}

const ADA: &str = "ada@example.com";
const PASSWORD: &str = "a lantern by the crooked gate 7";
const OTHER: &str = "two hinges and a rusty padlock 8";

async fn register(browser: &Browser, email: &str) -> Answer {
    browser.submit("/register", "/register", &[("email", email), ("password", PASSWORD)]).await
}

async fn sign_in(browser: &Browser, email: &str, password: &str) -> Answer {
    let fields = [("login", email), ("password", password), ("return_to", "/account")];
    browser.submit("/sign-in?return_to=/account", "/sign-in?return_to=/account", &fields).await
}

/// The mail to that address that says `words`.
async fn mail(browser: &Browser, to: &str, words: &str) -> String {
    let request = browser.script(Method::GET, &format!("/inbox.json?to={to}"));
    let mails = browser.send(request).await.ok().json();
    let mut texts = mails.as_array().unwrap().iter().map(|mail: &Value| mail["text"].as_str().unwrap().to_owned());
    texts.find(|text| text.contains(words)).unwrap_or_else(|| panic!("no mail to {to} with {words}: {mails}"))
}

/// A mail's link is its first line that begins with `http`.
fn link(mail: &str) -> String {
    let line = mail.lines().find(|line| line.starts_with("http")).unwrap();
    url::Url::parse(line).unwrap().path().to_owned()
}

/// A mail's code stands alone on a line.
fn code(mail: &str) -> String {
    let is_code = |line: &&str| line.len() == 9 && line.as_bytes()[4] == b'-';
    mail.lines().map(str::trim).find(is_code).unwrap().to_owned()
}

/// Somebody with an account, signed in.
async fn ada_at_home(engine: Engine) -> (Site, Browser) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    register(&browser, ADA).await;
    let path = link(&mail(&browser, ADA, "/activate/").await);
    browser.submit(&path, &path, &[]).await.location();
    assert_eq!(sign_in(&browser, ADA, PASSWORD).await.location().path(), "/account");
    (site, browser)
}

async fn an_account_is_made_by_mail_and_opens_with_its_password(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    assert_eq!(register(&browser, ADA).await.location().path(), "/register/check-mail");
    let page = browser.visit("/register/check-mail").await.ok();
    assert!(page.words("main").contains(ADA), "the page knows where the mail went");
    assert!(!page.url.as_str().contains("ada"), "its address does not");

    let path = link(&mail(&browser, ADA, "/activate/").await);
    for _ in 0..2 {
        let page = site.browser().visit(&path).await.ok();
        assert_eq!(page.words("main h1"), "Activate your account", "a scanner that looks changes nothing");
    }
    let elsewhere = site.browser();
    assert_eq!(elsewhere.submit(&path, &path, &[]).await.location().path(), "/activate/done");
    assert!(!elsewhere.has_session_cookie(), "a link signs nobody in");
    assert_eq!(browser.visit(&path).await.ok().words("main h1"), "Already done");

    assert_eq!(sign_in(&browser, "ADA@Example.com", PASSWORD).await.location().path(), "/account");
    let page = browser.visit("/account").await.ok();
    assert!(page.words("#email").contains(ADA) && page.words("#sessions").contains("This one"));
}

async fn a_code_does_what_the_link_does(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    register(&browser, ADA).await;
    let typed = code(&mail(&browser, ADA, "/activate/").await).to_lowercase().replace('-', " ");
    let wrong = browser.submit("/activate", "/activate", &[("email", ADA), ("code", "BBBB-BBBB")]).await;
    let wrong = wrong.expect(StatusCode::BAD_REQUEST);
    assert_eq!(wrong.attribute("#code-code", "value"), "BBBB-BBBB");
    let done = browser.submit("/activate", "/activate", &[("email", ADA), ("code", &typed)]).await;
    assert_eq!(done.location().path(), "/activate/done");
}

async fn nobody_learns_who_has_an_account(engine: Engine) {
    let (site, _) = ada_at_home(engine).await;
    let stranger = site.browser();
    let told = |answer: &Answer| (answer.status, answer.header("location").to_owned(), answer.text());
    let (known, unknown) = (register(&stranger, ADA).await, register(&stranger, "new@example.com").await);
    assert_eq!(told(&known), told(&unknown));
    let reset = async |email| stranger.submit("/reset", "/reset", &[("email", email)]).await;
    assert_eq!(told(&reset(ADA).await), told(&reset("nobody@example.com").await));
    let wrong = sign_in(&stranger, ADA, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    let nobody = sign_in(&stranger, "nobody@example.com", OTHER).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.words(".error-summary"), nobody.words(".error-summary"));
    mail(&stranger, ADA, "/reset/").await;
}

async fn what_was_typed_comes_back_and_passwords_do_not(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser().speaking("de");
    let hostile = "\"><script>alert(1)</script>";
    let fields = [("email", hostile), ("password", "12345"), ("first_name", "Ada"), ("return_to", "//evil.example")];
    let page = browser.submit("/register", "/register", &fields).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(page.attribute("#register-email", "value"), hostile);
    assert_eq!(page.attribute("#register-first-name", "value"), "Ada");
    assert_eq!(page.attribute("#register-email", "aria-invalid"), "true");
    assert_eq!(page.attributes("#register-password[value]", "value"), Vec::<String>::new());
    assert_eq!(page.attribute("input[name=return_to]", "value"), "/");
    assert!(page.words("title").starts_with("Fehler: "), "who hears the title hears it first");
    assert!(page.attributes(".error-summary a", "href").len() >= 3, "everything at once: {}", page.text());
    assert!(!page.text().contains("<script>alert"));
    let empty = browser.submit("/sign-in", "/sign-in?return_to=/shop", &[("login", ADA)]).await;
    let empty = empty.expect(StatusCode::BAD_REQUEST);
    assert_eq!(empty.attribute("#sign-in-login", "value"), ADA);
    assert_eq!(empty.attribute("#sign-in-password", "aria-invalid"), "true");
}

async fn a_password_is_reset_by_mail_and_every_session_ends(engine: Engine) {
    let (site, home) = ada_at_home(engine).await;
    let browser = site.browser();
    assert_eq!(browser.submit("/reset", "/reset", &[("email", ADA)]).await.location().path(), "/reset/check-mail");
    let path = link(&mail(&browser, ADA, "/reset/").await);
    let short = browser.submit(&path, &path, &[("new_password", "short")]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(short.attribute("#new-password-new-password", "aria-invalid"), "true");
    let done = browser.submit(&path, &path, &[("new_password", OTHER)]).await;
    assert_eq!(done.location().path(), "/reset/done");
    assert_eq!(home.visit("/account").await.location().path(), "/sign-in");
    assert_eq!(browser.visit(&path).await.ok().words("main h1"), "Already done");
    sign_in(&browser, ADA, PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
    sign_in(&browser, ADA, OTHER).await.location();
    browser.visit("/reset/bm9ib2R5/nothing").await.expect(StatusCode::GONE);
}

async fn an_account_is_changed_by_its_own_person(engine: Engine) {
    let (site, browser) = ada_at_home(engine).await;
    let elsewhere = site.browser();
    sign_in(&elsewhere, ADA, PASSWORD).await.location();

    let names = [("first_name", "Ada"), ("last_name", "Lovelace"), ("username", "ada")];
    let saved = browser.submit("/account", "/account/profile", &names).await.location();
    let page = browser.visit(&format!("{}?{}", saved.path(), saved.query().unwrap())).await.ok();
    assert_eq!(page.words("#profile .done"), "Saved.");
    assert_eq!(page.words("header .person"), "Ada Lovelace");

    let wrong = [("current_password", "no"), ("new_password", OTHER)];
    let wrong = browser.submit("/account", "/account/password", &wrong).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(wrong.attribute("#password-form-current-password", "aria-invalid"), "true");
    assert_eq!(wrong.attributes("#password details[open]", "class").len(), 1, "the form is open");
    let right = [("current_password", PASSWORD), ("new_password", OTHER)];
    browser.submit("/account", "/account/password", &right).await.location();
    browser.visit("/account").await.ok();
    assert_eq!(elsewhere.visit("/account").await.location().path(), "/sign-in", "other sessions end");

    browser.submit("/account", "/account/delete", &[("current_password", "no")]).await.expect(StatusCode::BAD_REQUEST);
    let gone = browser.submit("/account", "/account/delete", &[("current_password", OTHER)]).await;
    assert_eq!(gone.location().path(), "/account/deleted");
    assert_eq!(browser.visit("/account").await.location().path(), "/sign-in");
    assert_eq!(site.database.count("people").await, 0);
}

async fn an_address_changes_once_it_is_confirmed_and_can_be_taken_back(engine: Engine) {
    let (site, browser) = ada_at_home(engine).await;
    let change = [("new_email", "countess@example.com"), ("current_password", PASSWORD)];
    browser.submit("/account", "/account/email", &change).await.location();
    let page = browser.visit("/account").await.ok();
    assert!(page.words("#email").contains("countess@example.com") && page.words("#email").contains(ADA));
    let undo = link(&mail(&browser, ADA, "/undo/").await);
    let typed = code(&mail(&browser, "countess@example.com", "/account/email/").await);
    assert_eq!(browser.visit("/account/email").await.ok().attribute("[name=new_email]", "value"), change[0].1);
    let fields = [("new_email", change[0].1), ("code", typed.as_str())];
    browser.submit("/account/email", "/account/email/code", &fields).await.location();
    assert_eq!(browser.visit("/account").await.ok().words("#email strong"), "countess@example.com");

    let owner = site.browser();
    assert_eq!(owner.visit(&undo).await.ok().words("main h1"), "Keep the old address?");
    assert_eq!(owner.submit(&undo, &undo, &[]).await.ok().words("main h1"), "The old address is back");
    assert_eq!(browser.visit("/account").await.location().path(), "/sign-in");
}

async fn sessions_are_seen_and_ended(engine: Engine) {
    let (site, browser) = ada_at_home(engine).await;
    let (second, third) = (site.browser(), site.browser());
    for other in [&second, &third] {
        sign_in(other, ADA, PASSWORD).await.location();
    }
    let page = browser.visit("/account").await.ok();
    let ids = page.attributes("#sessions .line input[name=id]", "value");
    assert_eq!(ids.len(), 2, "this one has no button");
    browser.submit("/account", "/account/sessions/end", &[("id", &ids[0])]).await.location();
    let signed_in = [second.visit("/account").await, third.visit("/account").await];
    assert_eq!(signed_in.iter().filter(|answer| answer.status == StatusCode::OK).count(), 1);
    browser.submit("/account", "/account/sessions/end-all", &[("scope", "others")]).await.location();
    assert_eq!(browser.visit("/account").await.ok().attributes("#sessions .line", "class").len(), 1);
    let out = browser.submit("/account", "/account/sessions/end-all", &[("scope", "all")]).await;
    assert_eq!(out.location().path(), "/");
    assert!(!browser.has_session_cookie());
}

async fn who_came_by_a_provider_deletes_by_a_mailed_code(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let person = Person::ada();
    browser.sign_in("okta", &person).await;
    let page = browser.submit("/account", "/account/delete/code", &[]).await.ok();
    assert!(page.words("#delete .done").contains(&person.email));
    let typed = code(&mail(&browser, &person.email, "-").await);
    let gone = browser.submit("/account", "/account/delete", &[("code", &typed)]).await;
    assert_eq!(gone.location().path(), "/account/deleted");
    assert_eq!(site.database.count("people").await, 0);
}

async fn forms_of_others_are_refused(engine: Engine) {
    let (_site, browser) = ada_at_home(engine).await;
    let evil = url::Url::parse("http://evil.example/").unwrap();
    for path in ["/register", "/sign-in", "/account/profile", "/account/delete", "/account/sessions/end-all"] {
        let request = Request::new(Method::POST, browser.at(path), Kind::Navigation, Some(evil.clone()));
        browser.send(request.form(&[("scope", "all")])).await.expect(StatusCode::FORBIDDEN);
    }
    browser.visit("/account").await.ok();
    assert_eq!(browser.visit("/account/password").await.location().path(), "/account", "reloaded, it is the page");
}
