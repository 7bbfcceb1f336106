use super::*;

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
    tab.wait(500);
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
