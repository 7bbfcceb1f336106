//! Those who mean it no good.

use app::wire::Notice;
use axum::http::{Method, StatusCode};
use url::Url;

use super::{ada_at_home, asked, begin_joining, handles, identities, join_on_page, leads_to, with_ada};
use crate::{
    accounts::client::{ADA, GRACE, OTHER, PASSWORD, THIRD, join},
    support::{Engine, JoinPage, Kind, Person, Request, Site, on_both_engines},
};

on_both_engines! {
    another_browser_sees_nothing_of_a_join,
    what_is_shown_of_another_account_joins_nothing,
    a_code_of_one_join_is_good_for_that_alone,
    a_code_is_tried_five_times,
    no_strangers_page_sends_the_forms,
    a_forged_callback_joins_nothing_to_whoever_gets_it,
    a_session_that_has_ended_gets_nothing,
    a_browser_that_has_become_anothers_joins_nothing,
    joining_takes_a_fresh_proof,
    what_opens_another_account_is_in_use,
    an_address_that_changes_at_the_provider_moves_nobody,
    an_account_that_may_not_sign_in_is_no_way_in,
    rubbish_is_refused,
}

async fn another_browser_sees_nothing_of_a_join(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let theirs = site.browser();
    let page = asked(&theirs, "google").await;
    let stranger = site.browser();
    let path = format!("/auth/join?txn={}", page.txn());
    let opened = stranger.visit(&path).await;
    assert_eq!((opened.location().path(), opened.notice().0), ("/sign-in", Notice::SignInUnknown));
    let fields = [("txn", &*page.txn()), ("step", "password"), ("password", PASSWORD)];
    let sent = stranger.submit(&path, "/auth/join", &fields).await;
    assert_eq!(sent.notice().0, Notice::SignInUnknown);
    assert!(!stranger.has_session_cookie());
    let left = stranger.click(&format!("/auth/join/with/okta?txn={}", page.txn())).await;
    assert_eq!(left.notice().0, Notice::SignInUnknown);
    // With a cookie of that name, and another secret.
    stranger.plant(&format!("gatepost-sign-in-{}", page.txn()), &format!("1.{}", "x".repeat(43)));
    assert_eq!(stranger.visit(&path).await.notice().0, Notice::SignInUnknown);
    assert_eq!(identities(&site, &ada).await, 0);
    page.open().await.ok();
}

async fn what_is_shown_of_another_account_joins_nothing(engine: Engine) {
    let site = Site::on(engine).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    site.browser().sign_in("okta", &Person::grace()).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    for person in [Person::grace(), Person::new("nobody-yet", "No Body", "new@example.com")] {
        let authorize = page.leave_for("okta").await;
        let callback = browser.prove(&authorize, &person).await;
        let back = JoinPage::behind(&browser, &browser.arrive(&callback).await);
        assert!(back.open().await.ok().words(".error-summary").contains("another account"));
    }
    assert!(!browser.has_session_cookie());
    assert_eq!(site.database.count("identities").await, 2);
    assert_eq!(site.database.count("people").await, 2, "nor is an account made by the way");
}

async fn a_code_of_one_join_is_good_for_that_alone(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let (first, second) = (site.browser(), site.browser());
    let mine = asked(&first, "google").await;
    mine.send("mail", &[]).await.ok();
    let code = site.mailbox(ADA).newest("join_code").await.code();
    let other = asked(&second, "okta").await;
    other.send("code", &[("code", &code)]).await.expect(StatusCode::BAD_REQUEST);
    assert!(!second.has_session_cookie());
    assert_eq!(identities(&site, &ada).await, 0);
    mine.send("code", &[("code", &code)]).await.location();
    assert!(first.has_session_cookie());
}

async fn a_code_is_tried_five_times(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    page.send("mail", &[]).await.ok();
    for _ in 0..5 {
        page.send("code", &[("code", "BBBB-BBBB")]).await.expect(StatusCode::BAD_REQUEST);
    }
    let code = site.mailbox(ADA).newest("join_code").await.code();
    page.send("code", &[("code", &code)]).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!(identities(&site, &ada).await, 0);
}

