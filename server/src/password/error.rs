use std::time::Duration;

/// Why a password was neither hashed nor verified. Says nothing about the password or the account.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// As many wait already as may. Nothing was done; the caller may come again.
    #[error("too many passwords are waiting to be hashed; again in {} s", retry_after.as_secs())]
    Busy {
        /// Whole seconds, one at least, by which those who wait now should be through.
        retry_after: Duration,
    },
    /// The hash could not be made: no memory for it, or a fault of ours, which is in the log.
    #[error("a password could not be hashed")]
    Failed,
}
