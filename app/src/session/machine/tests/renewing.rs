use super::*;

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
