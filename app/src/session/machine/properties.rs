//! Whatever happens in whatever order: the promises a person relies on hold.

use proptest::prelude::*;

use super::{
    tests::{START, grant, opening, person},
    *,
};
use crate::{session::Phase, wire::Notice};

/// Something that happens. Answers pick among what was asked, answered before or not.
#[derive(Clone, Debug)]
enum Happening {
    Event(Event),
    Wait(i64),
    Answer { pick: prop::sample::Index, person: Person, trouble: Option<Trouble> },
}

fn people() -> impl Strategy<Value = Person> {
    (prop_oneof!["ann", "bob"], 0..4_i64).prop_map(|(id, auth_time)| person(&id, auth_time))
}

fn troubles() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        3 => Just(Trouble::Denied),
        1 => prop::option::of(0..100_u32).prop_map(|retry_after| Trouble::Busy { retry_after }),
        1 => any::<bool>().prop_map(|no_network| Trouble::Unreachable { no_network }),
    ]
}

fn deliveries() -> impl Strategy<Value = Event> {
    let outcome = prop_oneof![
        4 => prop::option::of(Just("code".to_owned())).prop_map(|code| Delivered::SignedIn { code }),
        1 => prop::option::of(Just(Notice::AccessDenied))
            .prop_map(|notice| Delivered::Failed { notice, support_code: None }),
    ];
    let via = prop_oneof![Just(Via::Message), Just(Via::Broadcast), Just(Via::Storage)];
    (prop_oneof!["t1", "t2"], via, outcome, prop::option::of(any::<bool>()))
        .prop_map(|(txn, via, outcome, opener)| Event::Delivered(Delivery { txn, via, outcome, opener }))
}

fn messages() -> impl Strategy<Value = TabMessage> {
    (people(), 0..3_u8).prop_map(|(person, kind)| {
        let mark = Mark::of(&person);
        match kind {
            0 => TabMessage::SignedIn(mark),
            1 => TabMessage::Renewed(mark),
            _ => TabMessage::SignedOut(mark),
        }
    })
}

fn happenings() -> impl Strategy<Value = Happening> {
    let sighting = (any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(closed, at_provider, focused)| Event::Popup(Sighting { closed, at_provider, focused }));
    let event = prop_oneof![
        1 => Just(Event::Woke),
        1 => Just(Event::Online),
        1 => Just(Event::PutAway),
        1 => Just(Event::Restored),
        1 => Just(Event::Cancelled),
        1 => Just(Event::LeftForPage),
        1 => Just(Event::RenewAsked),
        1 => Just(Event::RenewNeeded),
        1 => Just(Event::SignOutAsked),
        3 => prop_oneof!["t1", "t2"].prop_map(|txn| Event::Opened(opening(&txn))),
        4 => sighting,
        4 => deliveries(),
        2 => messages().prop_map(Event::Tab),
    ];
    let wait = prop_oneof![0..2_000_i64, 0..700_000_i64, -1_000_000_000_000..1_000_000_000_000_i64];
    let answer = (any::<prop::sample::Index>(), people(), prop::option::of(troubles()))
        .prop_map(|(pick, person, trouble)| Happening::Answer { pick, person, trouble });
    prop_oneof![4 => event.prop_map(Happening::Event), 3 => wait.prop_map(Happening::Wait), 5 => answer]
}

/// A tab under watch.
struct Watch {
    machine: Machine,
    now: Millis,
    asked: Vec<Effect>,
    refreshing: Vec<Ticket>,
    attempts: usize,
    told: usize,
    denials: usize,
    signed_out: bool,
}

