//! One sign-in or step-up in a popup, from the click until tokens or an ending.
//!
//! **Closed or severed?** A provider that sends `Cross-Origin-Opener-Policy` makes an open popup
//! look closed (`popup.closed`), and nothing on our side can undo that. What tells the two apart:
//! the cut happens when the provider's page *arrives*, on a busy computer up to a second after the
//! handle has gone foreign. So as long as the handle was not seen alive on the provider's page for
//! a while, "closed" proves nothing, and the page goes on waiting with a panel. Once it was, the
//! provider's page did not cut it, and "closed" means closed, unless a later page of the same flow
//! cuts: then the focus is still in the popup. A close therefore counts as the person's will when
//! all of this holds a grace of 1.5 s later: seen alive at the provider for 1.5 s, provider not
//! known to sever, focus back on our page, session check without a find.

use super::{
    Delivered, Delivery, Effect, Grant, Opening, Sighting, Ticket, Trouble, Via,
    time::{Millis, SECOND},
    world::World,
};
use crate::wire::{Notice, Person};

/// An attempt of which nothing is heard for this long is over.
const PATIENCE: i64 = 300 * SECOND;
/// The server forgets a sign-in after this long, so even a popup seen alive cannot finish then.
const LIFETIME: i64 = 600 * SECOND;
/// How often to ask whether the cookie is there.
const CHECK_PACE: i64 = 3 * SECOND;
/// How often to look at the popup.
const LOOK_PACE: i64 = SECOND / 4;
/// How long a handle must have been foreign and alive to show that the provider's page left it so.
const ARRIVAL: i64 = 1_500;
/// From a closed popup to a cancelled attempt: time for a report on its way.
const GRACE: i64 = 1_500;
/// The grace goes on this long for a session check under way.
const LONG_GRACE: i64 = 2_500;
/// How long a failure on the storage channel waits for the report that explains it.
const EXPLANATION: i64 = SECOND;
/// How long a session found by asking waits for the report that must be on its way: that one
/// carries the code, which saves a refresh.
const HEAD_START: i64 = SECOND / 2;

/// A popup sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    txn: String,
    provider: String,
    severs: bool,
    /// A step-up: the session counts only with a proof newer than this.
    than: Option<i64>,
    opened: Millis,
    heard: Millis,
    /// First and last time that the handle was seen alive at the provider.
    at_provider: Option<(Millis, Millis)>,
    closed: Closed,
    stage: Stage,
    check: Option<Ticket>,
    next_check: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    No,
    Perhaps { since: Millis },
    Unclear,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Unexplained { since: Millis },
    Found { since: Millis },
    Redeeming(Ticket),
    Fetching { ticket: Ticket, tries: u32 },
    Retrying { until: Millis, tries: u32 },
}

/// What became of an attempt in one step.
pub(super) enum Progress {
    Pending(Attempt),
    Over(Ending),
}

/// How an attempt ended.
pub(super) enum Ending {
    Granted(Grant),
    Failed(Notice, Option<String>),
}

use Progress::{Over, Pending};

impl Attempt {
    pub(super) fn new(opening: Opening, than: Option<i64>, world: &World) -> Self {
        Self {
            txn: opening.txn,
            provider: opening.provider,
            severs: opening.severs,
            than,
            opened: world.now,
            heard: world.now,
            at_provider: None,
            closed: Closed::No,
            stage: Stage::Waiting,
            check: None,
            next_check: world.now.plus(CHECK_PACE),
        }
    }

    /// Id of the provider.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Whether the popup looks closed, and nobody can tell whether it is.
    pub fn looks_closed(&self) -> bool {
        self.closed == Closed::Unclear
    }

    /// Whether the sign-in is through: it is too late to cancel, and to begin another.
    pub fn is_settled(&self) -> bool {
        !matches!(self.stage, Stage::Waiting | Stage::Unexplained { .. })
    }

