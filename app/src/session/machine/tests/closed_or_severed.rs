use super::*;

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
    stay_at_provider(&mut tab);
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

/// On a busy computer the handle is foreign and alive for a moment before the cut.
#[test]
fn a_popup_cut_off_a_second_after_it_went_foreign_is_not_called_closed() {
    let mut tab = Tab::signing_in();
    tab.see(false, true);
    tab.wait(1_000);
    tab.see(false, true);
    tab.wait(250);
    for _ in 0..20 {
        tab.see(true, false);
        tab.wait(1_000);
    }
    assert_eq!(tab.machine.phase(), Phase::SigningIn { provider: "okta".into(), closed: true });
    assert_eq!(tab.told(), []);
}

fn stay_at_provider(tab: &mut Tab) {
    for _ in 0..7 {
        tab.see(false, true);
        tab.wait(250);
    }
    tab.see(false, true);
}

#[test]
fn a_report_within_the_grace_counts() {
    let mut tab = Tab::signing_in();
    stay_at_provider(&mut tab);
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
    stay_at_provider(&mut tab);
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
    stay_at_provider(&mut tab);
    tab.see(true, false);
    tab.wait(5_000);
    tab.see(true, false);
    assert_eq!(tab.machine.phase(), Phase::SigningIn { provider: "okta".into(), closed: true });
    tab.on(Event::Cancelled);
    assert_eq!(tab.told(), [Notice::SignInCancelled]);
}
