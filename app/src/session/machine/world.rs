use super::{
    Effect, Mark, TabMessage, Ticket, Trouble,
    time::{Millis, SECOND},
};
use crate::wire::{Notice, Person};

/// Longest wait between two tries while the server answers with errors.
const BUSY_LIMIT: i64 = 60 * SECOND;
/// `Retry-After` is believed up to here.
const RETRY_AFTER_LIMIT: i64 = 3_600 * SECOND;
/// How often to try while there is no network, besides the moments the browser says it is back.
const OFFLINE_PACE: i64 = 30 * SECOND;
/// The first requests after a phone wakes may die although the network is there: so many tries,
/// half a second and a second apart, come before anybody is told.
const QUIET_TRIES: u32 = 3;

/// What all states share: the time, the network, fresh tickets, chance, and what is to be done.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// The time of this step.
    pub(super) now: Millis,
    /// What this step wants done.
    pub(super) effects: Vec<Effect>,
    /// Counts sign-ins, sign-outs and changes of person.
    pub(super) epoch: u32,
    /// The person was told that the network is gone.
    pub(super) offline: bool,
    /// The server's clock minus this browser's, in milliseconds.
    pub(super) server_ahead: i64,
    announced: Option<Mark>,
    last_ticket: u32,
    dice: u32,
}

/// Why a request waits for its next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// No network yet, and nobody told: the next try comes within a second.
    Blip,
    /// No network. Any sign of it ends the wait.
    Network,
    /// The server has trouble. A person's wish ends the wait.
    Server,
    /// The server named the time. Nothing ends the wait.
    RetryAfter,
}

impl World {
    pub(super) fn new(seed: u32) -> Self {
        Self {
            now: Millis::default(),
            effects: Vec::new(),
            epoch: 0,
            offline: false,
            server_ahead: 0,
            announced: None,
            last_ticket: 0,
            dice: seed | 1,
        }
    }

    pub(super) fn put(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(super) fn tell(&mut self, notice: Notice) {
        self.put(Effect::Tell(notice, None));
    }

    pub(super) fn next_epoch(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
    }

    fn ticket(&mut self) -> Ticket {
        self.last_ticket = self.last_ticket.wrapping_add(1);
        Ticket(self.last_ticket)
    }

    pub(super) fn refresh(&mut self) -> Ticket {
        let ticket = self.ticket();
        self.put(Effect::Refresh(ticket));
        ticket
    }

    pub(super) fn check(&mut self) -> Ticket {
        let ticket = self.ticket();
        self.put(Effect::Check(ticket));
        ticket
    }

    pub(super) fn redeem(&mut self, code: String) -> Ticket {
        let ticket = self.ticket();
        self.put(Effect::Redeem(ticket, code));
        ticket
    }

    pub(super) fn end_session(&mut self) -> Ticket {
        let ticket = self.ticket();
        self.put(Effect::EndSession(ticket));
        ticket
    }

    /// Says once that the network is gone.
    pub(super) fn network_lost(&mut self) {
        if !self.offline {
            self.offline = true;
            self.tell(Notice::Offline);
        }
    }

    /// Something answered.
    pub(super) fn network_there(&mut self) {
        if self.offline {
            self.offline = false;
            self.put(Effect::Unsay(Notice::Offline));
            self.tell(Notice::BackOnline);
        }
    }

    /// Remembers what tabs told each other last.
    pub(super) fn heard(&mut self, message: &TabMessage) {
        self.announced = match message {
            TabMessage::SignedIn(mark) | TabMessage::Renewed(mark) => Some(mark.clone()),
            TabMessage::SignedOut(_) => None,
        };
    }

    /// The session the tabs believe in.
    pub(super) fn announced(&self) -> Option<&Mark> {
        self.announced.as_ref()
    }

    /// Tells the other tabs whose session this is: as news only if it is.
    pub(super) fn announce(&mut self, person: &Person) {
        let mark = Mark::of(person);
        let news = self.announced.as_ref() != Some(&mark);
        self.announced = Some(mark.clone());
        self.put(Effect::Broadcast(if news { TabMessage::SignedIn(mark) } else { TabMessage::Renewed(mark) }));
    }

    /// Tells the other tabs that this session is over.
    pub(super) fn retract(&mut self, mark: Mark) {
        self.announced = None;
        self.put(Effect::Broadcast(TabMessage::SignedOut(mark)));
    }

    /// When to try again after `tries` failures in a row (1 at least), and why then.
    pub(super) fn next_try(&mut self, trouble: Trouble, tries: u32) -> (Millis, Cause) {
        match trouble {
            Trouble::Unreachable { no_network: false } if tries < QUIET_TRIES => {
                (self.now.plus((SECOND / 2) << tries.saturating_sub(1)), Cause::Blip)
            }
            Trouble::Unreachable { .. } => (self.now.plus(self.with_jitter(OFFLINE_PACE)), Cause::Network),
            Trouble::Busy { retry_after: Some(seconds) } => {
                let named = (i64::from(seconds) * SECOND).min(RETRY_AFTER_LIMIT);
                (self.now.plus(self.with_jitter(named.max(SECOND))), Cause::RetryAfter)
            }
            Trouble::Busy { retry_after: None } | Trouble::Denied => {
                let doubled = SECOND << tries.saturating_sub(1).min(6);
                (self.now.plus(self.with_jitter(doubled.min(BUSY_LIMIT))), Cause::Server)
            }
        }
    }

    /// Up to a quarter more, so that tabs and browsers do not come back in step. Never less: a
    /// time the server named is kept.
    fn with_jitter(&mut self, milliseconds: i64) -> i64 {
        // Marsaglia's xorshift32: spread is all that is asked of it.
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 17;
        self.dice ^= self.dice << 5;
        milliseconds + milliseconds / 4 * i64::from(self.dice % 1_000) / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(trouble: Trouble, tries: u32) -> i64 {
        let mut world = World::new(7);
        world.next_try(trouble, tries).0.since(world.now)
    }

    #[test]
    fn errors_of_the_server_double_the_wait_from_one_second_to_sixty() {
        for (tries, base) in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (40, 60), (u32::MAX, 60)] {
            let waited = wait(Trouble::Busy { retry_after: None }, tries);
            assert!((base * SECOND..=base * SECOND * 5 / 4).contains(&waited), "{tries}: {waited}");
        }
    }

    #[test]
    fn retry_after_is_kept_and_bounded() {
        assert!(wait(Trouble::Busy { retry_after: Some(20) }, 1) >= 20 * SECOND);
        assert!(wait(Trouble::Busy { retry_after: Some(u32::MAX) }, 1) <= RETRY_AFTER_LIMIT * 5 / 4);
        assert!(wait(Trouble::Busy { retry_after: Some(0) }, 1) >= SECOND);
    }

    #[test]
    fn a_lost_answer_is_asked_for_twice_before_it_counts_as_offline() {
        let mut world = World::new(7);
        let blip = Trouble::Unreachable { no_network: false };
        assert_eq!(world.next_try(blip, 1).1, Cause::Blip);
        assert_eq!(world.next_try(blip, 2).1, Cause::Blip);
        assert_eq!(world.next_try(blip, 3).1, Cause::Network);
        assert_eq!(world.next_try(Trouble::Unreachable { no_network: true }, 1).1, Cause::Network);
    }

    #[test]
    fn waits_differ() {
        let mut world = World::new(7);
        let busy = Trouble::Busy { retry_after: None };
        assert_ne!(world.next_try(busy, 7).0, world.next_try(busy, 7).0);
    }
}
