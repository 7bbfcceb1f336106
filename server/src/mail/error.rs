use crate::{store::StoreError, token::TokenError};

/// What can go wrong with our own side of mail. None of it is a recipient's fault.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What a mail says cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] TokenError),
    /// What was sealed is no mail.
    #[error("what the outbox holds cannot be read")]
    Content(#[from] serde_json::Error),
    /// What the outbox holds makes no mail.
    #[error("{0} cannot be put into a mail")]
    Message(&'static str),
    /// The connection to the mail server cannot be set up.
    #[error("the mail server's TLS cannot be set up")]
    Tls(#[from] lettre::transport::smtp::Error),
}
