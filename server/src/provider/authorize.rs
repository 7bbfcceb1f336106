use std::{sync::Arc, time::Duration};

use super::{
    Authentication, AuthorizationError, AuthorizationRequest, AuthorizationResponse, Client, ClientId, Failure, Grant,
    GrantType, Malformed, Parameters, Provider, RequestRefusal, Unredirectable, id_token::Hashed, request::Rules,
};
use crate::{
    digest, random,
    session::{Limits, Live},
    store::{GrantRow, StoreError},
};

/// A code lives for a round trip of the browser and one of the client (RFC 6749 §4.1.2).
const CODE_LIFE: Duration = Duration::from_mins(1);
/// How long the refresh token before the current one gets the same answer again.
const GRACE: Duration = Duration::from_secs(30);

impl Provider {
    /// Reads an authorization request, or says how to refuse it.
    pub async fn authorization_request(
        &self,
        parameters: &Result<Parameters, Malformed>,
    ) -> Result<AuthorizationRequest, RequestRefusal> {
        let id = Malformed::readable(parameters).get("client_id").and_then(ClientId::parse);
        let client = match id {
            Some(id) => self.client(&id).await.map_err(RequestRefusal::Failed)?,
            None => None,
        };
        let Some(client) = client else { return Err(RequestRefusal::Page(Unredirectable::ClientId)) };
        match self.pushed(parameters, &client).await.map_err(RequestRefusal::Failed)? {
            Some(pushed) => {
                let rules = Rules { pushed: true, ..self.rules() };
                AuthorizationRequest::parse(&Ok(pushed), client, rules)
            }
            None => AuthorizationRequest::parse(parameters, client, self.rules()),
        }
    }

    /// The same for a request that was found good before, and has waited for its person.
    pub async fn waiting_request(&self, parameters: &Parameters) -> Result<AuthorizationRequest, RequestRefusal> {
        let id = parameters.get("client_id").and_then(ClientId::parse);
        let client = match id {
            Some(id) => self.client(&id).await.map_err(RequestRefusal::Failed)?,
            None => None,
        };
        let client = client.ok_or(RequestRefusal::Page(Unredirectable::ClientId))?;
        let rules = Rules { pushed: true, ..self.rules() };
        AuthorizationRequest::parse(&Ok(parameters.clone()), client, rules)
    }

    pub(super) fn rules(&self) -> Rules<'_> {
        Rules { issuer: &self.settings.issuer, protocol: self.settings.protocol, pushed: false }
    }

    /// The person agreed: writes the grant and answers with what was asked for.
    pub async fn grant(
        &self,
        request: &AuthorizationRequest,
        authentication: Authentication,
    ) -> Result<AuthorizationResponse, Failure> {
        let code = random::token(self.random.as_ref());
        let row = self.grant_row(request, authentication, &code)?;
        let mut parameters = Vec::new();
        if request.response_type.has_id_token() {
            let grant = Grant::try_from(row.clone())?;
            let hashed = Hashed { code: request.response_type.has_code().then_some(code.as_str()), access_token: None };
            parameters
                .push(("id_token", self.id_token(&request.client, &grant, hashed, request.nonce.as_deref()).await?));
        }
        if request.response_type.has_code() {
            self.store.write().await?.grants().insert(&row).await?;
            parameters.insert(0, ("code", code));
        }
        Ok(request.granted(parameters, &self.settings.issuer, self.settings.protocol))
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
        let moment = self.clock.moment();
        let now = moment.at;
        let client = &request.client;
        let limits = refresh_limits(client);
        let live = Live::begin(moment, &limits);
        let renewable = client.may(GrantType::RefreshToken);
        let issued_until = now + CODE_LIFE + client.metadata.lives.access_token().max(client.metadata.lives.id_token());
        let (person_id, family_id) = authentication.account.unzip();
        let row = GrantRow {
            id: random::id(self.random.as_ref()).to_string(),
            issuer: self.settings.issuer.clone(),
            client_id: client.id.as_str().to_owned(),
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
            expires_at: if renewable { live.absolute_expires_at.max(issued_until) } else { issued_until },
            created_at: now,
            person_id,
            family_id,
            asked: serde_json::to_string(&request.claims).map_err(|_| StoreError::Corrupt("claims asked for"))?,
            resources: request.resources.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
            offline: request.scope.contains("offline_access"),
            dpop_jkt: request.dpop_jkt.clone(),
            salt: renewable.then(|| random::bytes::<16>(self.random.as_ref()).to_vec()),
            generation: 0,
            seen_generation: 0,
            handed_at: now,
            handed_process: String::new(),
            handed_tick: 0,
            idle_expires_at: now,
            absolute_expires_at: now,
        };
        Ok(row.with(live))
    }
}

/// The lives of a client's refresh tokens.
pub(super) fn refresh_limits(client: &Arc<Client>) -> Limits {
    let lives = &client.metadata.lives;
    Limits {
        access: lives.access_token(),
        grace: GRACE,
        idle: Duration::from_secs(lives.refresh_idle.into()),
        absolute: Duration::from_secs(lives.refresh_absolute.into()),
        ..Limits::default()
    }
}
