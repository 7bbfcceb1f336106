use super::*;

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
