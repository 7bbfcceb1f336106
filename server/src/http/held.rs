use axum::http::HeaderMap;
use cookie::Cookie;

use super::{
    cookies::{CookieNames, Slot},
    state::App,
};
use crate::token::TokenError;

/// The session that a request's cookies name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeldSession {
    /// The refresh token.
    pub(super) token: String,
    slot: Slot,
    /// Whether the other cookie came too: an answer to the session that this one replaced came late.
    stale: bool,
}

impl HeldSession {
    /// Reads it. Of two sessions the one that lives counts.
    pub(super) async fn read(app: &App, headers: &HeaderMap) -> Result<Option<Self>, TokenError> {
        let mut presented = app.0.cookies.sessions(headers);
        let stale = presented.len() > 1;
        if stale && !app.sessions.is_good(&presented[0].1).await? {
            presented.swap(0, 1);
        }
        Ok(presented.into_iter().next().map(|(slot, token)| Self { token, slot, stale }))
    }

    /// Where the next token of this session goes.
    pub(super) const fn slot(&self) -> Slot {
        self.slot
    }

    /// Where a session that begins over `held` goes: past whatever is still on its way to that one.
    pub(super) fn slot_of_next(held: Option<&Self>) -> Slot {
        held.map_or(Slot::First, |held| held.slot.other())
    }

    /// Takes away the cookie that does not count, if it came.
    pub(super) fn clear_stale(&self, names: &CookieNames) -> Option<Cookie<'static>> {
        self.stale.then(|| names.clear_session(self.slot.other()))
    }
}
