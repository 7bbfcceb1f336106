use super::*;

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
