//! The address is taken: the account is shown to be one's own, and the sign-in goes on to its end.

use app::wire::Notice;
use axum::http::StatusCode;
use serde_json::json;

use super::{asked, identities, with_ada};
use crate::{
    accounts::client::{ADA, GRACE, OTHER, PASSWORD, join},
    support::{Engine, JoinPage, Person, Site, StubProvider, on_both_engines},
};

on_both_engines! {
    the_accounts_password_joins,
    another_provider_of_the_account_joins,
    a_mailed_code_joins,
    joined_once_it_signs_in_by_itself,
    whoever_is_signed_in_as_another_is_not_any_more,
    a_wrong_password_may_be_typed_again,
    tries_are_counted_as_at_every_sign_in,
    the_page_offers_what_there_is,
    a_cancelled_join_is_told_and_over,
    a_join_lapses,
    the_page_speaks_the_persons_language,
    what_waits_is_sealed,
    what_the_provider_says_counts_at_once,
}

async fn the_accounts_password_joins(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    let shown = page.open().await.ok();
    let words = shown.words("main");
    assert!(words.contains("There is an account with this address already") && words.contains(ADA), "{words}");
    assert!(words.contains("Google"), "{words}");
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(shown.header("cross-origin-opener-policy"), "", "a popup's page");
    site.wait(30);
    let done = page.type_password(PASSWORD).await;
    assert_eq!(done.location().path(), "/profile");
    assert_eq!(done.notice().0, Notice::SignedIn);
    let session = browser.session().await;
    assert_eq!((&session["id"], &session["provider"]), (&ada.as_str().into(), &"password".into()));
    assert_eq!(session["auth_time"], site.now().seconds(), "the password is the fresh proof");
    assert_eq!(site.mailbox(ADA).newest("method_added").await.text.matches("Google").count(), 1);
    assert_eq!(identities(&site, &ada).await, 1);
    let noted = format!("audit_events where kind = 'method_added' and provider = 'google' and person_id = '{ada}'");
    assert_eq!(site.database.count(&noted).await, 1);
    assert!(browser.cookie_names().iter().all(|name| !name.contains("sign-in-")), "{:?}", browser.cookie_names());
}

async fn another_provider_of_the_account_joins(engine: Engine) {
    let site = Site::on(engine).await;
    let desk = site.browser();
    desk.sign_in("okta", &Person::ada()).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    let authorize = page.leave_for("okta").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    let done = browser.arrive(&callback).await;
    assert!(done.session_cookie().is_some());
    assert_eq!((done.location().path(), done.notice().0), ("/profile", Notice::SignedIn));
    let session = browser.session().await;
    assert_eq!((&session["id"], &session["provider"]), (&desk.session().await["id"], &"okta".into()));
    assert_eq!(site.database.count("people").await, 1);
    assert_eq!(site.database.count("identities").await, 2);
}