    /// Whether a token is being fetched this moment.
    pub(super) fn is_fetching(&self) -> bool {
        matches!(self.stage, Stage::Found { .. } | Stage::Redeeming(_) | Stage::Fetching { .. })
    }

    /// Whether a delivery can still settle it: only the first one does.
    fn accepts(&self, outcome: &Delivered) -> bool {
        match self.stage {
            Stage::Waiting | Stage::Unexplained { .. } => true,
            Stage::Found { .. } => matches!(outcome, Delivered::SignedIn { .. }),
            Stage::Redeeming(_) | Stage::Fetching { .. } | Stage::Retrying { .. } => false,
        }
    }

    /// The refresh under way for it.
    pub(super) fn refresh_ticket(&self) -> Option<Ticket> {
        if let Stage::Fetching { ticket, .. } = self.stage { Some(ticket) } else { None }
    }

    /// The session ended underneath: any session will do now.
    pub(super) fn into_sign_in(self) -> Self {
        Self { than: None, ..self }
    }

    /// When to look again.
    pub(super) fn alarm(&self, now: Millis) -> Option<Millis> {
        match self.stage {
            Stage::Redeeming(_) | Stage::Fetching { .. } => None,
            Stage::Retrying { until, .. } => Some(until),
            Stage::Unexplained { since } => Some(since.plus(EXPLANATION)),
            Stage::Found { since } => Some(since.plus(HEAD_START)),
            Stage::Waiting if self.closed != Closed::Unclear => Some(now.plus(LOOK_PACE)),
            Stage::Waiting if self.check.is_some() => Some(self.heard.plus(PATIENCE)),
            Stage::Waiting => Some(self.next_check.min(self.heard.plus(PATIENCE))),
        }
    }

    pub(super) fn tick(mut self, world: &mut World) -> Progress {
        let now = world.now;
        if now < self.heard {
            self.clock_was_put_back(now);
        }
        match self.stage {
            Stage::Redeeming(_) | Stage::Fetching { .. } => return Pending(self),
            Stage::Found { since } if now.since(since) >= HEAD_START => {
                return Pending(self.settle(Via::Session, None, world));
            }
            _ if now.since(self.heard) >= PATIENCE => return Over(Ending::Failed(Notice::SignInTimedOut, None)),
            Stage::Retrying { until, tries } if now >= until => return Pending(self.fetch(tries, world)),
            Stage::Unexplained { since } if now.since(since) >= EXPLANATION => {
                return Over(Ending::Failed(Notice::ServerFault, None));
            }
            _ => {}
        }
        if now >= self.next_check {
            self.check_now(world);
        }
        Pending(self)
    }

    /// Counts anew: what was to happen after some time would happen much later, or never.
    fn clock_was_put_back(&mut self, now: Millis) {
        self.heard = now;
        self.opened = now;
        self.next_check = now;
        match &mut self.stage {
            Stage::Unexplained { since: moment }
            | Stage::Found { since: moment }
            | Stage::Retrying { until: moment, .. } => *moment = now,
            Stage::Waiting | Stage::Redeeming(_) | Stage::Fetching { .. } => {}
        }
    }

    /// Something hints that the sign-in may be through.
    pub(super) fn nudge(mut self, world: &mut World) -> Self {
        if let Stage::Retrying { tries, .. } = self.stage {
            return self.fetch(tries, world);
        }
        self.check_now(world);
        self
    }

    fn check_now(&mut self, world: &mut World) {
        if self.check.is_none() && !self.is_settled() {
            self.check = Some(world.check());
            self.next_check = world.now.plus(CHECK_PACE);
        }
    }

