//! Signing out at the provider as well (OpenID Connect RP-Initiated Logout).

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{RelyingParty, directory::DirectoryError};
/// An ID token longer than that goes into no address: servers refuse longer ones.
pub(super) const LONGEST_HINT: usize = 6000;

/// What a sign-out takes to the provider.
pub struct EndSessionRequest<'a> {
    /// Which provider.
    pub provider: &'a str,
    /// Who is signing out, in the provider's own words.
    pub id_token_hint: Option<&'a SecretString>,
    /// Comes back.
    pub state: &'a str,
}

impl RelyingParty {
    /// Where a browser goes to sign out there. `None` where that provider has no such place.
    pub async fn end_session_url(&self, request: &EndSessionRequest<'_>) -> Result<Option<Url>, DirectoryError> {
        let Some((config, way)) = self.find(request.provider) else { return Ok(None) };
        let Some(directory) = &way.directory else { return Ok(None) };
        let metadata = directory.metadata(&self.parts.clock.moment()).await?;
        let Some(mut url) = metadata.end_session_endpoint.clone() else { return Ok(None) };
        let hint = request.id_token_hint.map(ExposeSecret::expose_secret).filter(|hint| hint.len() <= LONGEST_HINT);
        url.query_pairs_mut()
            .extend_pairs(hint.map(|hint| ("id_token_hint", hint)))
            .append_pair("client_id", &config.client_id)
            .append_pair("post_logout_redirect_uri", self.after_sign_out(&config.id).as_str())
            .append_pair("state", request.state);
        Ok(Some(url))
    }

    /// Where the provider sends people back to: to be registered there.
    fn after_sign_out(&self, provider: &str) -> Url {
        let mut url = self.parts.public_url.clone();
        url.set_path(&format!("/auth/{provider}/signed-out"));
        url
    }
}
