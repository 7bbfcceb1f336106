use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the demo provider can be told to get wrong, so that an application's handling of it can
/// be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fault {
    AccessDenied,
    LoginRequired,
    ServerError,
    TokenError,
    UnverifiedEmail,
    NoEmail,
    FormPost,
    WrongNonce,
    MissingNonce,
    WrongIssuer,
    WrongResponseIssuer,
    WrongAudience,
    WrongSignature,
    ExpiredIdToken,
    FutureIdToken,
    UnknownKid,
    AlgNone,
    WrongAtHash,
    WrongUserinfoSub,
    NoAuthTime,
    OldAuthTime,
    MissingSub,
    MissingExp,
    MissingIat,
    StaleIdToken,
    FutureNbf,
    ExtraAudience,
    WrongAzp,
    AccessTokenType,
}

impl Fault {
    pub(super) const ALL: [Self; 29] = [
        Self::AccessDenied,
        Self::LoginRequired,
        Self::ServerError,
        Self::TokenError,
        Self::UnverifiedEmail,
        Self::NoEmail,
        Self::FormPost,
        Self::WrongNonce,
        Self::MissingNonce,
        Self::WrongIssuer,
        Self::WrongResponseIssuer,
        Self::WrongAudience,
        Self::WrongSignature,
        Self::ExpiredIdToken,
        Self::FutureIdToken,
        Self::UnknownKid,
        Self::AlgNone,
        Self::WrongAtHash,
        Self::WrongUserinfoSub,
        Self::NoAuthTime,
        Self::OldAuthTime,
        Self::MissingSub,
        Self::MissingExp,
        Self::MissingIat,
        Self::StaleIdToken,
        Self::FutureNbf,
        Self::ExtraAudience,
        Self::WrongAzp,
        Self::AccessTokenType,
    ];

    /// The name in addresses.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::LoginRequired => "login_required",
            Self::ServerError => "server_error",
            Self::TokenError => "token_error",
            Self::UnverifiedEmail => "unverified_email",
            Self::NoEmail => "no_email",
            Self::FormPost => "form_post",
            Self::WrongNonce => "wrong_nonce",
            Self::MissingNonce => "missing_nonce",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongResponseIssuer => "wrong_response_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongSignature => "wrong_signature",
            Self::ExpiredIdToken => "expired_id_token",
            Self::FutureIdToken => "future_id_token",
            Self::UnknownKid => "unknown_kid",
            Self::AlgNone => "alg_none",
            Self::WrongAtHash => "wrong_at_hash",
            Self::WrongUserinfoSub => "wrong_userinfo_sub",
            Self::NoAuthTime => "no_auth_time",
            Self::OldAuthTime => "old_auth_time",
            Self::MissingSub => "missing_sub",
            Self::MissingExp => "missing_exp",
            Self::MissingIat => "missing_iat",
            Self::StaleIdToken => "stale_id_token",
            Self::FutureNbf => "future_nbf",
            Self::ExtraAudience => "extra_audience",
            Self::WrongAzp => "wrong_azp",
            Self::AccessTokenType => "access_token_type",
        }
    }

    /// What it does, for the page.
    pub(super) const fn effect(self) -> &'static str {
        match self {
            Self::AccessDenied => "Continue answers as if the person had refused",
            Self::LoginRequired => "Continue answers that a sign-in is needed first",
            Self::ServerError => "Continue answers that the provider failed",
            Self::TokenError => "the token endpoint answers 500",
            Self::UnverifiedEmail => "the address comes as not verified",
            Self::NoEmail => "the address is left out",
            Self::FormPost => "the answer comes as a posted form, whatever was asked for",
            Self::WrongNonce => "the ID token carries another nonce",
            Self::MissingNonce => "the ID token carries no nonce",
            Self::WrongIssuer => "the ID token names another issuer",
            Self::WrongResponseIssuer => "the answer names another issuer (RFC 9207)",
            Self::WrongAudience => "the ID token is for another application",
            Self::WrongSignature => "the ID token's signature is not the key's",
            Self::ExpiredIdToken => "the ID token is an hour over",
            Self::FutureIdToken => "the ID token was made in an hour",
            Self::UnknownKid => "the ID token names a key that is not published",
            Self::AlgNone => "the ID token is not signed",
            Self::WrongAtHash => "the ID token belongs to another access token",
            Self::WrongUserinfoSub => "userinfo tells of somebody else",
            Self::NoAuthTime => "the ID token does not say when the person proved who they are",
            Self::OldAuthTime => "the ID token says that the person proved who they are an hour ago",
            Self::MissingSub => "the ID token names nobody",
            Self::MissingExp => "the ID token does not say when it is over",
            Self::MissingIat => "the ID token does not say when it was made",
            Self::StaleIdToken => "the ID token was made an hour ago and is not over yet",
            Self::FutureNbf => "the ID token is not good for another hour",
            Self::ExtraAudience => "the ID token is for another application, too",
            Self::WrongAzp => "the ID token was issued to another application",
            Self::AccessTokenType => "the ID token says that it is an access token",
        }
    }
}

impl FromStr for Fault {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|fault| fault.name() == name).ok_or(())
    }
}