async fn no_strangers_page_sends_the_forms(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let page = asked(&site.browser(), "google").await;
    let evil = Url::parse("https://evil.example/").unwrap();
    let neighbour = Url::parse("http://localhost:1/").unwrap();
    for from in [evil, neighbour] {
        for (path, fields) in [
            ("/account/methods/join", vec![("provider", "google"), ("current_password", PASSWORD)]),
            ("/account/methods/part", vec![("id", "x"), ("current_password", PASSWORD)]),
            ("/auth/join", vec![("txn", "x"), ("step", "cancel")]),
        ] {
            let request = Request::new(Method::POST, browser.at(path), Kind::Navigation, Some(from.clone()));
            browser.send(request.form(&fields)).await.expect(StatusCode::FORBIDDEN);
        }
        let leave = browser.at(&format!("/auth/join/with/okta?txn={}", page.txn()));
        browser.navigate(&leave, Some(&from)).await.expect(StatusCode::FORBIDDEN);
    }
    assert_eq!(identities(&site, &ada).await, 0);
}

/// Login CSRF in join mode (RFC 9700 §4.7): the attacker's own identity must not become a way into the
/// victim's account.
async fn a_forged_callback_joins_nothing_to_whoever_gets_it(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    join(&site, GRACE, PASSWORD).await;
    let (attacker, victim) = (site.browser(), ada_at_home(&site).await);
    attacker.sign_in_by_password(GRACE, PASSWORD).await;
    let authorize = leads_to(&begin_joining(&attacker, "google", PASSWORD).await.ok());
    let callback = attacker.prove(&authorize, &Person::new("mallory", "Mallory", "m@evil.example")).await;
    let told = victim.arrive(&callback).await;
    assert_eq!(told.notice().0, Notice::SignInUnknown);
    assert_eq!(identities(&site, &ada).await, 0);
    assert_eq!(victim.session().await["id"], ada.as_str(), "and the victim stays who they are");
    // Nor with a callback of a plain sign-in.
    let authorize = attacker.begin("/auth/google/start").await;
    let callback = attacker.prove(&authorize, &Person::new("mallory", "Mallory", "m@evil.example")).await;
    assert_eq!(victim.arrive(&callback).await.notice().0, Notice::SignInUnknown);
    assert_eq!(victim.session().await["id"], ada.as_str());
}

async fn a_session_that_has_ended_gets_nothing(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    let authorize = leads_to(&begin_joining(&browser, "google", PASSWORD).await.ok());
    let callback = browser.prove(&authorize, &Person::ada()).await;
    browser.sign_out().await;
    let back = browser.arrive(&callback).await;
    assert_eq!(back.location().query(), Some("problem=session-over"));
    assert_eq!(identities(&site, &ada).await, 0);
    assert!(!browser.has_session_cookie(), "it signs nobody in either");
    let refused = "audit_events where kind = 'method_added' and outcome = 'refused'";
    assert_eq!(site.database.count(refused).await, 1);
}

async fn a_browser_that_has_become_anothers_joins_nothing(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let grace = join(&site, GRACE, OTHER).await;
    let browser = ada_at_home(&site).await;
    let authorize = leads_to(&begin_joining(&browser, "google", PASSWORD).await.ok());
    let callback = browser.prove(&authorize, &Person::new("g", "G", "g@example.com")).await;
    // Ada's session lives on, but the cookie is another's.
    let kept = browser.refresh_token();
    let other = site.browser();
    other.sign_in_by_password(GRACE, OTHER).await;
    assert_ne!(kept, other.refresh_token());
    browser.plant("gatepost", &other.refresh_token());
    assert_eq!(browser.arrive(&callback).await.location().query(), Some("problem=session-over"));
    assert_eq!(identities(&site, &ada).await + identities(&site, &grace).await, 0);
}

