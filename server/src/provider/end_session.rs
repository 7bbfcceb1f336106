use std::sync::Arc;

use serde::Deserialize;

use super::{
    Client, ClientId, Clients, Failure, Malformed, Parameters, Provider, RedirectUri,
    id_token::{ID_TOKEN_TYPE, session_id},
};

/// A request to end the session (OpenID Connect RP-Initiated Logout §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSession {
    /// Who asks, if it says so.
    pub client: Option<Arc<Client>>,
    /// Whose session, by an ID token of ours.
    pub hint: Option<SessionHint>,
    /// Where the person may go on to, `state` included.
    pub go_on: Option<String>,
}

/// Whose session an ID token tells of, however long ago it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SessionHint {
    /// Whose, as the client knows them.
    pub sub: String,
    /// Which, as the client knows it.
    #[serde(default)]
    pub sid: Option<String>,
    aud: String,
}

/// Why such a request is refused: by a page, never by a redirect.
#[derive(Debug, thiserror::Error)]
pub enum EndSessionError {
    /// Parameters that cannot be read in one way only.
    #[error("The request is malformed.")]
    Malformed,
    /// It names a client that is not known, or another than its ID token.
    #[error("The request does not say which application it is from (client_id, id_token_hint).")]
    Client,
    /// An address that is not the client's.
    #[error("The request names an address that this provider may not send you to (post_logout_redirect_uri).")]
    PostLogoutRedirectUri,
    /// It is our fault.
    #[error("Something went wrong on our side.")]
    Failed(#[from] Failure),
}

impl EndSession {
    /// Whether the ID token that came with it is of that very session.
    pub fn is_about(&self, family_id: &str) -> bool {
        let sid = self.hint.as_ref().and_then(|hint| hint.sid.as_ref());
        self.client.as_ref().zip(sid).is_some_and(|(client, sid)| *sid == session_id(family_id, client))
    }
}

impl Provider {
    /// Reads a request to end the session.
    pub async fn end_session(&self, parameters: Result<Parameters, Malformed>) -> Result<EndSession, EndSessionError> {
        let parameters = parameters.map_err(|_| EndSessionError::Malformed)?;
        let hint = parameters.get("id_token_hint").and_then(|token| self.session_hint(token));
        let client = self.who_ends(&parameters, hint.as_ref()).await?;
        let state = parameters.get("state").map(|state| ("state", state.to_owned()));
        let go_on = parameters
            .get("post_logout_redirect_uri")
            .map(|text| self.after_logout(client.as_deref(), text).ok_or(EndSessionError::PostLogoutRedirectUri))
            .transpose()?;
        Ok(EndSession { go_on: go_on.map(|uri| uri.with_query(state.as_slice())), client, hint })
    }

    /// What an ID token of ours says of its session. Its age is no matter (RP-Initiated Logout §2).
    pub fn session_hint(&self, id_token: &str) -> Option<SessionHint> {
        self.keys.verify_hint(id_token, ID_TOKEN_TYPE, &self.settings.issuer, self.clock.now()).ok()
    }

    async fn who_ends(
        &self,
        parameters: &Parameters,
        hint: Option<&SessionHint>,
    ) -> Result<Option<Arc<Client>>, EndSessionError> {
        let said = parameters.get("client_id");
        let hinted = hint.map(|hint| hint.aud.as_str());
        if said.zip(hinted).is_some_and(|(said, hinted)| said != hinted) {
            return Err(EndSessionError::Client);
        }
        let Some(id) = said.or(hinted) else { return Ok(None) };
        let id = ClientId::parse(id).ok_or(EndSessionError::Client)?;
        Ok(Some(self.client(&id).await?.ok_or(EndSessionError::Client)?))
    }

    fn after_logout(&self, client: Option<&Client>, text: &str) -> Option<RedirectUri> {
        match (self.settings.clients, client) {
            (Clients::AnyOnLoopback, _) => RedirectUri::parse_loopback(text),
            (Clients::Registered, client) => client?.permitted_after_logout(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{Protocol, testing::World};

    #[tokio::test]
    async fn a_person_goes_on_to_an_address_of_this_computer_only() {
        let provider = World::new().await.provider(Protocol::OpenId);
        let go_on = async |query: &str| provider.end_session(Parameters::parse(query)).await.map(|read| read.go_on);
        assert_eq!(go_on("").await.unwrap(), None);
        assert_eq!(go_on("state=x").await.unwrap(), None);
        let query = "state=a%26b&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2F";
        assert_eq!(go_on(query).await.unwrap().as_deref(), Some("http://localhost:3000/?state=a%26b"));
        for address in ["https%3A%2F%2Fexample.com%2F", "javascript%3Aalert(1)", "%2F%2Flocalhost"] {
            let refused = go_on(&format!("post_logout_redirect_uri={address}")).await;
            assert!(matches!(refused, Err(EndSessionError::PostLogoutRedirectUri)), "{address}");
        }
        assert!(matches!(go_on("state=1&state=2").await, Err(EndSessionError::Malformed)));
    }
}