impl Watch {
    fn new(person: Option<Person>) -> Self {
        Self {
            machine: Machine::new(person, 1),
            now: START,
            asked: Vec::new(),
            refreshing: Vec::new(),
            attempts: 0,
            told: 0,
            denials: 0,
            signed_out: false,
        }
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Event(event) => self.step(event),
            Happening::Wait(milliseconds) => {
                self.now = self.now.plus(milliseconds);
                self.step(Event::Tick);
                let alarm = self.machine.alarm(self.now);
                assert!(alarm.is_none_or(|at| at > self.now), "an alarm that is never over: {:?}", self.machine);
            }
            Happening::Answer { pick, person, trouble } => {
                if !self.asked.is_empty() {
                    let effect = self.asked[pick.index(self.asked.len())].clone();
                    self.answer(effect, person, trouble);
                }
            }
        }
    }

    fn answer(&mut self, effect: Effect, person: Person, trouble: Option<Trouble>) {
        let granted = |person| trouble.map_or_else(|| Ok(grant(person, 600)), Err);
        match effect {
            Effect::Refresh(ticket) => {
                if self.refreshing.contains(&ticket) {
                    self.denials = if trouble == Some(Trouble::Denied) { self.denials + 1 } else { 0 };
                }
                self.refreshing.retain(|other| *other != ticket);
                self.step(Event::Refreshed(ticket, granted(person)));
            }
            Effect::Redeem(ticket, _) => self.step(Event::Redeemed(ticket, granted(person))),
            Effect::Check(ticket) => {
                let found =
                    if trouble == Some(Trouble::Denied) { Ok(None) } else { trouble.map_or(Ok(Some(person)), Err) };
                self.step(Event::Checked(ticket, found));
            }
            Effect::EndSession(ticket) => self.step(Event::Ended(ticket, trouble.map_or(Ok(()), Err))),
            other => unreachable!("{other:?} has no answer"),
        }
    }

    fn step(&mut self, event: Event) {
        let before = self.machine.clone();
        let may_open = before.click_leads_to() == ClickLeadsTo::Popup;
        let (machine, effects) = before.clone().step(event.clone(), self.now);
        self.machine = machine;
        self.count(&event, may_open, &effects);
        self.keep(effects);
        self.nobody_is_signed_out_by_accident(&before, &event);
        self.a_sign_out_lasts(&before, &event);
        self.token_and_person_match();
        assert!(self.told <= self.attempts, "an attempt was told of twice");
        assert!(self.refreshing.len() <= 1, "two refreshes at once: {:?}", self.refreshing);
    }

    fn count(&mut self, event: &Event, may_open: bool, effects: &[Effect]) {
        if matches!(event, Event::Opened(_)) && may_open {
            self.attempts += 1;
        }
        self.told +=
            effects.iter().filter(|e| matches!(e, Effect::Tell(Notice::SignedIn | Notice::SteppedUp, _))).count();
    }

    fn keep(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Refresh(ticket) => self.refreshing.push(ticket),
                Effect::AbortRefresh(ticket) => self.refreshing.retain(|other| *other != ticket),
                _ => {}
            }
            if matches!(effect, Effect::Refresh(_) | Effect::Redeem(..) | Effect::Check(_) | Effect::EndSession(_)) {
                self.asked.push(effect);
            }
        }
    }

    fn nobody_is_signed_out_by_accident(&self, before: &Machine, event: &Event) {
        let gone = matches!(self.machine.phase(), Phase::SignedOut | Phase::SigningIn { .. });
        if before.person().is_none() || !gone {
            return;
        }
        let by_right = match event {
            Event::Tab(TabMessage::SignedOut(_)) => true,
            Event::Ended(_, answer) => matches!(answer, Ok(()) | Err(Trouble::Denied)),
            Event::Checked(_, answer) => *answer == Ok(None),
            Event::Refreshed(_, Err(Trouble::Denied)) => self.denials >= 2,
            _ => false,
        };
        assert!(by_right, "{event:?} signed out {before:?}");
    }

    fn a_sign_out_lasts(&mut self, before: &Machine, event: &Event) {
        let out = self.machine.phase() == Phase::SignedOut && before.person().is_some();
        match event {
            Event::Ended(_, Ok(())) if out => self.signed_out = true,
            Event::Opened(_) | Event::Restored | Event::Tab(TabMessage::SignedIn(_) | TabMessage::Renewed(_)) => {
                self.signed_out = false;
            }
            _ => {}
        }
        if self.signed_out {
            assert_eq!(self.machine.phase(), Phase::SignedOut, "{event:?} brought the session back");
        }
    }

    fn token_and_person_match(&self) {
        if let Some(held) = self.machine.held() {
            assert_eq!(Some(held.person()), self.machine.person().map(|person| person.id.as_str()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_breaks_a_promise(
        first in prop::option::of(people()),
        marker in prop::option::of(messages()),
        happenings in prop::collection::vec(happenings(), 0..80),
    ) {
        let mut watch = Watch::new(first);
        watch.step(Event::Booted { marker });
        for happening in happenings {
            watch.happen(happening);
        }
    }
}
