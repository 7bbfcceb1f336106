//! What the popup's last page tells the page that opened it.
//!
//! `server/src/http/popup_page.js` writes these messages; the session engine reads them.

use serde::{Deserialize, Serialize};

use super::Notice;

/// Prefix of the `localStorage` key that says a sign-in is over. Its value is no secret.
pub const STORAGE_KEY_PREFIX: &str = "gatepost.done.";

/// Name of the `BroadcastChannel` of one sign-in. The opener's 128 random bits make it unguessable.
pub fn channel_name(txn: &str) -> String {
    format!("gatepost.popup.{txn}")
}

/// A popup's report, over `postMessage` or the `BroadcastChannel`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopupReport {
    /// Always `gatepost.popup/1`: anything else is not for us.
    pub kind: String,
    /// The opener's transaction.
    pub txn: String,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: PopupOutcome,
    /// Whether the popup still had `window.opener`: false once a provider's COOP header cut it.
    pub opener: bool,
}

impl PopupReport {
    /// The only value of `kind` that counts.
    pub const KIND: &str = "gatepost.popup/1";
}

/// How a sign-in in a popup ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PopupOutcome {
    /// The session cookie is set; the code buys the access token.
    SignedIn {
        /// One-time hand-off code.
        code: String,
    },
    /// Nothing changed.
    Failed {
        /// What to tell the person.
        notice: Notice,
        /// What they tell support.
        support_code: Option<String>,
    },
}
