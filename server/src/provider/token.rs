use http::StatusCode;
use serde::Serialize;

use super::{
    ClientError, ClientId, CodeExchange, Failure, Grant, Parameters, Protocol, Provider,
    access_token::ACCESS_TOKEN_LIFE, id_token::ID_TOKEN_TYPE,
};

/// What a code is exchanged for (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// For the issuer's own API.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Life of the access token, seconds.
    pub expires_in: u64,
    /// What was granted.
    pub scope: String,
    /// Who signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

/// Why no token was issued (RFC 6749 §5.2).
#[derive(Debug, thiserror::Error)]
pub enum TokenEndpointError {
    /// A parameter is missing or stands twice.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The client did not prove who it is.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Only `authorization_code` is supported.
    #[error("only grant_type=authorization_code is supported")]
    UnsupportedGrantType,
    /// The code is unknown, lapsed, used, or bound to something else. The client is not told
    /// which: it has to begin again in any case.
    #[error("the authorization code is not valid")]
    InvalidGrant,
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl TokenEndpointError {
    /// Status and word on the wire.
    pub fn wire(&self) -> (StatusCode, &'static str) {
        match self {
            Self::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Client(error) => error.wire(),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::InvalidGrant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }
}

impl Provider {
    /// Who the client is, once it has proven it.
    pub fn authenticate(&self, authorization: Option<&str>, parameters: &Parameters) -> Result<ClientId, ClientError> {
        let credentials = super::ClientCredentials::from_request(authorization, parameters)?;
        if self.settings.clients.accept(&credentials) {
            Ok(credentials.id)
        } else {
            Err(ClientError::Unauthenticated { by_header: authorization.is_some() })
        }
    }

    /// A token request (RFC 6749 §4.1.3): the grant that its code stands for, redeemed.
    pub async fn exchange(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Grant, TokenEndpointError> {
        let client = self.authenticate(authorization, parameters)?;
        match parameters.get("grant_type") {
            Some("authorization_code") => self.redeem(&client, &CodeExchange::parse(parameters)?).await,
            Some(_) => Err(TokenEndpointError::UnsupportedGrantType),
            None => Err(TokenEndpointError::InvalidRequest("grant_type is missing")),
        }
    }

    /// Issues what a redeemed grant is worth.
    pub fn tokens(&self, grant: &Grant) -> Result<TokenResponse, Failure> {
        let access_token = self.access_token(grant)?;
        let id_token = match self.settings.protocol {
            Protocol::OpenId => Some(self.keys.sign(
                self.keys.algorithm(),
                ID_TOKEN_TYPE,
                &self.id_token_claims(grant, &access_token),
            )?),
            Protocol::OAuth2 => None,
        };
        Ok(TokenResponse {
            access_token,
            token_type: "Bearer",
            expires_in: ACCESS_TOKEN_LIFE.as_secs(),
            scope: grant.scope.to_string(),
            id_token,
        })
    }
}
