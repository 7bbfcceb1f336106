//! A refresh-token family as a state machine (RFC 9700 §4.14.2).
//!
//! One sign-in is one family. Its refresh tokens are numbered; only the newest is current. The
//! token before it goes on to get the *same* answer while the answer may have been lost: for the
//! grace window, and for as long as nothing has been seen of the newest. Everything else is reuse
//! and ends this family, and no other.

use app::wire::Rotation;

use super::Limits;
use crate::{
    audit::Visitor,
    clock::{Moment, Timestamp},
    store::{FamilyRow, SessionRow, StoreError},
};

/// A family that has not been ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// Number of the current token.
    pub generation: u32,
    /// Highest number of which anything was seen.
    pub seen: u32,
    /// When the current token was last handed to a holder of the one before it.
    pub handed: Moment,
    /// End, unless used before.
    pub idle_expires_at: Timestamp,
    /// End in any case.
    pub absolute_expires_at: Timestamp,
}

/// What a presented token gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The next token. The family has moved on by one.
    Rotated(Live),
    /// The current token again, for a holder of the one before it.
    Repeated(Live),
    /// Nothing new: the holder has the current token, and it was handed out just now.
    Current(Live),
    /// No token.
    Refused(Refusal),
}

/// Why a presented token gets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The session is over by age.
    Expired,
    /// A token that was replaced, and whose successor was seen: somebody has a copy. The family
    /// must be ended.
    Reused,
    /// A number that was never given out: the store was set back. Nobody's fault.
    NeverIssued,
}

impl Live {
    /// A family in its first generation.
    pub fn begin(now: Moment, limits: &Limits) -> Self {
        let absolute_expires_at = now.at + limits.absolute;
        Self {
            generation: 0,
            seen: 0,
            idle_expires_at: (now.at + limits.idle).min(absolute_expires_at),
            absolute_expires_at,
            handed: now,
        }
    }

    /// A genuine token of `generation` is presented.
    pub fn present(self, generation: u32, rotation: Rotation, now: Moment, limits: &Limits) -> Answer {
        if self.has_expired(now.at) {
            return Answer::Refused(Refusal::Expired);
        }
        if generation > self.generation {
            return Answer::Refused(Refusal::NeverIssued);
        }
        if generation == self.generation {
            return if rotation == Rotation::Settled && self.is_settling(&now, limits) {
                Answer::Current(self)
            } else {
                Answer::Rotated(self.rotate(now, limits))
            };
        }
        if !self.answers_previous(generation, &now, limits) {
            return Answer::Refused(Refusal::Reused);
        }
        if self.seen < self.generation {
            // The answer was lost. It is given anew, and the window is counted from this time.
            return Answer::Repeated(Self { handed: now, ..self });
        }
        Answer::Repeated(self)
    }

    /// Whether a genuine token of `generation`, shown without being redeemed, is good.
    pub fn admits(&self, generation: u32, now: &Moment, limits: &Limits) -> bool {
        !self.has_expired(now.at) && (generation == self.generation || self.answers_previous(generation, now, limits))
    }

    fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.idle_expires_at || now >= self.absolute_expires_at
    }

    fn is_settling(&self, now: &Moment, limits: &Limits) -> bool {
        self.generation > 0 && now.elapsed_since(&self.handed) <= limits.grace
    }

    fn answers_previous(&self, generation: u32, now: &Moment, limits: &Limits) -> bool {
        generation.checked_add(1) == Some(self.generation)
            && (self.seen < self.generation || now.elapsed_since(&self.handed) <= limits.grace)
    }

    fn rotate(self, now: Moment, limits: &Limits) -> Self {
        Self {
            generation: self.generation.saturating_add(1),
            seen: self.seen.max(self.generation),
            idle_expires_at: (now.at + limits.idle).min(self.absolute_expires_at),
            absolute_expires_at: self.absolute_expires_at,
            handed: now,
        }
    }
}

impl FamilyRow {
    /// The state machine's part of the row; `None` once it was ended.
    pub(super) fn live(&self) -> Result<Option<Live>, StoreError> {
        if self.revoked_at.is_some() {
            return Ok(None);
        }
        let number = |value: i64| u32::try_from(value).map_err(|_| StoreError::Corrupt("a generation"));
        Ok(Some(Live {
            generation: number(self.generation)?,
            seen: number(self.seen_generation)?,
            handed: Moment { at: self.handed_at, process: self.handed_process.clone(), tick: self.handed_tick },
            idle_expires_at: self.idle_expires_at,
            absolute_expires_at: self.absolute_expires_at,
        }))
    }