    pub(super) fn look(mut self, sighting: Sighting, world: &mut World) -> Progress {
        if self.is_settled() {
            return Pending(self);
        }
        match self.closed {
            _ if !sighting.closed => {
                self.closed = Closed::No;
                if sighting.at_provider {
                    self.at_provider = Some((self.at_provider.map_or(world.now, |(first, _)| first), world.now));
                    self.alive(world.now);
                }
            }
            Closed::No => {
                self.check_now(world);
                let stayed = self.at_provider.is_some_and(|(first, last)| last.since(first) >= ARRIVAL);
                let telling = stayed && !self.severs;
                self.closed = if telling { Closed::Perhaps { since: world.now } } else { Closed::Unclear };
            }
            Closed::Perhaps { since } => {
                let waited = world.now.since(since);
                if waited < 0 || (waited >= GRACE && !sighting.focused) {
                    self.closed = Closed::Unclear;
                } else if waited >= LONG_GRACE || (waited >= GRACE && self.check.is_none()) {
                    return Over(Ending::Failed(Notice::SignInCancelled, None));
                }
            }
            Closed::Unclear => {}
        }
        Pending(self)
    }

    /// A popup seen alive is a sign of life, for as long as the server remembers the sign-in.
    fn alive(&mut self, now: Millis) {
        if now.since(self.opened) < LIFETIME - PATIENCE {
            self.heard = now;
        }
    }

    pub(super) fn deliver(mut self, delivery: Delivery, world: &mut World) -> Progress {
        if delivery.txn != self.txn || !self.accepts(&delivery.outcome) {
            return Pending(self);
        }
        if let Some(opener) = delivery.opener
            && opener == self.severs
        {
            world.put(Effect::RememberSevers { provider: self.provider.clone(), severs: !opener });
        }
        match delivery.outcome {
            Delivered::SignedIn { code } => Pending(self.settle(delivery.via, code, world)),
            Delivered::Failed { notice: Some(notice), support_code } => {
                world.put(Effect::Acknowledge(delivery.via));
                Over(Ending::Failed(notice, support_code))
            }
            Delivered::Failed { notice: None, .. } => {
                if self.stage == Stage::Waiting {
                    self.stage = Stage::Unexplained { since: world.now };
                }
                Pending(self)
            }
        }
    }

    fn settle(mut self, via: Via, code: Option<String>, world: &mut World) -> Self {
        world.put(Effect::Acknowledge(via));
        self.heard = world.now;
        match code {
            Some(code) => Self { stage: Stage::Redeeming(world.redeem(code)), ..self },
            None => self.fetch(0, world),
        }
    }

    fn fetch(self, tries: u32, world: &mut World) -> Self {
        Self { stage: Stage::Fetching { ticket: world.refresh(), tries }, ..self }
    }

    pub(super) fn checked(
        mut self,
        ticket: Ticket,
        answer: &Result<Option<Person>, Trouble>,
        world: &mut World,
    ) -> Progress {
        if self.check != Some(ticket) {
            return Pending(self);
        }
        self.check = None;
        match answer {
            Ok(Some(person)) if !self.is_settled() && self.than.is_none_or(|than| person.auth_time > than) => {
                self.heard = world.now;
                self.stage = Stage::Found { since: world.now };
                Pending(self)
            }
            _ => Pending(self),
        }
    }

    pub(super) fn redeemed(self, ticket: Ticket, answer: Result<Grant, Trouble>, world: &mut World) -> Progress {
        match answer {
            _ if self.stage != Stage::Redeeming(ticket) => Pending(self),
            Ok(grant) => Over(Ending::Granted(grant)),
            // The cookie is set all the same: it buys a token too.
            Err(_) => Pending(self.fetch(0, world)),
        }
    }

    pub(super) fn refreshed(self, ticket: Ticket, answer: Result<Grant, Trouble>, world: &mut World) -> Progress {
        let Stage::Fetching { ticket: awaited, tries } = self.stage else { return Pending(self) };
        match answer {
            _ if ticket != awaited => Pending(self),
            Ok(grant) => Over(Ending::Granted(grant)),
            Err(Trouble::Denied) => Over(Ending::Failed(Notice::ServerFault, None)),
            Err(trouble) => {
                let tries = tries.saturating_add(1);
                let (until, _) = world.next_try(trouble, tries);
                Pending(Self { stage: Stage::Retrying { until, tries }, ..self })
            }
        }
    }
}
