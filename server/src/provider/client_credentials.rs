use std::sync::Arc;

use super::{Client, Entitlement, Parameters, Provider, Scope, TokenEndpointError, entitlement::Source};

/// Scopes that are about a person: nobody is there.
const OF_PEOPLE: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

impl Provider {
    /// What a client gets in its own name (RFC 6749 §4.4). There is no refresh token: it may come again.
    pub(super) fn for_itself(client: Arc<Client>, parameters: &Parameters) -> Result<Entitlement, TokenEndpointError> {
        if client.is_public() {
            return Err(TokenEndpointError::UnauthorizedClient);
        }
        let permitted = client.metadata.scope.clone().without(&OF_PEOPLE);
        let scope = match parameters.get("scope") {
            Some(text) => Scope::parse(text).map_err(|_| TokenEndpointError::InvalidScope)?,
            None => permitted.clone(),
        };
        if !scope.is_within(&permitted) {
            return Err(TokenEndpointError::InvalidScope);
        }
        let resources = parameters.resources().clone();
        if !resources.is_subset(&client.metadata.audiences) {
            return Err(TokenEndpointError::InvalidTarget);
        }
        Ok(Entitlement { client, source: Source::Client, scope, resources, refresh_token: None })
    }
}
