//! Where the renewal of the access token stands.

use super::{
    Ticket,
    time::{Millis, SECOND},
    world::Cause,
};

/// No wait is longer than this; one that looks longer comes of a clock put back.
const LONGEST_WAIT: i64 = 2 * 3_600 * SECOND;

/// A renewal, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Renewal {
    /// The person pressed "renew now" and wants to hear of it.
    pub(super) asked: bool,
    /// Failures in a row.
    pub(super) tries: u32,
    /// How far it is.
    pub(super) stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing to do until the token is due.
    Idle,
    /// Asked the refresh endpoint.
    Fetching(Ticket),
    /// Asked whether there is a session at all.
    Confirming {
        ticket: Ticket,
        /// Because the refresh endpoint said no: another tab may just have begun a session.
        denied: bool,
    },
    /// There is, for all the no: asked the refresh endpoint once more. A second no is final.
    FetchingAgain(Ticket),
    /// It did not work; the next try has a time.
    Waiting { until: Millis, cause: Cause },
}

impl Renewal {
    pub(super) const IDLE: Self = Self { asked: false, tries: 0, stage: Stage::Idle };

    pub(super) fn in_flight(&self) -> bool {
        !matches!(self.stage, Stage::Idle | Stage::Waiting { .. })
    }

    /// The refresh under way, if that is what is under way.
    pub(super) fn refresh_ticket(&self) -> Option<Ticket> {
        match self.stage {
            Stage::Fetching(ticket) | Stage::FetchingAgain(ticket) => Some(ticket),
            Stage::Idle | Stage::Confirming { .. } | Stage::Waiting { .. } => None,
        }
    }

    /// Whether its end is worth waiting for: it comes within moments.
    pub(super) fn is_settling(&self) -> bool {
        self.in_flight() || self.waits_for(Cause::Blip)
    }

    pub(super) fn waits_for(&self, reason: Cause) -> bool {
        matches!(self.stage, Stage::Waiting { cause, .. } if cause == reason)
    }

    /// Whether a wait is over.
    pub(super) fn wait_is_over(&self, now: Millis) -> bool {
        matches!(self.stage, Stage::Waiting { until, .. } if now >= until || until.since(now) > LONGEST_WAIT)
    }
}
