use std::time::Duration;

/// The lives of sessions and tokens.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of an access token.
    pub access: Duration,
    /// How long the previous refresh token gets the same answer again, and how long tabs are
    /// given the current one instead of the next. A request and its answer, each under way for
    /// the 10 s after which a browser gives up, fit into it: do not set it below 20 s in earnest.
    pub grace: Duration,
    /// Unused for that long, a session ends.
    pub idle: Duration,
    /// However much used, a session ends then.
    pub absolute: Duration,
    /// Of a popup's hand-off code.
    pub handoff: Duration,
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
