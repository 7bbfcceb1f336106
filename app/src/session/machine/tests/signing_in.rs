use super::*;

#[test]
fn however_many_channels_deliver_there_is_one_sign_in() {
    let mut tab = Tab::signing_in();
    tab.on(report("t1", Via::Message));
    tab.on(report("t1", Via::Broadcast));
    tab.on(marker("t1"));
    tab.on(Event::Woke);
    tab.wait(10_000);
    assert_eq!(tab.refreshes().len(), 0);
    tab.redeemed(Ok(grant(ann(), 600)));
    tab.on(report("t1", Via::Broadcast));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert_eq!(tab.told(), [Notice::SignedIn]);
    assert_eq!(tab.effects.iter().filter(|e| matches!(e, Effect::Redeem(..))).count(), 1);
    assert_eq!(tab.effects.iter().filter(|e| matches!(e, Effect::Acknowledge(_))).count(), 1);
}

#[test]
fn a_code_that_does_not_redeem_falls_back_to_the_cookie() {
    let mut tab = Tab::signing_in();
    tab.on(report("t1", Via::Message));
    tab.redeemed(Err(DENIED));
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn the_session_check_delivers_when_every_channel_is_cut() {
    let mut tab = Tab::signing_in();
    tab.wait(3_000);
    tab.checked(Ok(None));
    tab.wait(3_000);
    assert_eq!(tab.checks().len(), 2);
    tab.checked(Ok(Some(ann())));
    tab.wait(500);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert!(tab.effects.contains(&Effect::Acknowledge(Via::Session)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_session_found_by_asking_leaves_the_report_a_head_start() {
    let mut tab = Tab::signing_in();
    tab.wait(3_000);
    tab.checked(Ok(Some(ann())));
    tab.on(Event::Cancelled);
    tab.see(true, false);
    tab.wait(250);
    tab.on(report("t1", Via::Broadcast));
    tab.wait(5_000);
    assert_eq!(tab.refreshes(), []);
    tab.redeemed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_clock_put_back_holds_no_attempt_up() {
    let mut tab = Tab::signing_in();
    tab.wait(3_000);
    tab.checked(Ok(Some(ann())));
    tab.now = tab.now.plus(-86_400_000);
    tab.wait(1_000);
    tab.refreshed(Err(BUSY));
    tab.now = tab.now.plus(-86_400_000);
    tab.wait(2_000);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_report_of_another_attempt_is_ignored() {
    let mut tab = Tab::signing_in();
    tab.on(report("other", Via::Message));
    assert_eq!(tab.effects, []);
    tab.on(Event::Opened(opening("t2")));
    tab.on(report("t1", Via::Message));
    assert_eq!(tab.effects, [], "the attempt it belongs to was replaced");
}

#[test]
fn a_failure_says_what_the_report_says() {
    let mut tab = Tab::signing_in();
    let outcome = Delivered::Failed { notice: Some(Notice::AccessDenied), support_code: Some("S1".into()) };
    tab.on(Event::Delivered(Delivery { txn: "t1".into(), via: Via::Broadcast, outcome, opener: Some(false) }));
    assert!(tab.effects.contains(&Effect::Tell(Notice::AccessDenied, Some("S1".into()))));
    assert!(tab.effects.contains(&Effect::RememberSevers { provider: "okta".into(), severs: true }));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
}

#[test]
fn a_bare_failure_waits_a_second_for_its_reason() {
    let bare = || {
        let outcome = Delivered::Failed { notice: None, support_code: None };
        Event::Delivered(Delivery { txn: "t1".into(), via: Via::Storage, outcome, opener: None })
    };
    let mut tab = Tab::signing_in();
    tab.on(bare());
    let outcome = Delivered::Failed { notice: Some(Notice::LoginRequired), support_code: None };
    tab.on(Event::Delivered(Delivery { txn: "t1".into(), via: Via::Message, outcome, opener: None }));
    assert_eq!(tab.told(), [Notice::LoginRequired]);

    let mut tab = Tab::signing_in();
    tab.on(bare());
    tab.wait(1_000);
    assert_eq!(tab.told(), [Notice::ServerFault]);
}

#[test]
fn no_network_after_the_popup_is_waited_for() {
    let mut tab = Tab::signing_in();
    tab.on(marker("t1"));
    tab.refreshed(Err(GONE));
    tab.on(Event::Online);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn an_attempt_of_which_nothing_is_heard_ends_after_five_minutes() {
    let mut tab = Tab::signing_in();
    tab.see(true, false);
    tab.wait(299_000);
    assert!(matches!(tab.machine.phase(), Phase::SigningIn { closed: true, .. }));
    tab.wait(1_000);
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    assert_eq!(tab.told(), [Notice::SignInTimedOut]);
    assert_eq!(tab.effects.iter().filter(|e| **e == Effect::EndAttempt).count(), 1);
}

#[test]
fn a_popup_seen_alive_has_as_long_as_the_server_remembers_it() {
    let mut tab = Tab::signing_in();
    for _ in 0..598 {
        tab.see(false, true);
        tab.wait(1_000);
    }
    assert_eq!(tab.told(), []);
    tab.wait(3_000);
    assert_eq!(tab.told(), [Notice::SignInTimedOut]);
}

#[test]
fn a_click_opens_no_second_popup_beside_one_being_finished() {
    let mut tab = Tab::signing_in();
    assert_eq!(tab.machine.click_leads_to(), ClickLeadsTo::Popup, "it replaces one that waits");
    tab.on(report("t1", Via::Message));
    assert_eq!(tab.machine.click_leads_to(), ClickLeadsTo::Nothing);
    tab.on(Event::Opened(opening("t2")));
    tab.on(Event::Cancelled);
    tab.redeemed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_click_goes_on_as_a_page_while_nobody_knows_who_is_here() {
    assert_eq!(Tab::new(Some(ann())).machine.click_leads_to(), ClickLeadsTo::Page);
    let mut tab = Tab::signed_in();
    assert_eq!(tab.machine.click_leads_to(), ClickLeadsTo::Popup);
    tab.on(Event::SignOutAsked);
    assert_eq!(tab.machine.click_leads_to(), ClickLeadsTo::Nothing);
}

#[test]
fn going_on_in_this_tab_ends_the_attempt_without_a_word() {
    let mut tab = Tab::signing_in();
    tab.on(Event::LeftForPage);
    assert_eq!(tab.effects, [Effect::EndAttempt]);
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
}
