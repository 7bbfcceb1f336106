//! The rules one by one. Random sequences are in `properties`.

use super::*;
use crate::{
    session::{Freshness, Phase},
    wire::{Notice, Tokens},
};

pub(crate) const START: Millis = Millis::new(1_700_000_000_000);

pub(crate) fn ann() -> Person {
    person("ann", 100)
}

pub(crate) fn person(id: &str, auth_time: i64) -> Person {
    Person { id: id.to_owned(), name: id.to_owned(), email: None, provider: "okta".to_owned(), since: 0, auth_time }
}

pub(crate) fn grant(person: Person, expires_in: u32) -> Grant {
    let tokens = Tokens {
        access_token: format!("token of {}", person.id),
        token_type: "Bearer".into(),
        expires_in,
        user: person,
    };
    Grant::new(tokens, Some(START))
}

const DENIED: Trouble = Trouble::Denied;
const BUSY: Trouble = Trouble::Busy { retry_after: None };
const GONE: Trouble = Trouble::Unreachable { no_network: true };
const BLIP: Trouble = Trouble::Unreachable { no_network: false };

/// A machine with its clock and everything it asked for.
struct Tab {
    machine: Machine,
    now: Millis,
    effects: Vec<Effect>,
}

impl Tab {
    fn new(person: Option<Person>) -> Self {
        Self { machine: Machine::new(person, 1), now: START, effects: Vec::new() }
    }

    /// Signed in as Ann, with a token of ten minutes.
    fn signed_in() -> Self {
        let mut tab = Self::new(Some(ann()));
        tab.on(Event::Booted { marker: None });
        tab.refreshed(Ok(grant(ann(), 600)));
        tab.effects.clear();
        tab
    }

    /// Signed out, with a popup open at Okta.
    fn signing_in() -> Self {
        let mut tab = Self::new(None);
        tab.on(Event::Opened(opening("t1")));
        tab
    }

    fn on(&mut self, event: Event) {
        let (machine, effects) = self.machine.clone().step(event, self.now);
        self.machine = machine;
        self.effects.extend(effects);
    }

    /// Lets time pass in quarter seconds.
    fn wait(&mut self, milliseconds: i64) {
        let end = self.now.plus(milliseconds);
        while self.now < end {
            self.now = self.now.plus(250);
            self.on(Event::Tick);
        }
    }

    fn refreshes(&self) -> Vec<Ticket> {
        self.effects.iter().filter_map(|e| if let Effect::Refresh(t) = e { Some(*t) } else { None }).collect()
    }

    fn checks(&self) -> Vec<Ticket> {
        self.effects.iter().filter_map(|e| if let Effect::Check(t) = e { Some(*t) } else { None }).collect()
    }

    fn told(&self) -> Vec<Notice> {
        self.effects.iter().filter_map(|e| if let Effect::Tell(n, _) = e { Some(*n) } else { None }).collect()
    }

    fn refreshed(&mut self, answer: Result<Grant, Trouble>) {
        let ticket = *self.refreshes().last().expect("a refresh");
        self.on(Event::Refreshed(ticket, answer));
    }

    fn checked(&mut self, answer: Result<Option<Person>, Trouble>) {
        let ticket = *self.checks().last().expect("a check");
        self.on(Event::Checked(ticket, answer));
    }

    fn redeemed(&mut self, answer: Result<Grant, Trouble>) {
        let redeem = |e: &Effect| if let Effect::Redeem(t, _) = e { Some(*t) } else { None };
        let ticket = self.effects.iter().rev().find_map(redeem).expect("a redemption");
        self.on(Event::Redeemed(ticket, answer));
    }

    fn ended(&mut self, answer: Result<(), Trouble>) {
        let end = |e: &Effect| if let Effect::EndSession(t) = e { Some(*t) } else { None };
        let ticket = self.effects.iter().rev().find_map(end).expect("an end");
        self.on(Event::Ended(ticket, answer));
    }

    fn see(&mut self, closed: bool, at_provider: bool) {
        self.on(Event::Popup(Sighting { closed, at_provider, focused: true }));
    }
}

