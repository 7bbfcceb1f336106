//! The rules one by one, with the tab they are tried on. Random sequences are in `properties`.

mod closed_or_severed;
mod first_paint;
mod page_cache;
mod renewing;
mod signing_in;
mod signing_out;
mod stepping_up;
mod tabs;

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
