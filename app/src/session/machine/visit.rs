//! Somebody is signed in.

use super::{
    Effect, Event, Grant, Held, Mark, TabMessage, Ticket, Trouble,
    attempt::{Attempt, Ending, Progress},
    renewal::{Renewal, Stage},
    state::{State, Unknown},
    time::Millis,
    world::{Cause, World},
};
use crate::wire::{Notice, Person};

/// A signed-in person in this tab. Their token may not be here yet, or any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) person: Person,
    pub(super) token: Option<Held>,
    pub(super) renewal: Renewal,
    pub(super) step_up: Option<Attempt>,
    /// The server was asked to end the session. Until it has, the person is not signed out.
    pub(super) leaving: Option<Ticket>,
}

impl Visit {
    /// Of a person the server named, whose token is fetched at once.
    pub(super) fn begin(person: Person, world: &mut World) -> Self {
        let mut visit = Self { person, token: None, renewal: Renewal::IDLE, step_up: None, leaving: None };
        visit.renew(world);
        visit
    }

    /// Of a grant, for somebody who was signed out.
    pub(super) fn of_grant(grant: Grant, world: &mut World) -> Self {
        let person = grant.person.clone();
        Self { person, token: None, renewal: Renewal::IDLE, step_up: None, leaving: None }.accept(grant, world)
    }

    pub(super) fn on(mut self, event: Event, world: &mut World) -> State {
        match event {
            Event::Tick => self = self.tick(world),
            Event::Woke | Event::Online => self = self.woke(&[Cause::Network, Cause::Blip], world),
            Event::PutAway => world.put(Effect::Veil(true)),
            Event::Restored => return self.restored(world),
            Event::Opened(opening) if self.leaving.is_none() && !self.attempt_is_settled() => {
                self.step_up = Some(Attempt::new(opening, Some(self.person.auth_time), world));
            }
            Event::Popup(sighting) => {
                self = self.with_attempt(world, |attempt, world| attempt.look(sighting, world));
            }
            Event::Delivered(delivery) => {
                self = self.with_attempt(world, |attempt, world| attempt.deliver(delivery, world));
            }
            Event::Cancelled => self.give_up(Some(Notice::SignInCancelled), world),
            Event::LeftForPage => self.give_up(None, world),
            Event::RenewAsked => self.renew_asked(world),
            Event::RenewNeeded => self.renew_needed(world),
            Event::SignOutAsked => self.sign_out(world),
            Event::Tab(message) => return self.heard(message, world),
            Event::Refreshed(ticket, answer) => return self.refreshed(ticket, answer, world),
            Event::Redeemed(ticket, answer) => {
                self = self.with_attempt(world, |attempt, world| attempt.redeemed(ticket, answer, world));
            }
            Event::Checked(ticket, answer) => return self.checked(ticket, answer, world),
            Event::Ended(ticket, answer) => return self.ended(ticket, answer, world),
            Event::Booted { .. } | Event::Opened(_) => {}
        }
        State::SignedIn(self)
    }

    // --- renewal ---

    fn attempt_is_settled(&self) -> bool {
        self.step_up.as_ref().is_some_and(Attempt::is_settled)
    }

    pub(super) fn renew(&mut self, world: &mut World) {
        if self.leaving.is_none() && !self.renewal.in_flight() && !self.attempt_is_settled() {
            self.renewal.stage = Stage::Fetching(world.refresh());
        }
    }

    /// When to renew unasked. `None` while an answer is awaited.
    pub(super) fn renewal_at(&self, now: Millis) -> Option<Millis> {
        if self.leaving.is_some() || self.attempt_is_settled() {
            return None;
        }
        match (self.renewal.stage, &self.token) {
            (Stage::Fetching(_) | Stage::Confirming { .. } | Stage::FetchingAgain(_), _) => None,
            // A step-up is about to replace session and cookie: no renewal of the old one crosses
            // it while the token still does.
            (_, Some(held)) if self.step_up.is_some() && held.usable(now) => Some(held.useless_at()),
            (Stage::Waiting { .. }, _) if self.renewal.wait_is_over(now) => Some(now),
            (Stage::Waiting { until, .. }, _) => Some(until),
            (Stage::Idle, Some(held)) if !held.due(now) => Some(held.due_at()),
            (Stage::Idle, _) => Some(now),
        }
    }

    fn tick(self, world: &mut World) -> Self {
        let mut visit = self.with_attempt(world, Attempt::tick);
        if visit.renewal_at(world.now).is_some_and(|at| world.now >= at) {
            visit.renew(world);
        }
        visit
    }