pub(crate) fn opening(txn: &str) -> Opening {
    Opening { txn: txn.to_owned(), provider: "okta".to_owned(), severs: false }
}

fn report(txn: &str, via: Via) -> Event {
    let outcome = Delivered::SignedIn { code: Some("code".to_owned()) };
    Event::Delivered(Delivery { txn: txn.to_owned(), via, outcome, opener: Some(true) })
}

fn marker(txn: &str) -> Event {
    let outcome = Delivered::SignedIn { code: None };
    Event::Delivered(Delivery { txn: txn.to_owned(), via: Via::Storage, outcome, opener: None })
}

// --- the first paint ---

#[test]
fn the_first_paint_shows_the_person_and_renews_in_silence() {
    let mut tab = Tab::new(Some(ann()));
    assert_eq!(tab.machine.phase(), Phase::Unknown);
    assert_eq!(tab.machine.person(), Some(&ann()));
    tab.on(Event::Booted { marker: None });
    assert_eq!(tab.machine.phase(), Phase::Renewing);
    assert_eq!(tab.machine.person(), Some(&ann()));
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert_eq!(tab.refreshes().len(), 1);
    assert_eq!(tab.told(), []);
}

#[test]
fn nobody_there_means_no_request_at_all() {
    let mut tab = Tab::new(None);
    tab.on(Event::Booted { marker: None });
    tab.on(Event::Woke);
    tab.wait(60_000);
    assert_eq!(tab.effects, []);
    assert_eq!(tab.machine.alarm(tab.now), None);
}

#[test]
fn a_marker_that_disagrees_with_the_page_is_asked_about_once() {
    let mut tab = Tab::new(None);
    tab.on(Event::Booted { marker: Some(TabMessage::SignedIn(Mark::of(&ann()))) });
    tab.checked(Ok(None));
    assert_eq!(tab.checks().len(), 1);
    assert!(tab.effects.contains(&Effect::Broadcast(TabMessage::SignedOut(Mark::of(&ann())))));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
}

#[test]
fn a_full_page_sign_in_is_news_for_the_other_tabs_and_a_reload_is_none() {
    for (marker, news) in [(None, true), (Some(TabMessage::SignedIn(Mark::of(&ann()))), false)] {
        let mut tab = Tab::new(Some(ann()));
        tab.on(Event::Booted { marker });
        tab.refreshed(Ok(grant(ann(), 600)));
        assert_eq!(tab.effects.contains(&Effect::Broadcast(TabMessage::SignedIn(Mark::of(&ann())))), news);
    }
}

// --- renewal ---

#[test]
fn a_token_is_renewed_before_its_end_and_stays_usable_meanwhile() {
    let mut tab = Tab::signed_in();
    tab.wait(539_000);
    assert_eq!(tab.refreshes().len(), 0);
    tab.wait(1_000);
    assert_eq!(tab.refreshes().len(), 1);
    assert!(tab.machine.held().is_some_and(|held| held.usable(tab.now)));
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.machine.held().map(Held::expires_at), Some(tab.now.plus(600_000)));
}

#[test]
fn one_renewal_serves_everybody_who_asks_meanwhile() {
    let mut tab = Tab::signed_in();
    for _ in 0..20 {
        tab.on(Event::RenewNeeded);
    }
    tab.on(Event::RenewAsked);
    assert_eq!(tab.refreshes().len(), 1);
    assert!(tab.machine.is_settling());
    tab.refreshed(Ok(grant(ann(), 600)));
    assert!(!tab.machine.is_settling());
    assert_eq!(tab.told(), [Notice::Renewed]);
}

#[test]
fn a_first_no_is_confirmed_and_a_newer_cookie_saves_the_session() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Err(DENIED));
    assert!(tab.machine.is_signed_in());
    tab.checked(Ok(Some(ann())));
    assert_eq!(tab.refreshes().len(), 2);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert_eq!(tab.told(), []);
}

