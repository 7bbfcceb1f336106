use super::{TabMessage, Ticket, Via};
use crate::wire::Notice;

/// What the machine wants done in the world. Answers come back as events with the same ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `POST /api/session/refresh`, one tab at a time.
    Refresh(Ticket),
    /// Gives up a refresh under way: its answer would be dropped anyway.
    AbortRefresh(Ticket),
    /// `GET /api/session`.
    Check(Ticket),
    /// `POST /api/session/handoff` with the verifier of the attempt.
    Redeem(Ticket, String),
    /// `DELETE /api/session`.
    EndSession(Ticket),
    /// Tells the popup that it was heard, so that it closes.
    Acknowledge(Via),
    /// Closes popup and channels of the attempt and forgets its verifier.
    EndAttempt,
    /// Tells the other tabs.
    Broadcast(TabMessage),
    /// Remembers the provider used last.
    RememberProvider(String),
    /// Remembers whether a provider cuts its popup off the opener.
    RememberSevers {
        /// Id of the provider.
        provider: String,
        /// Whether it does.
        severs: bool,
    },
    /// Tells the person.
    Tell(Notice, Option<String>),
    /// Takes back what is not true any more.
    Unsay(Notice),
    /// Hides the page's private part, or shows it again.
    Veil(bool),
}