async fn a_mailed_code_joins(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    let sent = page.send("mail", &[]).await.ok();
    assert!(sent.attributes("#join-code-code", "name").contains(&"code".to_owned()));
    let mail = site.mailbox(ADA).newest("join_code").await;
    assert!(mail.text.contains("Google"), "{}", mail.text);
    let wrong = page.send("code", &[("code", "BBBB-BBBB")]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(wrong.attribute("#join-code-code", "value"), "BBBB-BBBB");
    assert!(!browser.has_session_cookie());
    let typed = mail.code().to_lowercase().replace('-', " ");
    assert!(page.send("code", &[("code", &typed)]).await.session_cookie().is_some());
    let session = browser.session().await;
    assert_eq!((&session["id"], &session["provider"]), (&ada.as_str().into(), &"google".into()));
    assert_eq!(session["auth_time"], site.now().seconds());
}

async fn joined_once_it_signs_in_by_itself(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    asked(&browser, "google").await.type_password(PASSWORD).await;
    let elsewhere = site.browser();
    elsewhere.sign_in("google", &Person::ada()).await;
    assert_eq!(elsewhere.session().await["id"], ada.as_str());
    assert_eq!(site.mailbox(ADA).count("method_added").await, 1, "told once");
}

async fn whoever_is_signed_in_as_another_is_not_any_more(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    join(&site, GRACE, OTHER).await;
    let browser = site.browser();
    browser.sign_in_by_password(GRACE, OTHER).await;
    let page = asked(&browser, "google").await;
    assert_ne!(browser.session().await["id"], ada.as_str(), "until it is shown");
    page.type_password(PASSWORD).await;
    assert_eq!(browser.session().await["id"], ada.as_str());
    assert_eq!(site.database.count("families where revoked_why = 'replaced'").await, 1);
}

async fn a_wrong_password_may_be_typed_again(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    for wrong in [OTHER, "", &"x".repeat(5000)] {
        let told = page.type_password(wrong).await.expect(StatusCode::UNAUTHORIZED);
        assert!(told.words(".error-summary").contains("This is not your password."), "{}", told.text());
        assert!(!told.text().contains(OTHER), "a password never comes back");
    }
    assert_eq!(identities(&site, &ada).await, 0);
    assert!(page.type_password(PASSWORD).await.session_cookie().is_some());
}

async fn tries_are_counted_as_at_every_sign_in(engine: Engine) {
    let site = Site::with(engine, &[("limits.enabled", "true"), ("limits.failed_sign_ins_per_account", "2/h")]).await;
    join(&site, ADA, PASSWORD).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    for _ in 0..2 {
        page.type_password(OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    let told = page.type_password(PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(told.header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(!browser.has_session_cookie());
}

async fn the_page_offers_what_there_is(engine: Engine) {
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    let browser = site.browser();
    let shown = asked(&browser, "google").await.open().await.ok();
    assert_eq!(shown.attributes("input[type=password]", "name"), [""; 0], "the account has no password");
    let links = shown.attributes("a[href^='/auth/join/with/']", "href");
    assert!(links.len() == 1 && links[0].starts_with("/auth/join/with/okta?"), "{links:?}");
    assert!(shown.words("main").contains("a***@example.com"), "{}", shown.words("main"));
    browser.click(&links[0].replace("okta", "facebook")).await.expect(StatusCode::NOT_FOUND);
    // A password that was taken back fits nobody, and is no way.
    site.database.run("update people set password_hash = '!'").await;
    let page = JoinPage::behind(&browser, &browser.try_sign_in("google", &Person::ada()).await);
    assert_eq!(page.open().await.ok().attributes("input[type=password]", "name"), [""; 0]);
    page.type_password("!").await.expect(StatusCode::FORBIDDEN);
}

async fn a_cancelled_join_is_told_and_over(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let answer = browser.try_sign_in("google", &Person::ada()).await;
    let page = JoinPage::behind(&browser, &answer);
    let told = page.send("cancel", &[]).await;
    assert_eq!((told.location().path(), told.notice().0), ("/sign-in", Notice::SignInCancelled));
    assert_eq!(page.type_password(PASSWORD).await.notice().0, Notice::SignInUnknown, "its cookie is gone");
    // Nor for whoever kept it.
    browser.receive(&answer);
    assert_eq!(page.type_password(PASSWORD).await.notice().0, Notice::SignInUsed);
    assert_eq!(identities(&site, &ada).await, 0);
}

async fn a_join_lapses(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    site.wait(599);
    page.open().await.ok();
    site.wait(1);
    for answer in [page.open().await, page.type_password(PASSWORD).await, page.send("mail", &[]).await] {
        assert_eq!(answer.notice().0, Notice::SignInExpired);
    }
    assert_eq!(identities(&site, &ada).await, 0);
    site.wait(2 * 60 * 60);
    server::upkeep::purge(&site.store, site.now()).await.unwrap();
    assert_eq!(site.database.count("joins").await, 0);
}

async fn the_page_speaks_the_persons_language(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let browser = site.browser().speaking("de-AT");
    let shown = asked(&browser, "google").await.open().await.ok();
    assert_eq!(shown.attribute("html", "lang"), "de");
    assert_eq!(shown.words("h1"), "Diese Adresse hat schon ein Konto");
}

async fn what_waits_is_sealed(engine: Engine) {
    let (site, _) = with_ada(engine).await;
    let browser = site.browser();
    let person = Person { sub: "a-subject-to-keep".to_owned(), ..Person::ada() };
    let page = JoinPage::behind(&browser, &browser.try_sign_in("google", &person).await);
    let kept = site.store.read().await.unwrap().joins().find(&page.txn()).await.unwrap().unwrap();
    let holds = |text: &str| kept.sealed.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!kept.sealed.is_empty() && !holds("a-subject-to-keep") && !holds(ADA));
}

/// Whoever joins is signed in by what the provider vouches for: the next sign-in by it changes nothing.
async fn what_the_provider_says_counts_at_once(engine: Engine) {
    for by_code in [false, true] {
        let stub = StubProvider::start().await;
        let settings = [("fields", "last_name=family_name"), ("staff_groups", "admins"), ("groups_claim", "groups")];
        let site = stub.site(engine, &settings).await;
        let ada = join(&site, ADA, PASSWORD).await;
        let says = json!({ "email": ADA, "family_name": "Lovelace", "given_name": "Ada", "groups": ["admins"] });
        let browser = site.browser();
        let page = JoinPage::behind(&browser, &stub.sign_in_with(&site, &browser, "stub", says.clone()).await);
        let account = async || site.store.read().await.unwrap().accounts().find(&ada).await.unwrap().unwrap();
        assert_eq!((&*account().await.last_name, account().await.is_staff), ("", false), "not before it is shown");
        let done = if by_code {
            page.send("mail", &[]).await.ok();
            let code = site.mailbox(ADA).newest("join_code").await.code();
            page.send("code", &[("code", &code)]).await
        } else {
            page.type_password(PASSWORD).await
        };
        assert!(done.session_cookie().is_some());
        let joined = account().await;
        assert_eq!((&*joined.first_name, &*joined.last_name, joined.is_staff), ("Ada", "Lovelace", true));
        let changes = format!("audit_events where kind = 'profile_change' and person_id = '{ada}'");
        assert_eq!(site.database.count(&changes).await, 1);
        stub.sign_in(&site, "stub", says).await;
        assert_eq!(account().await.last_name, "Lovelace");
        assert_eq!(site.database.count(&changes).await, 1, "nothing is new");
    }
}