#[test]
fn a_confirmed_no_ends_the_session_with_one_notice() {
    for found in [None, Some(ann())] {
        let mut tab = Tab::signed_in();
        let epoch = tab.machine.epoch();
        tab.on(Event::RenewNeeded);
        tab.refreshed(Err(DENIED));
        tab.checked(Ok(found.clone()));
        if found.is_some() {
            tab.refreshed(Err(DENIED));
        }
        assert_eq!(tab.machine.phase(), Phase::SignedOut);
        assert_eq!(tab.told(), [Notice::SessionEnded]);
        assert_ne!(tab.machine.epoch(), epoch);
    }
}

#[test]
fn a_server_in_trouble_never_signs_out_and_is_asked_ever_more_rarely() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Err(BUSY));
    for _ in 0..12 {
        let before = tab.refreshes().len();
        while tab.refreshes().len() == before {
            tab.wait(250);
        }
        tab.refreshed(Err(BUSY));
    }
    // 1 + 2 + 4 + 8 + 16 + 32 and then a minute each, with up to a quarter more.
    let passed = tab.now.since(START);
    assert!((423_000..=540_000).contains(&passed), "{passed}");
    assert_eq!(tab.machine.person(), Some(&ann()));
    assert_eq!(tab.told(), []);
}

#[test]
fn retry_after_binds_even_the_person() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Err(Trouble::Busy { retry_after: Some(20) }));
    tab.on(Event::RenewNeeded);
    tab.on(Event::Woke);
    tab.on(Event::Online);
    tab.on(Event::RenewAsked);
    tab.wait(19_000);
    assert_eq!(tab.refreshes().len(), 1);
    assert_eq!(tab.told(), [Notice::CallFailed]);
    tab.wait(6_500);
    assert_eq!(tab.refreshes().len(), 2);
}

#[test]
fn no_network_is_told_once_and_taken_back() {
    let mut tab = Tab::signed_in();
    tab.wait(540_000);
    tab.refreshed(Err(GONE));
    assert_eq!(tab.machine.phase(), Phase::Offline);
    tab.wait(40_000);
    tab.refreshed(Err(GONE));
    assert_eq!(tab.told(), [Notice::Offline]);
    let before = tab.refreshes().len();
    tab.on(Event::Online);
    assert_eq!(tab.refreshes().len(), before + 1);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::Offline, Notice::BackOnline]);
    assert!(tab.effects.contains(&Effect::Unsay(Notice::Offline)));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
}

#[test]
fn a_phone_that_wakes_with_dead_requests_is_not_offline() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Err(BLIP));
    assert!(tab.machine.is_settling(), "callers wait for the quick second try");
    tab.wait(500);
    assert_eq!(tab.refreshes().len(), 2);
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), []);
}

#[test]
fn a_clock_that_jumps_a_day_makes_one_renewal_and_no_loop() {
    for jump in [86_400_000, -86_400_000] {
        let mut tab = Tab::signed_in();
        tab.now = tab.now.plus(jump);
        for _ in 0..240 {
            let before = tab.refreshes().len();
            tab.wait(250);
            if tab.refreshes().len() > before {
                tab.refreshed(Ok(grant(ann(), 600)));
            }
        }
        assert_eq!(tab.refreshes().len(), 1, "{jump}");
    }
}

#[test]
fn tokens_of_no_life_are_renewed_twice_a_minute_at_most() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Ok(grant(ann(), 0)));
    let before = tab.refreshes().len();
    for _ in 0..240 {
        let asked = tab.refreshes().len();
        tab.wait(250);
        if tab.refreshes().len() > asked {
            tab.refreshed(Ok(grant(ann(), 0)));
        }
    }
    assert!(tab.refreshes().len() - before <= 2);
}

#[test]
fn sleeping_past_the_end_renews_on_waking() {
    let mut tab = Tab::signed_in();
    tab.now = tab.now.plus(7_200_000);
    tab.on(Event::Woke);
    assert_eq!(tab.refreshes().len(), 1);
    assert!(tab.machine.is_settling());
}

// --- freshness ---

#[test]
fn a_route_gets_a_token_that_lives_long_enough() {
    let mut tab = Tab::signed_in();
    let need = Freshness { min_ttl: 300, max_auth_age: None };
    assert_eq!(tab.machine.judge(need, tab.now), Verdict::Fresh);
    assert_eq!(tab.machine.judge(need, tab.now.plus(301_000)), Verdict::RenewalNeeded);
    tab.on(Event::RenewNeeded);
    tab.refreshed(Ok(grant(ann(), 90)));
    assert_eq!(tab.machine.judge(need, tab.now), Verdict::Fresh, "the server gives no more");
}

