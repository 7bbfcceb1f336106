use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;

use super::{Site, page};
use crate::{
    provider::{Failure, TokenEndpointError},
    random,
};

/// What the Facebook stand-in answers instead, with the codes of the Graph API.
#[derive(Debug, thiserror::Error)]
pub(super) enum GraphError {
    #[error("{0}")]
    Malformed(&'static str),
    #[error("Missing {0} parameter.")]
    Missing(&'static str),
    #[error("Error validating client secret.")]
    Client,
    #[error(
        "This authorization code is not valid: it is unknown, has been used, has expired, or was made for another request."
    )]
    Code,
    #[error("An active access token must be used to query information about the current user.")]
    NoToken,
    #[error("Invalid OAuth access token - Cannot parse access token")]
    InvalidToken,
    #[error("Invalid appsecret_proof provided in the API argument")]
    InvalidProof,
    #[error("(#100) Tried accessing nonexisting field ({0}) on node type (User)")]
    NoSuchField(String),
    /// The fault `token_error`.
    #[error("An unexpected error has occurred. Please retry your request later.")]
    SwitchedOff,
    #[error("An unknown error has occurred.")]
    Failed(#[from] Failure),
}

impl From<TokenEndpointError> for GraphError {
    fn from(error: TokenEndpointError) -> Self {
        match error {
            TokenEndpointError::InvalidRequest(why) => Self::Malformed(why),
            TokenEndpointError::Client(_) => Self::Client,
            TokenEndpointError::Failed(failure) => Self::Failed(failure),
            // Nothing but the code can be wrong in an exchange: there is no grant_type, no scope, no resource.
            _ => Self::Code,
        }
    }
}

impl GraphError {
    /// Status, type and code.
    const fn wire(&self) -> (StatusCode, &'static str, u16) {
        match self {
            Self::Malformed(_) | Self::Missing(_) | Self::Code | Self::NoSuchField(_) => {
                (StatusCode::BAD_REQUEST, "OAuthException", 100)
            }
            Self::Client => (StatusCode::BAD_REQUEST, "OAuthException", 1),
            Self::NoToken => (StatusCode::BAD_REQUEST, "OAuthException", 2500),
            Self::InvalidToken => (StatusCode::BAD_REQUEST, "OAuthException", 190),
            Self::InvalidProof => (StatusCode::BAD_REQUEST, "GraphMethodException", 100),
            Self::SwitchedOff => (StatusCode::INTERNAL_SERVER_ERROR, "OAuthException", 2),
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "OAuthException", 1),
        }
    }

    /// The error as the Graph API writes it.
    pub(super) fn answer(&self, site: &Site) -> Response {
        if let Self::Failed(cause) = self {
            page::log_failure(site, cause);
        }
        let (status, kind, code) = self.wire();
        let trace = random::token(site.demo.parts.random.as_ref());
        let error = json!({ "message": self.to_string(), "type": kind, "code": code, "fbtrace_id": trace });
        (status, Json(json!({ "error": error }))).into_response()
    }
}