    fn woke(mut self, ended: &[Cause], world: &mut World) -> Self {
        if ended.iter().any(|cause| self.renewal.waits_for(*cause)) {
            self.renew(world);
        }
        self.step_up = self.step_up.map(|attempt| attempt.nudge(world));
        self.tick(world)
    }

    fn renew_asked(&mut self, world: &mut World) {
        if self.leaving.is_some() {
            return;
        }
        if self.renewal.waits_for(Cause::RetryAfter) && !self.renewal.wait_is_over(world.now) {
            world.tell(Notice::CallFailed);
            return;
        }
        self.renewal.asked = true;
        self.renew(world);
    }

    fn renew_needed(&mut self, world: &mut World) {
        let told_to_wait = self.renewal.waits_for(Cause::RetryAfter) || self.renewal.waits_for(Cause::Blip);
        if !told_to_wait || self.renewal.wait_is_over(world.now) {
            self.renew(world);
        }
    }

    fn refreshed(mut self, ticket: Ticket, answer: Result<Grant, Trouble>, world: &mut World) -> State {
        let confirmed = match self.renewal.stage {
            Stage::Fetching(awaited) if awaited == ticket => false,
            Stage::FetchingAgain(awaited) if awaited == ticket => true,
            _ => {
                let visit = self.with_attempt(world, |attempt, world| attempt.refreshed(ticket, answer, world));
                return State::SignedIn(visit);
            }
        };
        match answer {
            Ok(grant) => self = self.accept(grant, world),
            Err(Trouble::Denied) if confirmed => return self.end(world),
            Err(Trouble::Denied) => {
                world.network_there();
                self.renewal.stage = Stage::Confirming { ticket: world.check(), denied: true };
            }
            Err(trouble) => self.troubled(trouble, world),
        }
        State::SignedIn(self)
    }

    fn checked(mut self, ticket: Ticket, answer: Result<Option<Person>, Trouble>, world: &mut World) -> State {
        let denied = match self.renewal.stage {
            Stage::Confirming { ticket: awaited, denied } if awaited == ticket => denied,
            _ => {
                let visit = self.with_attempt(world, |attempt, world| attempt.checked(ticket, &answer, world));
                return State::SignedIn(visit);
            }
        };
        match answer {
            Ok(Some(_)) if denied => self.renewal.stage = Stage::FetchingAgain(world.refresh()),
            Ok(Some(_)) => self.renewal.stage = Stage::Fetching(world.refresh()),
            Ok(None) => return self.end(world),
            Err(trouble) => self.troubled(trouble, world),
        }
        State::SignedIn(self)
    }

    fn troubled(&mut self, trouble: Trouble, world: &mut World) {
        self.renewal.tries = self.renewal.tries.saturating_add(1);
        let (until, cause) = world.next_try(trouble, self.renewal.tries);
        self.renewal.stage = Stage::Waiting { until, cause };
        match cause {
            Cause::Blip => return,
            Cause::Network => {
                let told = world.offline;
                world.network_lost();
                if self.renewal.asked && told {
                    world.tell(Notice::Offline);
                }
            }
            Cause::Server | Cause::RetryAfter => {
                world.network_there();
                if self.renewal.asked {
                    world.tell(Notice::CallFailed);
                }
            }
        }
        self.renewal.asked = false;
    }

    /// Token and person change hands together: never one without the other.
    fn accept(mut self, grant: Grant, world: &mut World) -> Self {
        world.network_there();
        if let Some(server_time) = grant.server_time {
            world.server_ahead = server_time.since(world.now);
        }
        if grant.person.id != self.person.id {
            world.next_epoch();
            self.end_attempt(world);
        }
        if self.renewal.asked {
            world.tell(Notice::Renewed);
        }
        world.put(Effect::RememberProvider(grant.person.provider.clone()));
        world.announce(&grant.person);
        self.token = Some(Held::new(&grant, world.now));
        self.person = grant.person;
        self.renewal = Renewal::IDLE;
        self
    }

    // --- stepping up ---

    fn with_attempt(mut self, world: &mut World, step: impl FnOnce(Attempt, &mut World) -> Progress) -> Self {
        let Some(attempt) = self.step_up.take() else { return self };
        match step(attempt, world) {
            Progress::Pending(attempt) => {
                if attempt.is_settled() {
                    self.stop_renewal(world);
                }
                self.step_up = Some(attempt);
            }
            Progress::Over(Ending::Failed(notice, support_code)) => {
                world.put(Effect::EndAttempt);
                world.put(Effect::Tell(notice, support_code));
            }
            Progress::Over(Ending::Granted(grant)) => {
                world.put(Effect::EndAttempt);
                let same = grant.person.id == self.person.id;
                world.tell(if same { Notice::SteppedUp } else { Notice::SignedIn });
                self = self.accept(grant, world);
            }
        }
        self
    }

