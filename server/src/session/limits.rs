use std::time::Duration;

/// How long a browser goes on with a request before it gives up; the session engine aborts then.
const REQUEST_LIFE: Duration = Duration::from_secs(10);

/// The lives of sessions and tokens.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of an access token.
    pub access: Duration,
    /// How long the previous refresh token gets the same answer again.
    pub grace: Duration,
    /// Unused for that long, a session ends.
    pub idle: Duration,
    /// However much used, a session ends then.
    pub absolute: Duration,
    /// Of a popup's hand-off code.
    pub handoff: Duration,
}

impl Limits {
    /// For how long after a rotation tabs are given the same token instead of the next: until no
    /// answer that carries it can be on its way any more.
    pub fn settle(&self) -> Duration {
        self.grace + REQUEST_LIFE
    }
}

impl Default for Limits {
    fn default() -> Self {
        const DAY: u64 = 24 * 60 * 60;
        Self {
            access: Duration::from_secs(10 * 60),
            grace: Duration::from_secs(30),
            idle: Duration::from_secs(14 * DAY),
            absolute: Duration::from_secs(90 * DAY),
            handoff: Duration::from_secs(60),
        }
    }
}
