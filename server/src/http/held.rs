use axum::http::HeaderMap;

use super::{cookies::Slot, state::App};
use crate::token::TokenError;

/// The session that a request's cookies name.
#[derive(Clone)]
pub(super) struct HeldSession {
    /// The refresh token.
    pub(super) token: String,
    slot: Slot,
}

impl HeldSession {
    /// Reads it. Of two sessions the one that lives counts: an answer to the other came late. That
    /// one's cookie stays, until a sign-in or sign-out: taking it away with an answer that comes
    /// late itself could hit the session that has its place by then.
    pub(super) async fn read(app: &App, headers: &HeaderMap) -> Result<Option<Self>, TokenError> {
        let mut presented = app.0.cookies.sessions(headers);
        // Only for one that lives: rubbish beside a stolen token must not keep it from being known as one.
        if let [(_, first), (_, second)] = &presented[..]
            && !app.sessions.is_good(first).await?
            && app.sessions.is_good(second).await?
        {
            presented.swap(0, 1);
        }
        Ok(presented.into_iter().next().map(|(slot, token)| Self { token, slot }))
    }

    /// Where the next token of this session goes.
    pub(super) const fn slot(&self) -> Slot {
        self.slot
    }

    /// Where a session that begins over `held` goes: past whatever is still on its way to that one.
    pub(super) fn slot_of_next(held: Option<&Self>) -> Slot {
        held.map_or(Slot::First, |held| held.slot.other())
    }
}
