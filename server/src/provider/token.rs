use http::StatusCode;
use serde::Serialize;

use super::{
    ClientError, CodeExchange, Entitlement, Failure, GrantType, Parameters, Protocol, Provider, entitlement::Source,
    id_token::Hashed,
};

/// What is issued at the token endpoint (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// For an API.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Life of the access token, seconds.
    pub expires_in: u64,
    /// What was granted.
    pub scope: String,
    /// To renew it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
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
    Client(ClientError),
    /// The client may not come with this.
    #[error("the client may not use this grant_type")]
    UnauthorizedClient,
    /// Nothing that this provider knows.
    #[error("this grant_type is not supported")]
    UnsupportedGrantType,
    /// More than there is to give.
    #[error("the scope is more than may be given")]
    InvalidScope,
    /// An API that the client's tokens are not for (RFC 8707 §2).
    #[error("the client's tokens are not for this resource")]
    InvalidTarget,
    /// The code or refresh token is unknown, lapsed, used, or bound to something else. The client is not told
    /// which: it has to begin again in any case.
    #[error("the grant is not valid")]
    InvalidGrant,
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl From<ClientError> for TokenEndpointError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Failed(failure) => Self::Failed(failure),
            error => Self::Client(error),
        }
    }
}

impl TokenEndpointError {
    /// Status and word on the wire.
    pub fn wire(&self) -> (StatusCode, &'static str) {
        match self {
            Self::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Client(error) => error.wire(),
            Self::UnauthorizedClient => (StatusCode::BAD_REQUEST, "unauthorized_client"),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::InvalidScope => (StatusCode::BAD_REQUEST, "invalid_scope"),
            Self::InvalidTarget => (StatusCode::BAD_REQUEST, "invalid_target"),
            Self::InvalidGrant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }

    /// The `WWW-Authenticate` header that belongs to it.
    pub fn challenge(&self) -> Option<&'static str> {
        if let Self::Client(error) = self { error.challenge() } else { None }
    }
}

impl Provider {
    /// A token request (RFC 6749 §4.1.3, §4.4.2, §6): what it has earned.
    pub async fn exchange(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Entitlement, TokenEndpointError> {
        let client = self.authenticate(authorization, parameters).await?;
        let grant_type = GrantType::parse(parameters.get("grant_type"))?;
        if !client.may(grant_type) {
            return Err(TokenEndpointError::UnauthorizedClient);
        }
        match grant_type {
            GrantType::AuthorizationCode => self.redeem(client, &CodeExchange::parse(parameters)?).await,
            GrantType::RefreshToken => self.renew(client, parameters).await,
            GrantType::ClientCredentials => Self::for_itself(client, parameters),
            GrantType::Implicit | GrantType::DeviceCode => Err(TokenEndpointError::UnsupportedGrantType),
        }
    }

    /// Issues what was earned.
    pub async fn tokens(&self, entitlement: &Entitlement) -> Result<TokenResponse, Failure> {
        let access_token = self.access_token(entitlement)?;
        let client = &entitlement.client;
        let (grant, nonce) = match &entitlement.source {
            Source::Code(grant) => (Some(grant), grant.nonce.as_deref()),
            // The nonce was answered already (OpenID Connect Core §12.2).
            Source::Renewal(grant) => (Some(grant), None),
            Source::Client => (None, None),
        };
        let hashed = Hashed { access_token: Some(&access_token), code: None };
        let id_token = match grant.filter(|grant| self.gives_id_token(&grant.scope)) {
            Some(grant) => Some(self.id_token(client, grant, hashed, nonce).await?),
            None => None,
        };
        Ok(TokenResponse {
            id_token,
            access_token,
            token_type: "Bearer",
            expires_in: client.metadata.lives.access_token().as_secs(),
            scope: entitlement.scope.to_string(),
            refresh_token: entitlement.refresh_token.as_ref().map(|token| token.expose().to_owned()),
        })
    }

    fn gives_id_token(&self, scope: &super::Scope) -> bool {
        self.settings.protocol != Protocol::OAuth2 && scope.contains("openid")
    }
}

impl GrantType {
    fn parse(name: Option<&str>) -> Result<Self, TokenEndpointError> {
        let name = name.ok_or(TokenEndpointError::InvalidRequest("grant_type is missing"))?;
        serde_json::from_value(name.into()).map_err(|_| TokenEndpointError::UnsupportedGrantType)
    }
}