    fn stop_renewal(&mut self, world: &mut World) {
        if let Some(ticket) = self.renewal.refresh_ticket() {
            world.put(Effect::AbortRefresh(ticket));
        }
        self.renewal = Renewal::IDLE;
    }

    fn give_up(&mut self, notice: Option<Notice>, world: &mut World) {
        if self.step_up.is_some() && !self.attempt_is_settled() {
            self.end_attempt(world);
            if let Some(notice) = notice {
                world.tell(notice);
            }
        }
    }

    fn end_attempt(&mut self, world: &mut World) {
        if let Some(attempt) = self.step_up.take() {
            if let Some(ticket) = attempt.refresh_ticket() {
                world.put(Effect::AbortRefresh(ticket));
            }
            world.put(Effect::EndAttempt);
        }
    }

    // --- the ends of a session ---

    /// The server goes first: told "signed out" while the cookie still works, a person would walk
    /// away from an open session. Meanwhile nothing renews, and no call in flight counts any more.
    pub(super) fn sign_out(&mut self, world: &mut World) {
        if self.leaving.is_none() {
            self.stop_renewal(world);
            self.end_attempt(world);
            world.next_epoch();
            self.leaving = Some(world.end_session());
        }
    }

    fn ended(mut self, ticket: Ticket, answer: Result<(), Trouble>, world: &mut World) -> State {
        if self.leaving != Some(ticket) {
            return State::SignedIn(self);
        }
        match answer {
            Ok(()) | Err(Trouble::Denied) => {
                world.retract(Mark::of(&self.person));
                world.tell(Notice::SignedOut);
                State::SIGNED_OUT
            }
            Err(Trouble::Busy { .. } | Trouble::Unreachable { .. }) => {
                self.leaving = None;
                world.tell(Notice::CallFailed);
                State::SignedIn(self)
            }
        }
    }

    /// The server says so, twice.
    fn end(self, world: &mut World) -> State {
        world.network_there();
        world.next_epoch();
        world.retract(Mark::of(&self.person));
        world.tell(Notice::SessionEnded);
        match self.step_up {
            Some(attempt) => State::SigningIn(attempt.into_sign_in()),
            None => State::SIGNED_OUT,
        }
    }

    fn heard(mut self, message: TabMessage, world: &mut World) -> State {
        match message {
            TabMessage::SignedOut(mark) if mark.covers(&self.person) => return self.signed_out_elsewhere(world),
            TabMessage::SignedOut(_) => self.confirm(world),
            _ if self.leaving.is_some() => {}
            TabMessage::SignedIn(mark) | TabMessage::Renewed(mark) if mark.person != self.person.id => {
                return self.replaced(world);
            }
            TabMessage::SignedIn(mark) | TabMessage::Renewed(mark) if mark.is_newer_than(&self.person) => {
                self.stop_renewal(world);
                self.step_up = self.step_up.map(|attempt| attempt.nudge(world));
                self.renew(world);
            }
            TabMessage::SignedIn(_) | TabMessage::Renewed(_) => {
                self = self.woke(&[Cause::Network, Cause::Blip, Cause::Server], world);
            }
        }
        State::SignedIn(self)
    }

    fn signed_out_elsewhere(mut self, world: &mut World) -> State {
        let notice = if self.leaving.is_some() { Notice::SignedOut } else { Notice::SignedOutElsewhere };
        self.stop_renewal(world);
        self.end_attempt(world);
        world.next_epoch();
        world.tell(notice);
        State::SIGNED_OUT
    }

    /// Another tab speaks of the end of an older session: ask whether it was ours.
    fn confirm(&mut self, world: &mut World) {
        if self.leaving.is_none() && !self.attempt_is_settled() {
            self.stop_renewal(world);
            self.renewal.stage = Stage::Confirming { ticket: world.check(), denied: false };
        }
    }

    /// Somebody else signed in in another tab: nothing of the old person stays on show.
    fn replaced(mut self, world: &mut World) -> State {
        self.stop_renewal(world);
        self.end_attempt(world);
        world.next_epoch();
        world.put(Effect::Veil(true));
        State::Unknown(Unknown::checking(None, false, world))
    }

    fn restored(mut self, world: &mut World) -> State {
        self.stop_renewal(world);
        self.end_attempt(world);
        world.next_epoch();
        world.put(Effect::Veil(true));
        State::Unknown(Unknown::checking(Some(self.person), self.leaving.is_some(), world))
    }
}