    /// Puts the state machine's part back.
    pub(super) fn with(self, live: Live) -> Self {
        Self {
            generation: i64::from(live.generation),
            seen_generation: i64::from(live.seen),
            handed_at: live.handed.at,
            handed_process: live.handed.process,
            handed_tick: live.handed.tick,
            idle_expires_at: live.idle_expires_at,
            absolute_expires_at: live.absolute_expires_at,
            ..self
        }
    }
}

impl SessionRow {
    pub(super) fn with(self, live: Live) -> Self {
        Self { family: self.family.with(live), ..self }
    }

    /// Notes from where it was used last.
    pub(super) fn used_by(mut self, visitor: &Visitor) -> Self {
        self.family.ip.clone_from(&visitor.ip);
        self.family.user_agent.clone_from(&visitor.user_agent);
        self
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment { at: Timestamp::from_seconds(seconds), process: "p".to_owned(), tick: seconds * 1000 }
    }

    fn present(family: &Live, generation: u32, seconds: i64) -> Answer {
        family.clone().present(generation, Rotation::Always, at(seconds), &Limits::default())
    }

    fn rotated(family: &Live, seconds: i64) -> Live {
        match present(family, family.generation, seconds) {
            Answer::Rotated(next) => next,
            other => panic!("{other:?}"),
        }
    }

    fn seen(family: Live) -> Live {
        Live { seen: family.generation, ..family }
    }

    #[test]
    fn the_current_token_buys_the_next() {
        let first = Live::begin(at(0), &Limits::default());
        assert_eq!(rotated(&first, 60).generation, 1);
    }

    #[test]
    fn the_previous_token_gets_the_same_answer_inside_the_window_only() {
        let second = seen(rotated(&Live::begin(at(0), &Limits::default()), 60));
        assert!(matches!(present(&second, 0, 90), Answer::Repeated(same) if same.generation == 1));
        assert_eq!(present(&second, 0, 91), Answer::Refused(Refusal::Reused));
    }

    #[test]
    fn a_lost_answer_is_given_again_hours_later_while_nothing_of_it_was_seen() {
        let second = rotated(&Live::begin(at(0), &Limits::default()), 60);
        let Answer::Repeated(again) = present(&second, 0, 9000) else { panic!() };
        assert_eq!(again.generation, 1);
        assert!(matches!(present(&seen(again.clone()), 0, 9030), Answer::Repeated(_)), "the window starts anew");
        assert_eq!(present(&seen(again), 0, 9031), Answer::Refused(Refusal::Reused));
    }

    #[test]
    fn anything_older_is_reuse_even_inside_the_window() {
        let third = rotated(&rotated(&Live::begin(at(0), &Limits::default()), 60), 61);
        assert_eq!(present(&third, 0, 62), Answer::Refused(Refusal::Reused));
    }

    #[test]
    fn a_number_never_given_out_is_refused_without_ending_anything() {
        let first = Live::begin(at(0), &Limits::default());
        assert_eq!(present(&first, 1, 1), Answer::Refused(Refusal::NeverIssued));
    }

    #[test]
    fn use_prolongs_the_idle_limit_but_never_the_absolute_one() {
        let limits = Limits { idle: Duration::from_secs(100), absolute: Duration::from_secs(250), ..Limits::default() };
        let begin = Live::begin(at(0), &limits);
        let present = |family: Live, seconds| {
            let generation = family.generation;
            family.present(generation, Rotation::Always, at(seconds), &limits)
        };
        assert_eq!(present(begin.clone(), 100), Answer::Refused(Refusal::Expired));
        let Answer::Rotated(second) = present(begin, 99) else { panic!() };
        let Answer::Rotated(third) = present(second, 198) else { panic!() };
        assert_eq!(third.idle_expires_at, Timestamp::from_seconds(250));
        assert_eq!(present(third, 250), Answer::Refused(Refusal::Expired));
    }

    #[test]
    fn tabs_rotate_once_a_window() {
        let second = rotated(&Live::begin(at(0), &Limits::default()), 60);
        let tab = |seconds| second.clone().present(1, Rotation::Settled, at(seconds), &Limits::default());
        assert!(matches!(tab(90), Answer::Current(_)));
        assert!(matches!(tab(91), Answer::Rotated(_)));
    }
}
