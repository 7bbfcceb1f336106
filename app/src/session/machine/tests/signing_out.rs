use super::*;

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

#[test]
fn nothing_renews_a_session_on_its_way_out() {
    let mut tab = Tab::signed_in();
    tab.on(Event::SignOutAsked);
    tab.on(Event::RenewNeeded);
    tab.on(Event::RenewAsked);
    tab.on(Event::Online);
    tab.wait(600_000);
    assert_eq!(tab.refreshes(), []);
    assert!(!tab.machine.is_settling(), "callers are told at once");
}
