use std::time::Duration;

use super::{
    Authentication, AuthorizationError, AuthorizationRequest, AuthorizationResponse, Failure, Malformed, Parameters,
    Provider, RequestRefusal, access_token::ACCESS_TOKEN_LIFE, id_token::ID_TOKEN_LIFE, request::Rules,
};
use crate::{
    digest, random,
    store::{GrantRow, StoreError},
};

/// A code lives for a round trip of the browser and one of the client (RFC 6749 §4.1.2).
const CODE_LIFE: Duration = Duration::from_mins(1);

impl Provider {
    /// Reads an authorization request, or says how to refuse it.
    pub fn authorization_request(
        &self,
        parameters: &Result<Parameters, Malformed>,
    ) -> Result<AuthorizationRequest, RequestRefusal> {
        let settings = &self.settings;
        let rules = Rules {
            issuer: &settings.issuer,
            protocol: settings.protocol,
            clients: settings.clients,
            scopes: settings.scopes,
        };
        AuthorizationRequest::parse(parameters, rules)
    }

    /// The person agreed: writes the grant and answers with its code.
    pub async fn grant(
        &self,
        request: &AuthorizationRequest,
        authentication: Authentication,
    ) -> Result<AuthorizationResponse, Failure> {
        let code = random::token(self.random.as_ref());
        let row = self.grant_row(request, authentication, &code)?;
        self.store.write().await?.grants().insert(&row).await?;
        Ok(request.granted(code, &self.settings.issuer, self.settings.protocol))
    }

    /// No code: answers with the error.
    pub fn refuse(&self, request: &AuthorizationRequest, error: AuthorizationError) -> AuthorizationResponse {
        request.refused(error, &self.settings.issuer, self.settings.protocol)
    }

    fn grant_row(
        &self,
        request: &AuthorizationRequest,
        authentication: Authentication,
        code: &str,
    ) -> Result<GrantRow, StoreError> {
        let now = self.clock.now();
        Ok(GrantRow {
            id: random::id(self.random.as_ref()).to_string(),
            issuer: self.settings.issuer.clone(),
            client_id: request.client_id.as_str().to_owned(),
            redirect_uri: request.redirect_uri.as_str().to_owned(),
            subject: authentication.subject.as_str().to_owned(),
            claims: serde_json::to_string(&authentication.claims).map_err(|_| StoreError::Corrupt("claims"))?,
            scope: request.scope.to_string(),
            nonce: request.nonce.clone(),
            challenge: request.challenge.as_ref().map(|challenge| challenge.as_str().to_owned()),
            auth_time: authentication.auth_time,
            amr: authentication.amr.join(" "),
            code_hash: digest::sha256(code),
            code_expires_at: now + CODE_LIFE,
            code_used_at: None,
            revoked_at: None,
            annotations: authentication.annotations,
            expires_at: now + CODE_LIFE + ACCESS_TOKEN_LIFE.max(ID_TOKEN_LIFE),
            created_at: now,
        })
    }
}
