use crate::{
    account::{AccountError, PasswordRefused},
    sign_in::SignInFailure,
    store::StoreError,
    token::TokenError,
};

/// Why an identity was not joined to an account. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// What was shown is right, and another account's.
    #[error("what was shown is another account's")]
    OtherAccount,
    /// The identity opens another account.
    #[error("the identity opens another account")]
    IdentityInUse,
    /// The join was finished before.
    #[error("the join was finished before")]
    Over,
    /// The session that began it is over, or this browser has another person's.
    #[error("the session that began it is over")]
    SessionOver,
    /// The person signed out while this was under way.
    #[error("signed out meanwhile")]
    SignedOut,
    /// Not the account's password, or the account may not sign in.
    #[error("no such login and password")]
    Wrong,
    /// Something else.
    #[error(transparent)]
    Other(#[from] AccountError),
}

impl From<StoreError> for JoinError {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

impl From<TokenError> for JoinError {
    fn from(error: TokenError) -> Self {
        Self::Other(error.into())
    }
}

impl From<SignInFailure> for JoinError {
    fn from(failure: SignInFailure) -> Self {
        match failure {
            SignInFailure::AddressInUse { .. } => Self::OtherAccount,
            SignInFailure::Inactive | SignInFailure::NoAccount => Self::Wrong,
            SignInFailure::SignedOut => Self::SignedOut,
            SignInFailure::Fault(error) => error.into(),
        }
    }
}

impl From<PasswordRefused> for JoinError {
    fn from(refused: PasswordRefused) -> Self {
        match refused {
            PasswordRefused::Wrong => Self::Wrong,
            PasswordRefused::SignedOut => Self::SignedOut,
            PasswordRefused::Other(error) => Self::Other(error),
        }
    }
}

/// Of a sign-in that joins nothing.
impl From<JoinError> for PasswordRefused {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::SignedOut => Self::SignedOut,
            JoinError::Other(error) => Self::Other(error),
            JoinError::OtherAccount
            | JoinError::IdentityInUse
            | JoinError::Over
            | JoinError::SessionOver
            | JoinError::Wrong => Self::Wrong,
        }
    }
}
