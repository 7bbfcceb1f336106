use super::*;

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
