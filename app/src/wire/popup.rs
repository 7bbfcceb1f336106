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
#[serde(try_from = "Received")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// A [`PopupReport`] as it is read: every field of every outcome side by side. Serde's own reading
/// of a flattened, tagged enum buffers it as a tree first, and that code is large.
#[derive(Deserialize)]
struct Received {
    kind: String,
    txn: String,
    outcome: Ending,
    code: Option<String>,
    notice: Option<Notice>,
    support_code: Option<String>,
    opener: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ending {
    SignedIn,
    Failed,
}

impl TryFrom<Received> for PopupReport {
    type Error = &'static str;

    fn try_from(received: Received) -> Result<Self, Self::Error> {
        let Received { kind, txn, outcome, code, notice, support_code, opener } = received;
        let outcome = match outcome {
            Ending::SignedIn => PopupOutcome::SignedIn { code: code.ok_or("a sign-in brings a code")? },
            Ending::Failed => PopupOutcome::Failed { notice: notice.ok_or("a failure has a reason")?, support_code },
        };
        Ok(Self { kind, txn, outcome, opener })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outcome: PopupOutcome) -> PopupReport {
        PopupReport { kind: PopupReport::KIND.to_owned(), txn: "T".to_owned(), outcome, opener: true }
    }

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let support_code = Some("ABC-123".to_owned());
        for outcome in [
            PopupOutcome::SignedIn { code: "C".to_owned() },
            PopupOutcome::Failed { notice: Notice::AccessDenied, support_code },
            PopupOutcome::Failed { notice: Notice::ServerFault, support_code: None },
        ] {
            let json = serde_json::to_string(&report(outcome.clone())).unwrap();
            assert_eq!(serde_json::from_str::<PopupReport>(&json).unwrap(), report(outcome), "{json}");
        }
    }

    #[test]
    fn half_a_report_is_none() {
        for outcome in [r#""signed_in""#, r#""failed""#, r#""other","code":"C""#] {
            let json = format!(r#"{{"kind":"gatepost.popup/1","txn":"T","outcome":{outcome},"opener":true}}"#);
            assert!(serde_json::from_str::<PopupReport>(&json).is_err(), "{json}");
        }
    }
}
