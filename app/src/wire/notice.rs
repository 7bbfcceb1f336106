use serde::{Deserialize, Serialize};

/// Everything Gatepost has to tell a person about an outcome. The words are in [`crate::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Signed in.
    SignedIn,
    /// Signed out, here, by choice.
    SignedOut,
    /// Signed out because another tab was.
    SignedOutElsewhere,
    /// The session is over: too old, or ended on the server.
    SessionEnded,
    /// Proved who they are once more.
    SteppedUp,
    /// The token was renewed on request.
    Renewed,
    /// The network is gone; still signed in.
    Offline,
    /// It is back.
    BackOnline,
    /// The person closed the popup or pressed Cancel.
    SignInCancelled,
    /// Nothing was heard of the popup for five minutes.
    SignInTimedOut,
    /// The provider says the person refused, or may not use this application.
    AccessDenied,
    /// The provider wants the person to sign in there first.
    LoginRequired,
    /// The provider answered with an error of its own.
    ProviderError,
    /// The provider cannot be reached.
    ProviderUnreachable,
    /// The provider's answer did not pass the checks.
    AnswerRefused,
    /// The address belongs to an account that signs in another way.
    AddressInUse,
    /// This sign-in has been finished already (back button, reload).
    SignInUsed,
    /// This sign-in was begun too long ago.
    SignInExpired,
    /// This sign-in was begun in another browser, or not at all.
    SignInUnknown,
    /// The order is written.
    OrderPlaced,
    /// The order could not be written; the cart is untouched.
    OrderFailed,
    /// A call to the API failed.
    CallFailed,
    /// Anything else went wrong on the server.
    ServerFault,
}

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done. A toast, `role=status`.
    Success,
    /// Good to know. A toast, `role=status`.
    Info,
    /// Something to do. An alert, `role=alert`.
    Warning,
    /// It did not work. An alert, `role=alert`.
    Failure,
}

impl Notice {
    /// How loud it is.
    pub const fn tone(self) -> Tone {
        match self {
            Self::SignedIn | Self::SteppedUp | Self::Renewed | Self::BackOnline | Self::OrderPlaced => Tone::Success,
            Self::SignedOut | Self::SignedOutElsewhere | Self::SignInCancelled => Tone::Info,
            Self::SessionEnded
            | Self::Offline
            | Self::SignInTimedOut
            | Self::LoginRequired
            | Self::AddressInUse
            | Self::SignInUsed
            | Self::SignInExpired
            | Self::SignInUnknown => Tone::Warning,
            Self::AccessDenied
            | Self::ProviderError
            | Self::ProviderUnreachable
            | Self::AnswerRefused
            | Self::OrderFailed
            | Self::CallFailed
            | Self::ServerFault => Tone::Failure,
        }
    }

    /// Whether this makes `earlier` a thing of the past: whoever is signed in need not be told any
    /// more why they were not.
    pub const fn settles(self, earlier: Self) -> bool {
        match self {
            Self::SignedIn | Self::SteppedUp => {
                !matches!(earlier, Self::OrderPlaced | Self::OrderFailed | Self::CallFailed)
            }
            Self::OrderPlaced => matches!(earlier, Self::OrderFailed | Self::CallFailed),
            Self::BackOnline => matches!(earlier, Self::Offline),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Notice;

    #[test]
    fn a_sign_in_settles_why_there_was_none() {
        assert!(Notice::SignedIn.settles(Notice::AccessDenied));
        assert!(!Notice::SignedIn.settles(Notice::OrderFailed));
        assert!(!Notice::AccessDenied.settles(Notice::SignedIn));
    }
}
