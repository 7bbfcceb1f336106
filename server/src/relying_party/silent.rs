//! Asking a provider whether somebody is still signed in there, with nobody noticing (OpenID Connect
//! Core §3.1.2.1, `prompt=none`).

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{
    Display, Errand, FinishError, RelyingParty, ReturnPath, StartError, StartRequest, StartedSignIn,
    end_session::LONGEST_HINT, reach::Heard,
};
use crate::{config::ProviderKind, digest};

/// A provider that takes longer than this to say anything at all is not asked: a page would be lost
/// behind it.
const PATIENCE: Duration = Duration::from_secs(2);

/// A question under way.
pub struct StartedCheck {
    /// Where the browser goes, and what binds the answer to it.
    pub sign_in: StartedSignIn,
    /// SHA-256 of its state.
    pub state_hash: String,
}

impl RelyingParty {
    /// Begins a sign-in at which the provider may ask the person nothing. It comes back to the page.
    pub async fn start_check(
        &self,
        provider: &str,
        page: ReturnPath,
        id_token_hint: Option<&SecretString>,
    ) -> Result<StartedCheck, StartError> {
        let request = StartRequest::new(Display::Page, page, Errand::SignIn);
        let mut sign_in = self.start(provider, &request).await?;
        let state = sign_in.location.query_pairs().find(|(name, _)| name == "state").map(|(_, state)| state);
        let state_hash = digest::sha256(&state.unwrap_or_default());
        sign_in.location = silenced(&sign_in.location, id_token_hint);
        Ok(StartedCheck { sign_in, state_hash })
    }

    /// Whether that provider answers at all, at this very moment.
    pub async fn answers(&self, provider: &str) -> bool {
        let Some((config, way)) = self.find(provider) else { return false };
        let asks = matches!(config.kind, ProviderKind::Oidc(_));
        let heard = tokio::time::timeout(PATIENCE, self.ask(config, way));
        asks && matches!(heard.await, Ok(Heard::Answer(status)) if !status.is_server_error())
    }
}

/// The same request with nothing in it that would show the person a page.
fn silenced(location: &Url, id_token_hint: Option<&SecretString>) -> Url {
    const INTERACTIVE: [&str; 4] = ["prompt", "max_age", "display", "id_token_hint"];
    let kept: Vec<(String, String)> =
        location.query_pairs().into_owned().filter(|(name, _)| !INTERACTIVE.contains(&name.as_str())).collect();
    let hint = id_token_hint.map(ExposeSecret::expose_secret).filter(|hint| hint.len() <= LONGEST_HINT);
    let mut silent = location.clone();
    silent
        .query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .append_pair("prompt", "none")
        .extend_pairs(hint.map(|hint| ("id_token_hint", hint)));
    silent
}

impl FinishError {
    /// Whether the provider says that the person is not signed in there, or may not use us any more,
    /// rather than that something is wrong with it.
    pub fn says_signed_out(&self) -> bool {
        const ENDED: [&str; 5] = [
            "login_required",
            "interaction_required",
            "consent_required",
            "account_selection_required",
            "access_denied",
        ];
        matches!(self, Self::ProviderSaid { error, .. } if ENDED.contains(&error.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_interactive_is_left() {
        let asked = "https://id.example/authorize?client_id=a&prompt=login&max_age=5&display=popup&state=s&x=1";
        let url = silenced(&Url::parse(asked).unwrap(), Some(&"token".into()));
        assert_eq!(url.query(), Some("client_id=a&state=s&x=1&prompt=none&id_token_hint=token"));
        let long = "t".repeat(LONGEST_HINT + 1);
        assert_eq!(silenced(&url, Some(&long.into())).query(), Some("client_id=a&state=s&x=1&prompt=none"));
    }

    #[test]
    fn a_provider_in_trouble_signs_nobody_out() {
        let said = |error: &str| FinishError::ProviderSaid { error: error.to_owned(), description: String::new() };
        assert!(said("login_required").says_signed_out() && said("access_denied").says_signed_out());
        assert!(!said("server_error").says_signed_out() && !said("temporarily_unavailable").says_signed_out());
        assert!(!FinishError::Used.says_signed_out());
    }
}
