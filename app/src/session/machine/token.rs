use std::fmt;

use super::time::{Millis, SECOND};
use crate::wire::{Person, Tokens};

/// Renewed this long before the end.
const MARGIN: i64 = 60 * SECOND;
/// Lives shorter than this are renewed after two thirds: the margin would leave next to nothing.
const SHORT_LIFE: i64 = 90 * SECOND;
/// Renewals nobody asked for are this far apart: two a minute, however short a life or wrong a clock.
const SPACING: i64 = 30 * SECOND;
/// A token with less left than this is not sent any more: it would end on the way.
const TRAVEL: i64 = 5 * SECOND;

/// An access token. It is in memory only and prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Value of the `Authorization` header.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

/// What the refresh and hand-off endpoints give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The access token.
    pub token: AccessToken,
    /// Milliseconds of life left when it arrived.
    pub life: i64,
    /// Whose it is.
    pub person: Person,
    /// The server's clock when it answered (its `Date` header), if it told.
    pub server_time: Option<Millis>,
}

impl Grant {
    /// Of the wire's form.
    pub fn new(tokens: Tokens, server_time: Option<Millis>) -> Self {
        Self {
            token: AccessToken(tokens.access_token),
            life: i64::from(tokens.expires_in) * SECOND,
            person: tokens.user,
            server_time,
        }
    }
}

/// An access token and its life, counted from when it arrived: `exp` and `iat` are the server's
/// business, and this browser's clock may be a day off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    token: AccessToken,
    arrived: Millis,
    life: i64,
    person: String,
}

impl Held {
    /// The grant's token, arriving now.
    pub fn new(grant: &Grant, now: Millis) -> Self {
        Self { token: grant.token.clone(), arrived: now, life: grant.life, person: grant.person.id.clone() }
    }

    /// The token itself.
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// Id of the person it was given to.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// When it ends, on this browser's clock.
    pub fn expires_at(&self) -> Millis {
        self.arrived.plus(self.life)
    }

    /// Milliseconds of life left; none once the clock was put back, for then nobody can tell.
    pub fn left(&self, now: Millis) -> i64 {
        if now < self.arrived { 0 } else { self.expires_at().since(now).max(0) }
    }

    /// Whether it is worth sending.
    pub fn usable(&self, now: Millis) -> bool {
        self.left(now) > TRAVEL
    }

    /// From when on it is not.
    pub fn useless_at(&self) -> Millis {
        self.expires_at().plus(-TRAVEL)
    }

    /// Whether it is so new that another renewal would bring nothing longer.
    pub fn just_arrived(&self, now: Millis) -> bool {
        (0..SPACING).contains(&now.since(self.arrived)) && self.left(now) > 0
    }

    /// When to renew it unasked.
    pub fn due_at(&self) -> Millis {
        let early = if self.life < SHORT_LIFE { self.life * 2 / 3 } else { self.life - MARGIN };
        self.arrived.plus(early.max(SPACING))
    }

    /// Whether to renew it unasked, now.
    pub fn due(&self, now: Millis) -> bool {
        now < self.arrived || now >= self.due_at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::machine::tests::ann;

    const NOW: Millis = Millis::new(1_000_000);

    fn held(seconds: u32) -> Held {
        let tokens = Tokens {
            access_token: "secret".to_owned(),
            token_type: "Bearer".to_owned(),
            expires_in: seconds,
            user: ann(),
        };
        Held::new(&Grant::new(tokens, None), NOW)
    }

    #[test]
    fn a_token_is_renewed_a_minute_before_its_end() {
        assert_eq!(held(600).due_at(), NOW.plus(540 * SECOND));
        assert_eq!(held(90).due_at(), NOW.plus(30 * SECOND));
    }

    #[test]
    fn a_short_life_is_renewed_after_two_thirds() {
        assert_eq!(held(75).due_at(), NOW.plus(50 * SECOND));
    }

    #[test]
    fn the_shortest_lives_do_not_make_more_than_two_renewals_a_minute() {
        assert_eq!(held(0).due_at(), NOW.plus(30 * SECOND));
        assert_eq!(held(6).due_at(), NOW.plus(30 * SECOND));
    }

    #[test]
    fn a_clock_put_back_makes_the_token_due_and_useless() {
        let earlier = NOW.plus(-86_400 * SECOND);
        assert!(held(600).due(earlier));
        assert!(!held(600).usable(earlier));
        assert!(!held(600).due(NOW));
    }

    #[test]
    fn a_token_about_to_end_is_not_sent() {
        assert!(held(600).usable(NOW.plus(594 * SECOND)));
        assert!(!held(600).usable(NOW.plus(595 * SECOND)));
    }

    #[test]
    fn a_token_never_prints() {
        assert!(!format!("{:?}", held(600)).contains("secret"));
    }
}
