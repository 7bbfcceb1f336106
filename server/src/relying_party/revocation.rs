//! A provider's tokens, given back (RFC 7009).

use secrecy::ExposeSecret;

use super::{FinishError, RelyingParty, TokenSet, client_request::ClientRequests, directory::DirectoryError};

/// Why tokens were not given back.
#[derive(Debug, thiserror::Error)]
pub enum RevocationError {
    /// What is known of the provider is of no use.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It gives no answer.
    #[error(transparent)]
    Unreachable(#[from] FinishError),
    /// It says no.
    #[error("the provider answered {0}")]
    Refused(http::StatusCode),
}

impl RelyingParty {
    /// Tells the provider that tokens are of no use any more: the refresh token, with which go the
    /// access tokens made of it (RFC 7009 §2.1), or else the access token. False where that provider
    /// cannot be told.
    pub async fn revoke(&self, provider: &str, tokens: &TokenSet) -> Result<bool, RevocationError> {
        let Some((config, way)) = self.find(provider) else { return Ok(false) };
        let Some(directory) = &way.directory else { return Ok(false) };
        let now = self.parts.clock.moment();
        let metadata = directory.metadata(&now).await?;
        let Some(endpoint) = &metadata.revocation_endpoint else { return Ok(false) };
        let (token, hint) = match &tokens.refresh_token {
            Some(refresh_token) => (refresh_token, "refresh_token"),
            None => (&tokens.access_token, "access_token"),
        };
        let requests = ClientRequests {
            config,
            fetcher: &way.fetcher,
            methods: metadata.token_endpoint_auth_methods.as_deref(),
            now: now.at,
            random: self.parts.random.as_ref(),
        };
        let form = [("token", token.expose_secret()), ("token_type_hint", hint)];
        let answer = requests.post(endpoint, &form).await?;
        // Google says so of a token that is none any more, where RFC 7009 §2.2 has 200.
        let gone = String::from_utf8_lossy(answer.body()).contains("invalid_token");
        if answer.status().is_success() || gone { Ok(true) } else { Err(RevocationError::Refused(answer.status())) }
    }
}