#[test]
fn the_age_of_a_proof_is_measured_on_the_servers_clock() {
    let mut tab = Tab::signed_in();
    let proved = START.get() / 1_000 - 200;
    tab.now = START.plus(-86_400_000);
    tab.on(Event::RenewNeeded);
    tab.refreshed(Ok(grant(person("ann", proved), 600)));
    let judge = |limit| tab.machine.judge(Freshness { min_ttl: 0, max_auth_age: Some(limit) }, tab.now);
    assert_eq!(judge(200), Verdict::Fresh);
    assert_eq!(judge(199), Verdict::ProofTooOld);
}

// --- signing in ---

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
    tab.refreshed(Ok(grant(ann(), 600)));
    assert!(tab.effects.contains(&Effect::Acknowledge(Via::Session)));
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

// --- closed or severed ---

#[test]
fn a_popup_cut_off_on_arrival_is_not_called_closed_however_long_it_takes() {
    let mut tab = Tab::signing_in();
    tab.see(false, false);
    for _ in 0..30 {
        tab.see(true, false);
        tab.wait(1_000);
    }
    assert_eq!(tab.machine.phase(), Phase::SigningIn { provider: "okta".into(), closed: true });
    assert_eq!(tab.told(), []);
    tab.on(report("t1", Via::Broadcast));
    tab.redeemed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_popup_seen_at_the_provider_and_then_closed_is_cancelled_within_three_seconds() {
    let mut tab = Tab::signing_in();
    tab.see(false, true);
    tab.see(true, false);
    assert_eq!(tab.checks().len(), 1, "the session is asked at once");
    for _ in 0..11 {
        tab.wait(250);
        tab.see(true, false);
        assert!(!matches!(tab.machine.phase(), Phase::SigningIn { closed: true, .. }), "no panel flashes up");
    }
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    assert_eq!(tab.told(), [Notice::SignInCancelled]);
    tab.on(report("t1", Via::Broadcast));
    assert_eq!(tab.told(), [Notice::SignInCancelled]);
}

#[test]
fn a_report_within_the_grace_counts() {
    let mut tab = Tab::signing_in();
    tab.see(false, true);
    tab.see(true, false);
    tab.wait(1_000);
    tab.on(report("t1", Via::Broadcast));
    tab.see(true, false);
    tab.wait(5_000);
    tab.see(true, false);
    tab.redeemed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SignedIn]);
}

#[test]
fn a_cut_in_the_middle_of_the_flow_leaves_the_focus_in_the_popup_and_cancels_nothing() {
    let mut tab = Tab::signing_in();
    tab.see(false, true);
    for focused in [false, false, true] {
        for _ in 0..8 {
            tab.wait(250);
            tab.on(Event::Popup(Sighting { closed: true, at_provider: false, focused }));
        }
    }
    assert_eq!(tab.machine.phase(), Phase::SigningIn { provider: "okta".into(), closed: true });
}

#[test]
fn a_provider_known_to_sever_is_never_taken_for_closed() {
    let mut tab = Tab::new(None);
    tab.on(Event::Opened(Opening { severs: true, ..opening("t1") }));
    tab.see(false, true);
    tab.see(true, false);
    tab.wait(5_000);
    tab.see(true, false);
    assert_eq!(tab.machine.phase(), Phase::SigningIn { provider: "okta".into(), closed: true });
    tab.on(Event::Cancelled);
    assert_eq!(tab.told(), [Notice::SignInCancelled]);
}

// --- stepping up ---