async fn joining_takes_a_fresh_proof(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = ada_at_home(&site).await;
    for wrong in [OTHER, ""] {
        let told = begin_joining(&browser, "google", wrong).await.expect(StatusCode::BAD_REQUEST);
        assert!(told.words("#methods").contains("Please look at this again"), "{}", told.words("#methods"));
    }
    assert_eq!(site.database.count("sign_ins where joins_family is not null").await, 0);
    // Who has no password shows a sign-in of a moment ago.
    let grace = site.browser();
    grace.sign_in("okta", &Person::grace()).await;
    begin_joining(&grace, "google", "").await.ok();
    site.wait(301);
    begin_joining(&grace, "google", "").await.expect(StatusCode::UNAUTHORIZED);
    site.browser().submit("/account", "/account/methods/join", &[("provider", "google")]).await.location();
    assert_eq!(identities(&site, &ada).await, 0);
}

async fn what_opens_another_account_is_in_use(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let hers = site.browser();
    hers.sign_in("google", &Person::grace()).await;
    let browser = ada_at_home(&site).await;
    let back = join_on_page(&browser, "google", &Person::grace()).await;
    assert_eq!(back.location().query(), Some("problem=in-use"));
    let page = browser.visit("/account?problem=in-use").await.ok();
    assert!(page.words("#methods").contains("This account is already in use."), "{}", page.words("#methods"));
    assert_eq!(identities(&site, &ada).await, 0);
    assert_eq!(browser.session().await["id"], ada.as_str());
    site.browser().sign_in("google", &Person::grace()).await;
}

async fn an_address_that_changes_at_the_provider_moves_nobody(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    browser.sign_in("google", &Person::grace()).await;
    let hers = browser.session().await;
    let moved = Person { email: ADA.to_owned(), ..Person::grace() };
    let again = site.browser();
    again.sign_in("google", &moved).await;
    assert_eq!(again.session().await["id"], hers["id"], "nobody is asked, nobody is moved");
    assert_eq!(again.session().await["email"], GRACE, "and no address is written over");
    assert_eq!(identities(&site, &ada).await, 0);
    assert_eq!(site.database.count(&format!("identities where email = '{ADA}'")).await, 1);
}

async fn an_account_that_may_not_sign_in_is_no_way_in(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    site.store.write().await.unwrap().accounts().set_active(&ada, false).await.unwrap();
    page.type_password(PASSWORD).await.expect(StatusCode::FORBIDDEN);
    page.send("mail", &[]).await.expect(StatusCode::FORBIDDEN);
    let late = site.browser();
    let told = late.try_sign_in("okta", &Person::ada()).await;
    assert_eq!(told.notice().0, Notice::AccessDenied);
    assert_eq!(identities(&site, &ada).await, 0);
}

async fn rubbish_is_refused(engine: Engine) {
    let (site, ada) = with_ada(engine).await;
    let browser = site.browser();
    let page = asked(&browser, "google").await;
    for txn in ["", "x", "%00", "%27", &"f".repeat(32), &"f".repeat(5000)] {
        let answer = browser.click(&format!("/auth/join?txn={txn}")).await;
        assert_eq!(answer.notice().0, Notice::SignInUnknown, "{txn}");
    }
    for step in ["", "nothing", "join"] {
        page.send(step, &[("password", PASSWORD), ("code", "\0")]).await.expect(StatusCode::BAD_REQUEST);
    }
    page.send("code", &[("code", "\0")]).await.expect(StatusCode::BAD_REQUEST);
    let hostile = browser.click(&format!("/auth/join?txn={}&said=%3Cb%3Ex", page.txn())).await.ok();
    assert!(!hostile.text().contains("<b>"), "{}", hostile.text());
    let home = ada_at_home(&site).await;
    for provider in ["", "nobody", "password", "okta/../google"] {
        begin_joining(&home, provider, PASSWORD).await.expect(StatusCode::BAD_REQUEST);
    }
    for handle in ["", "x", "%00"] {
        let fields = [("id", handle), ("current_password", PASSWORD)];
        home.submit("/account", "/account/methods/part", &fields).await.expect(StatusCode::BAD_REQUEST);
    }
    begin_joining(&home, "google", THIRD).await.expect(StatusCode::BAD_REQUEST);
    assert_eq!((identities(&site, &ada).await, handles(&home).await.len()), (0, 0));
}
