//! The session of a tab as a pure state machine: what happened goes in, what to do comes out.
//!
//! Nothing here knows a clock, a socket or a window, so every rule is tested natively. Two
//! counters keep the past out. A *ticket* names each request: an answer counts only for whoever
//! still waits under its ticket, so that a renewal in flight cannot bring back a session that was
//! signed out. The *epoch* counts sign-ins, sign-outs and changes of person: an API call that
//! began in another epoch belongs to somebody else.

mod attempt;
mod effect;
mod event;
mod renewal;
mod state;
mod tab;
mod time;
mod token;
mod visit;
mod world;

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod tests;

pub use attempt::Attempt;
pub use effect::Effect;
pub use event::{Delivered, Delivery, Event, Opening, Sighting, Ticket, Trouble, Via};
pub use tab::{Mark, TabMessage};
pub use time::Millis;
pub use token::{AccessToken, Grant, Held};

use super::{Freshness, Phase};
use crate::wire::Person;
use state::{State, Unknown};
use time::SECOND;
use visit::Visit;
use world::World;

/// The whole session of one tab.
#[derive(Clone, Debug)]
pub struct Machine {
    state: State,
    world: World,
}

/// How the session compares with what a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will do.
    Fresh,
    /// It would after a renewal.
    RenewalNeeded,
    /// Only a step-up helps.
    ProofTooOld,
    /// Nobody is signed in.
    SignedOut,
}

/// What a click on a sign-in or step-up button leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClickLeadsTo {
    /// A popup, which replaces an attempt that still waits.
    Popup,
    /// A full page: nobody knows who is here, so a popup would have nothing to come back to.
    Page,
    /// An attempt is being finished, or the person is signing out: no second one beside it.
    Nothing,
}

impl Machine {
    /// As the server rendered the page: with the person its cookie named. `seed` spreads retries.
    pub fn new(person: Option<Person>, seed: u32) -> Self {
        let state = person.map_or(State::SIGNED_OUT, |person| State::Unknown(Unknown::first_paint(person)));
        Self { state, world: World::new(seed) }
    }

    /// What an event makes of the session, and what it wants done in the world.
    #[must_use = "the machine it came from is gone"]
    pub fn step(self, event: Event, now: Millis) -> (Self, Vec<Effect>) {
        let Self { state, mut world } = self;
        world.now = now;
        match &event {
            Event::Tab(message) | Event::Booted { marker: Some(message) } => world.heard(message),
            _ => {}
        }
        let state = state.on(event, &mut world);
        let effects = std::mem::take(&mut world.effects);
        (Self { state, world }, effects)
    }

    /// As pages show it.
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::Unknown(_) => Phase::Unknown,
            State::SignedOut { .. } => Phase::SignedOut,
            State::SigningIn(attempt) => {
                Phase::SigningIn { provider: attempt.provider().to_owned(), closed: attempt.looks_closed() }
            }
            State::SignedIn(Visit { step_up: Some(attempt), .. }) => {
                Phase::SteppingUp { provider: attempt.provider().to_owned(), closed: attempt.looks_closed() }
            }
            State::SignedIn(_) if self.world.offline => Phase::Offline,
            State::SignedIn(visit) if visit.token.is_none() || visit.renewal.in_flight() => Phase::Renewing,
            State::SignedIn(_) => Phase::SignedIn,
        }
    }

    /// Who is signed in, as far as anybody knows.
    pub fn person(&self) -> Option<&Person> {
        match &self.state {
            State::Unknown(unknown) => unknown.person.as_ref(),
            State::SignedIn(visit) => Some(&visit.person),
            State::SignedOut { .. } | State::SigningIn(_) => None,
        }
    }

    /// The access token, dead or alive. None while signing out.
    pub fn held(&self) -> Option<&Held> {
        match &self.state {
            State::SignedIn(visit) if visit.leaving.is_none() => visit.token.as_ref(),
            _ => None,
        }
    }

    /// The popup under way.
    pub fn attempt(&self) -> Option<&Attempt> {
        match &self.state {
            State::SigningIn(attempt) => Some(attempt),
            State::SignedIn(visit) => visit.step_up.as_ref(),
            State::Unknown(_) | State::SignedOut { .. } => None,
        }
    }

    /// What a click on a sign-in or step-up button leads to.
    pub fn click_leads_to(&self) -> ClickLeadsTo {
        match (&self.state, self.attempt()) {
            (State::Unknown(_), _) => ClickLeadsTo::Page,
            (State::SignedIn(Visit { leaving: Some(_), .. }), _) => ClickLeadsTo::Nothing,
            (_, Some(attempt)) if attempt.is_settled() => ClickLeadsTo::Nothing,
            _ => ClickLeadsTo::Popup,
        }
    }

    /// Whether somebody is signed in, and not on the way out.
    pub fn is_signed_in(&self) -> bool {
        matches!(&self.state, State::SignedIn(visit) if visit.leaving.is_none())
    }

    /// Counts sign-ins, sign-outs and changes of person.
    pub fn epoch(&self) -> u32 {
        self.world.epoch
    }

    /// Whether moments from now more is known, so that a call had better wait.
    pub fn is_settling(&self) -> bool {
        match &self.state {
            State::Unknown(unknown) => unknown.retry_at.is_none(),
            State::SignedOut { .. } => false,
            State::SigningIn(attempt) => attempt.is_fetching(),
            State::SignedIn(visit) => {
                visit.leaving.is_none()
                    && (visit.renewal.is_settling() || visit.step_up.as_ref().is_some_and(Attempt::is_fetching))
            }
        }
    }

    /// Whether the session is as fresh as a route needs it.
    pub fn judge(&self, need: Freshness, now: Millis) -> Verdict {
        let State::SignedIn(visit @ Visit { leaving: None, .. }) = &self.state else { return Verdict::SignedOut };
        let Some(held) = &visit.token else { return Verdict::RenewalNeeded };
        let server_now = now.plus(self.world.server_ahead).get() / SECOND;
        let age = server_now.saturating_sub(visit.person.auth_time);
        if need.max_auth_age.is_some_and(|limit| age > i64::from(limit)) {
            Verdict::ProofTooOld
        } else if held.left(now) >= i64::from(need.min_ttl) * SECOND || held.just_arrived(now) {
            Verdict::Fresh
        } else {
            Verdict::RenewalNeeded
        }
    }

    /// When to send the next [`Event::Tick`] at the latest. `None`: nothing waits for time.
    pub fn alarm(&self, now: Millis) -> Option<Millis> {
        match &self.state {
            State::Unknown(unknown) => unknown.retry_at,
            State::SignedOut { .. } => None,
            State::SigningIn(attempt) => attempt.alarm(now),
            State::SignedIn(visit) => {
                let attempt = visit.step_up.as_ref().and_then(|attempt| attempt.alarm(now));
                [visit.renewal_at(now), attempt].into_iter().flatten().min()
            }
        }
    }
}