#[test]
fn a_step_up_needs_a_newer_proof() {
    let mut tab = Tab::signed_in();
    tab.on(Event::Opened(opening("t1")));
    assert_eq!(tab.machine.phase(), Phase::SteppingUp { provider: "okta".into(), closed: false });
    assert_eq!(tab.machine.person(), Some(&ann()));
    tab.wait(3_000);
    tab.checked(Ok(Some(ann())));
    assert_eq!(tab.refreshes().len(), 0);
    tab.wait(3_000);
    tab.checked(Ok(Some(person("ann", 101))));
    tab.refreshed(Ok(grant(person("ann", 101), 600)));
    assert_eq!(tab.told(), [Notice::SteppedUp]);
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert!(tab.effects.contains(&Effect::Broadcast(TabMessage::SignedIn(Mark::of(&person("ann", 101))))));
}

#[test]
fn giving_up_a_step_up_signs_nobody_out() {
    let mut tab = Tab::signed_in();
    tab.on(Event::Opened(opening("t1")));
    tab.on(Event::Cancelled);
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert_eq!(tab.told(), [Notice::SignInCancelled]);
}

#[test]
fn a_renewal_of_the_old_session_does_not_overwrite_a_step_up() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    let old = tab.refreshes()[0];
    tab.on(Event::Opened(opening("t1")));
    tab.on(report("t1", Via::Message));
    assert!(tab.effects.contains(&Effect::AbortRefresh(old)));
    tab.redeemed(Ok(grant(person("ann", 200), 600)));
    tab.on(Event::Refreshed(old, Ok(grant(ann(), 600))));
    assert_eq!(tab.machine.person(), Some(&person("ann", 200)));
}

#[test]
fn a_session_that_ends_under_a_step_up_keeps_the_popup_as_a_sign_in() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    tab.on(Event::Opened(opening("t1")));
    tab.refreshed(Err(DENIED));
    tab.checked(Ok(None));
    assert!(matches!(tab.machine.phase(), Phase::SigningIn { .. }));
    tab.on(report("t1", Via::Message));
    tab.redeemed(Ok(grant(ann(), 600)));
    assert_eq!(tab.told(), [Notice::SessionEnded, Notice::SignedIn]);
}

// --- signing out ---

#[test]
fn signing_out_waits_for_the_server_and_forgets_what_was_in_flight() {
    let mut tab = Tab::signed_in();
    let epoch = tab.machine.epoch();
    tab.on(Event::RenewNeeded);
    let old = tab.refreshes()[0];
    tab.on(Event::SignOutAsked);
    assert_ne!(tab.machine.epoch(), epoch, "calls in flight do not count any more");
    assert!(tab.effects.contains(&Effect::AbortRefresh(old)));
    assert_eq!(tab.machine.held(), None);
    tab.ended(Ok(()));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    tab.on(Event::Refreshed(old, Ok(grant(ann(), 600))));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    assert_eq!(tab.told(), [Notice::SignedOut]);
    assert!(tab.effects.contains(&Effect::Broadcast(TabMessage::SignedOut(Mark::of(&ann())))));
}

#[test]
fn a_sign_out_the_server_did_not_hear_is_none() {
    for trouble in [GONE, BUSY] {
        let mut tab = Tab::signed_in();
        tab.on(Event::SignOutAsked);
        tab.ended(Err(trouble));
        assert_eq!(tab.machine.phase(), Phase::SignedIn);
        assert_eq!(tab.told(), [Notice::CallFailed]);
        assert!(!tab.effects.iter().any(|e| matches!(e, Effect::Broadcast(_))));
    }
}

// --- tabs ---

#[test]
fn a_sign_out_in_another_tab_ends_this_one_at_once() {
    let mut tab = Tab::signed_in();
    tab.on(Event::RenewNeeded);
    let old = tab.refreshes()[0];
    tab.on(Event::Tab(TabMessage::SignedOut(Mark::of(&ann()))));
    tab.on(Event::Tab(TabMessage::SignedOut(Mark::of(&ann()))));
    tab.on(Event::Refreshed(old, Ok(grant(ann(), 600))));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    assert_eq!(tab.told(), [Notice::SignedOutElsewhere]);
    assert!(tab.effects.contains(&Effect::AbortRefresh(old)));
}

#[test]
fn the_end_of_an_older_session_is_confirmed_first() {
    let mut tab = Tab::signed_in();
    tab.on(Event::Tab(TabMessage::SignedOut(Mark::of(&person("ann", 99)))));
    assert!(tab.machine.is_signed_in());
    tab.checked(Ok(Some(ann())));
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
}

