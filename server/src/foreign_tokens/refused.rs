use crate::{
    relying_party::{DirectoryError, SignatureError},
    store::StoreError,
};

/// Why a token of a foreign issuer lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum ForeignRefused {
    /// It does not count by itself.
    #[error("the token was refused: {0}")]
    Invalid(#[from] WhyInvalid),
    /// It counts, and does not allow enough (RFC 6750 §3.1).
    #[error("the token does not allow {0}")]
    InsufficientScope(String),
    /// Nobody here is who it names.
    #[error("nobody here is the person it names")]
    UnknownPerson,
    /// Its person may not sign in.
    #[error("the account is not active")]
    Inactive,
    /// Its issuer cannot be asked, and what is known of it is too old or nothing.
    #[error("its issuer cannot be asked: {0}")]
    Unreachable(String),
    /// Our own fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DirectoryError> for ForeignRefused {
    fn from(error: DirectoryError) -> Self {
        Self::Unreachable(error.to_string())
    }
}

/// What is wrong with a token. The bearer only ever hears that something is, or that it is over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyInvalid {
    /// No key of its issuer's made the signature, or not in a way that is allowed.
    #[error(transparent)]
    Signature(SignatureError),
    /// A claim that every one has is missing, or is nothing that such a claim is.
    #[error("malformed")]
    Malformed,
    /// Of another issuer than it is known by.
    #[error("wrong issuer")]
    WrongIssuer,
    /// For another API.
    #[error("wrong audience")]
    WrongAudience,
    /// For another application than those that are allowed.
    #[error("wrong client")]
    WrongClient,
    /// An ID token, a logout token or the like (RFC 8725 §3.11).
    #[error("no access token: {0}")]
    NoAccessToken(&'static str),
    /// Whoever bears it has to show a key (RFC 9449, RFC 8705): as a bearer token it does not count.
    #[error("bound to a key")]
    Bound,
    /// It names a program and no person (RFC 9068 §5).
    #[error("it is no person's")]
    NoPerson,
    /// Over.
    #[error("expired")]
    Expired,
    /// Not good yet.
    #[error("not valid yet")]
    NotYet,
    /// The issuer says that it does not count (RFC 7662 §2.2).
    #[error("the issuer says that it does not count")]
    Inactive,
}

impl WhyInvalid {
    /// As simplejwt says it.
    pub const fn in_simplejwt_words(&self) -> &'static str {
        match self {
            Self::Expired => "Token is expired",
            Self::NoAccessToken(_) => "Token has wrong type",
            _ => "Token is invalid",
        }
    }
}
