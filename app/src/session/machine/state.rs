use super::{
    Effect, Event, TabMessage, Ticket, Trouble,
    attempt::{Attempt, Ending, Progress},
    time::Millis,
    visit::Visit,
    world::World,
};
use crate::wire::{Notice, Person};

/// Where the session of this tab stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unknown(Unknown),
    SignedOut {
        /// Something hints at a session: being asked.
        check: Option<Ticket>,
    },
    SigningIn(Attempt),
    SignedIn(Visit),
}

/// Nobody has asked the server yet, or what it said before does not count any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Who was here last.
    pub(super) person: Option<Person>,
    /// They signed out meanwhile.
    leave: bool,
    check: Option<Ticket>,
    pub(super) retry_at: Option<Millis>,
    tries: u32,
}

impl State {
    pub(super) const SIGNED_OUT: Self = Self::SignedOut { check: None };

    pub(super) fn on(self, event: Event, world: &mut World) -> Self {
        match self {
            Self::Unknown(unknown) => unknown.on(event, world),
            Self::SignedOut { check } => signed_out(check, event, world),
            Self::SigningIn(attempt) => signing_in(attempt, event, world),
            Self::SignedIn(visit) => visit.on(event, world),
        }
    }
}

impl Unknown {
    /// The first paint, before the WASM asks anything.
    pub(super) fn first_paint(person: Person) -> Self {
        Self { person: Some(person), leave: false, check: None, retry_at: None, tries: 0 }
    }

    /// Being asked anew.
    pub(super) fn checking(person: Option<Person>, leave: bool, world: &mut World) -> Self {
        Self { person, leave, check: Some(world.check()), retry_at: None, tries: 0 }
    }

    fn on(mut self, event: Event, world: &mut World) -> State {
        match event {
            Event::Booted { .. } => return self.boot(world),
            Event::SignOutAsked => self.leave = true,
            Event::Tick if self.retry_at.is_some_and(|at| world.now >= at) => self.check_now(world),
            Event::Woke | Event::Online if self.retry_at.is_some() => self.check_now(world),
            Event::Restored => self.check_now(world),
            Event::PutAway if self.person.is_some() => world.put(Effect::Veil(true)),
            Event::Tab(message) => return self.heard(&message, world),
            Event::Checked(ticket, answer) if self.check == Some(ticket) => return self.checked(answer, world),
            _ => {}
        }
        State::Unknown(self)
    }

    fn boot(self, world: &mut World) -> State {
        let Some(person) = self.person else { return State::SIGNED_OUT };
        let mut visit = Visit::begin(person, world);
        if self.leave {
            visit.sign_out(world);
        }
        State::SignedIn(visit)
    }

    fn check_now(&mut self, world: &mut World) {
        self.check = Some(world.check());
        self.retry_at = None;
    }

    fn heard(mut self, message: &TabMessage, world: &mut World) -> State {
        match (message, &self.person) {
            (TabMessage::SignedOut(mark), Some(person)) if mark.covers(person) => {
                nobody(Notice::SignedOutElsewhere, world)
            }
            // Before the first question there is nothing to ask anew.
            _ if self.check.is_none() && self.retry_at.is_none() => State::Unknown(self),
            _ => {
                self.check_now(world);
                State::Unknown(self)
            }
        }
    }

    fn checked(mut self, answer: Result<Option<Person>, Trouble>, world: &mut World) -> State {
        match answer {
            Ok(Some(person)) => {
                if self.person.as_ref().is_none_or(|before| before.id != person.id) {
                    world.next_epoch();
                }
                world.put(Effect::Veil(false));
                world.network_there();
                let boot = Self { person: Some(person), ..self };
                boot.boot(world)
            }
            Ok(None) => {
                world.network_there();
                if let Some(mark) = world.announced().cloned() {
                    world.retract(mark);
                }
                let notice = if self.leave { Notice::SignedOut } else { Notice::SignedOutElsewhere };
                nobody(notice, world)
            }
            Err(trouble) => {
                self.tries = self.tries.saturating_add(1);
                self.check = None;
                self.retry_at = Some(world.next_try(trouble, self.tries).0);
                if matches!(trouble, Trouble::Unreachable { .. }) {
                    world.network_lost();
                }
                State::Unknown(self)
            }
        }
    }
}

fn nobody(notice: Notice, world: &mut World) -> State {
    world.next_epoch();
    world.put(Effect::Veil(false));
    world.tell(notice);
    State::SIGNED_OUT
}

fn signed_out(check: Option<Ticket>, event: Event, world: &mut World) -> State {
    match event {
        Event::Opened(opening) => State::SigningIn(Attempt::new(opening, None, world)),
        // The page says nobody, the tabs believed in somebody: one question settles it.
        Event::Booted { .. } if world.announced().is_some() => State::SignedOut { check: Some(world.check()) },
        Event::Restored | Event::Tab(TabMessage::SignedIn(_) | TabMessage::Renewed(_)) => {
            State::SignedOut { check: Some(world.check()) }
        }
        Event::Checked(ticket, answer) if check == Some(ticket) => match answer {
            Ok(Some(person)) => {
                world.next_epoch();
                State::SignedIn(Visit::begin(person, world))
            }
            Ok(None) => {
                if let Some(mark) = world.announced().cloned() {
                    world.retract(mark);
                }
                State::SIGNED_OUT
            }
            Err(_) => State::SIGNED_OUT,
        },
        _ => State::SignedOut { check },
    }
}

fn signing_in(attempt: Attempt, event: Event, world: &mut World) -> State {
    let progress = match event {
        Event::Opened(opening) if !attempt.is_settled() => Progress::Pending(Attempt::new(opening, None, world)),
        Event::Cancelled if !attempt.is_settled() => Progress::Over(Ending::Failed(Notice::SignInCancelled, None)),
        Event::LeftForPage if !attempt.is_settled() => {
            world.put(Effect::EndAttempt);
            return State::SIGNED_OUT;
        }
        Event::Tick => attempt.tick(world),
        Event::Woke
        | Event::Online
        | Event::Restored
        | Event::Tab(TabMessage::SignedIn(_) | TabMessage::Renewed(_)) => Progress::Pending(attempt.nudge(world)),
        Event::Popup(sighting) => attempt.look(sighting, world),
        Event::Delivered(delivery) => attempt.deliver(delivery, world),
        Event::Redeemed(ticket, answer) => attempt.redeemed(ticket, answer, world),
        Event::Refreshed(ticket, answer) => attempt.refreshed(ticket, answer, world),
        Event::Checked(ticket, answer) => attempt.checked(ticket, &answer, world),
        _ => Progress::Pending(attempt),
    };
    match progress {
        Progress::Pending(attempt) => State::SigningIn(attempt),
        Progress::Over(Ending::Failed(notice, support_code)) => {
            world.put(Effect::EndAttempt);
            world.put(Effect::Tell(notice, support_code));
            State::SIGNED_OUT
        }
        Progress::Over(Ending::Granted(grant)) => {
            world.put(Effect::EndAttempt);
            world.next_epoch();
            world.tell(Notice::SignedIn);
            State::SignedIn(Visit::of_grant(grant, world))
        }
    }
}