#[test]
fn a_sign_in_in_another_tab_signs_this_one_in() {
    let mut tab = Tab::new(None);
    tab.on(Event::Tab(TabMessage::SignedIn(Mark::of(&ann()))));
    tab.checked(Ok(Some(ann())));
    tab.refreshed(Ok(grant(ann(), 600)));
    assert_eq!(tab.machine.phase(), Phase::SignedIn);
    assert_eq!(tab.told(), []);
}

#[test]
fn another_person_in_another_tab_takes_everything_of_the_first_away() {
    let mut tab = Tab::signed_in();
    let epoch = tab.machine.epoch();
    tab.on(Event::Tab(TabMessage::SignedIn(Mark::of(&person("bob", 300)))));
    assert_ne!(tab.machine.epoch(), epoch);
    assert_eq!((tab.machine.person(), tab.machine.held()), (None, None));
    assert!(tab.effects.contains(&Effect::Veil(true)));
    tab.checked(Ok(Some(person("bob", 300))));
    tab.refreshed(Ok(grant(person("bob", 300), 600)));
    assert_eq!(tab.machine.person().map(|p| p.id.as_str()), Some("bob"));
    assert_eq!(tab.effects.iter().rfind(|e| matches!(e, Effect::Veil(_))), Some(&Effect::Veil(false)));
}

#[test]
fn another_person_behind_the_cookie_is_another_epoch() {
    let mut tab = Tab::signed_in();
    let epoch = tab.machine.epoch();
    tab.on(Event::RenewNeeded);
    tab.refreshed(Ok(grant(person("bob", 300), 600)));
    assert_ne!(tab.machine.epoch(), epoch);
    assert_eq!(tab.machine.held().map(Held::person), Some("bob"));
}

#[test]
fn a_newer_proof_in_another_tab_is_fetched_and_the_same_one_is_no_news() {
    let mut tab = Tab::signed_in();
    tab.on(Event::Tab(TabMessage::Renewed(Mark::of(&ann()))));
    assert_eq!(tab.refreshes().len(), 0);
    tab.on(Event::Tab(TabMessage::SignedIn(Mark::of(&person("ann", 101)))));
    assert_eq!(tab.refreshes().len(), 1);
}

// --- the back/forward cache ---

#[test]
fn a_page_goes_into_the_cache_hidden_and_comes_back_after_a_check() {
    let mut tab = Tab::signed_in();
    tab.on(Event::PutAway);
    assert_eq!(tab.effects, [Effect::Veil(true)]);
    tab.on(Event::Restored);
    assert_eq!(tab.machine.phase(), Phase::Unknown);
    assert_eq!(tab.machine.person(), Some(&ann()), "nothing is unmounted: a form keeps its text");
    tab.checked(Ok(Some(ann())));
    assert!(tab.effects.contains(&Effect::Veil(false)));
    assert_eq!(tab.machine.person(), Some(&ann()));
}

#[test]
fn a_page_restored_after_a_sign_out_shows_nobody() {
    let mut tab = Tab::signed_in();
    tab.on(Event::PutAway);
    tab.on(Event::Restored);
    tab.checked(Ok(None));
    assert_eq!(tab.machine.phase(), Phase::SignedOut);
    assert_eq!(tab.told(), [Notice::SignedOutElsewhere]);
    assert_eq!(tab.effects.last(), Some(&Effect::Tell(Notice::SignedOutElsewhere, None)));
}

#[test]
fn a_page_restored_without_network_stays_hidden_until_somebody_answers() {
    let mut tab = Tab::signed_in();
    tab.on(Event::Restored);
    tab.checked(Err(GONE));
    assert!(!tab.effects.contains(&Effect::Veil(false)));
    assert!(!tab.machine.is_settling(), "callers are not kept waiting");
    tab.on(Event::Online);
    tab.checked(Ok(Some(ann())));
    assert!(tab.effects.contains(&Effect::Veil(false)));
    assert_eq!(tab.told(), [Notice::Offline, Notice::BackOnline]);
}
