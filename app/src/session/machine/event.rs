use super::{Grant, TabMessage};
use crate::{
    json,
    wire::{ApiProblem, Notice, Person},
};

/// Names one request of the machine, so that a late answer finds nobody waiting for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub(super) u32);

/// Why a request brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 401 or `invalid_grant`: this is no session (any more).
    Denied,
    /// 5xx, 429 or anything else that says nothing about the session.
    Busy {
        /// Seconds of the `Retry-After` header.
        retry_after: Option<u32>,
    },
    /// No answer came.
    Unreachable {
        /// Whether the browser itself says that it has no network (`navigator.onLine`).
        no_network: bool,
    },
}

/// Which way the end of a popup sign-in became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// `window.postMessage`.
    Message,
    /// The `BroadcastChannel` of the sign-in.
    Broadcast,
    /// The `storage` event.
    Storage,
    /// `GET /api/session`.
    Session,
}

impl Via {
    /// As tests and support read it on the document element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Broadcast => "bc",
            Self::Storage => "storage",
            Self::Session => "session",
        }
    }
}

/// What a channel says of a popup sign-in. The driver has checked where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The sign-in it speaks of.
    pub txn: String,
    /// The channel it came by.
    pub via: Via,
    /// How the sign-in ended.
    pub outcome: Delivered,
    /// Whether the popup still had its opener; `None` where the channel does not tell.
    pub opener: Option<bool>,
}

/// How a popup sign-in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The cookie is set.
    SignedIn {
        /// Buys the access token; absent on the storage channel.
        code: Option<String>,
    },
    /// Nothing changed.
    Failed {
        /// What to tell the person; absent on the storage channel.
        notice: Option<Notice>,
        /// What they tell support.
        support_code: Option<String>,
    },
}

/// One look at the popup's handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// `popup.closed`: advice only.
    pub closed: bool,
    /// The handle is alive and shows another origin: the provider's page did not cut it.
    pub at_provider: bool,
    /// This document has the focus.
    pub focused: bool,
}

/// A popup just opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Name of the sign-in.
    pub txn: String,
    /// Id of the provider.
    pub provider: String,
    /// Whether this provider is known to cut the popup off its opener.
    pub severs: bool,
}

/// Everything that can happen to a session in a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The WASM has taken over the page.
    Booted {
        /// What the tabs of this browser last told each other.
        marker: Option<TabMessage>,
    },
    /// Time has passed.
    Tick,
    /// The page became visible, got the focus or was shown.
    Woke,
    /// The browser has network again.
    Online,
    /// The page goes into the back/forward cache.
    PutAway,
    /// It came back from there.
    Restored,
    /// The person opened a popup. Replaces an attempt that still waits.
    Opened(Opening),
    /// One look at the popup.
    Popup(Sighting),
    /// A channel spoke.
    Delivered(Delivery),
    /// The person gives the attempt up.
    Cancelled,
    /// The person goes on in this tab: the attempt ends without a word.
    LeftForPage,
    /// The person pressed "renew now".
    RenewAsked,
    /// A page needs a newer token than there is.
    RenewNeeded,
    /// The person signs out.
    SignOutAsked,
    /// Another tab spoke.
    Tab(TabMessage),
    /// The refresh endpoint answered.
    Refreshed(Ticket, Result<Grant, Trouble>),
    /// The hand-off endpoint answered.
    Redeemed(Ticket, Result<Grant, Trouble>),
    /// `GET /api/session` answered.
    Checked(Ticket, Result<Option<Person>, Trouble>),
    /// `DELETE /api/session` answered.
    Ended(Ticket, Result<(), Trouble>),
}

impl Trouble {
    /// Of an answer that is no success.
    ///
    /// `invalid_grant` and a bare 401 end a session; whatever else a server, proxy or portal says
    /// is no word about it.
    pub fn of_answer(status: u16, body: &str, retry_after: Option<&str>) -> Self {
        let invalid_grant = || json::read::<ApiProblem>(body).is_ok_and(|problem| problem.error == "invalid_grant");
        if status == 401 || (status == 400 && invalid_grant()) {
            Self::Denied
        } else {
            Self::Busy { retry_after: retry_after.and_then(|seconds| seconds.trim().parse().ok()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_401_and_invalid_grant_are_a_no() {
        let grant = r#"{"error":"invalid_grant","error_description":""}"#;
        let request = r#"{"error":"invalid_request","error_description":""}"#;
        assert_eq!(Trouble::of_answer(401, "", None), Trouble::Denied);
        assert_eq!(Trouble::of_answer(400, grant, None), Trouble::Denied);
        let busy = |retry_after| Trouble::Busy { retry_after };
        assert_eq!(Trouble::of_answer(400, request, None), busy(None));
        assert_eq!(Trouble::of_answer(403, grant, None), busy(None));
        assert_eq!(Trouble::of_answer(502, "<html>", None), busy(None));
        assert_eq!(Trouble::of_answer(429, "", Some(" 20 ")), busy(Some(20)));
        assert_eq!(Trouble::of_answer(503, "", Some("Wed, 21 Oct 2026 07:28:00 GMT")), busy(None));
        assert_eq!(Trouble::of_answer(503, "", Some("-1")), busy(None));
    }
}
