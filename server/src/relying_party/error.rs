use app::wire::Notice;

use super::{directory::DirectoryError, fetch::FetchError};
use crate::{config::NotAdmitted, store::StoreError};

/// Why a sign-in did not come to its end. The person reads [`FinishError::notice`]; the cause is
/// for the log.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// No sign-in of that state was begun in this browser, at this provider.
    #[error("no such sign-in was begun in this browser: {0}")]
    Unknown(&'static str),
    /// It was finished before.
    #[error("the sign-in was finished before")]
    Used,
    /// It was begun too long ago.
    #[error("the sign-in was begun too long ago")]
    Expired,
    /// The provider says no (RFC 6749 §4.1.2.1).
    #[error("the provider answered {error}: {description}")]
    ProviderSaid {
        /// Its code.
        error: String,
        /// Its words, for the log alone.
        description: String,
    },
    /// The provider cannot be reached, or answers nothing of use.
    #[error(transparent)]
    Unreachable(#[from] FetchError),
    /// What is known of the provider is of no use.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The code was not exchanged.
    #[error("the token endpoint refused: {0}")]
    Exchange(String),
    /// The answer did not pass a check.
    #[error("the provider's answer was refused: {0}")]
    Refused(String),
    /// The provider vouches for them, and its settings do not let them in.
    #[error(transparent)]
    NotAdmitted(NotAdmitted),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FinishError {
    /// What the person is told.
    pub fn notice(&self) -> Notice {
        match self {
            Self::Unknown(_) => Notice::SignInUnknown,
            Self::Used => Notice::SignInUsed,
            Self::Expired => Notice::SignInExpired,
            Self::ProviderSaid { error, .. } => match error.as_str() {
                "access_denied" | "consent_required" => Notice::AccessDenied,
                "login_required" | "interaction_required" | "account_selection_required" => Notice::LoginRequired,
                "temporarily_unavailable" => Notice::ProviderUnreachable,
                _ => Notice::ProviderError,
            },
            Self::Unreachable(FetchError::TooLarge | FetchError::Compressed | FetchError::Private(_)) => {
                Notice::AnswerRefused
            }
            Self::Unreachable(_) | Self::Directory(DirectoryError::Unreachable(_)) => Notice::ProviderUnreachable,
            Self::NotAdmitted(_) => Notice::AccessDenied,
            Self::Exchange(_) => Notice::ProviderError,
            Self::Refused(_) | Self::Directory(_) => Notice::AnswerRefused,
            Self::Store(_) => Notice::ServerFault,
        }
    }
}
