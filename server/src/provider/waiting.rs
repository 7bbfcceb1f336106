use std::{sync::Arc, time::Duration};

use serde::Serialize;

use super::{
    AuthorizationRequest, Client, ClientError, Failure, Malformed, Parameters, Provider, RequestRefusal, Scope,
    Waiting, request::Rules,
};
use crate::{
    digest, random,
    store::{AuthorizationRequestRow, ConsentRow},
};

/// How long a person may take to sign in and to agree.
const PATIENCE: Duration = Duration::from_hours(1);
/// How long a pushed request waits for the browser (RFC 9126 §2.2).
const PUSHED_LIFE: Duration = Duration::from_secs(90);
/// What the name of a pushed request begins with (RFC 9126 §2.2).
const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// An authorization request that waits for its person.
#[derive(Clone, Debug)]
pub struct WaitingRequest {
    /// What the client sent.
    pub parameters: Parameters,
    /// What was asked of the person.
    pub waiting: Waiting,
}

/// The answer to a pushed request (RFC 9126 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PushedResponse {
    /// What the browser is sent with.
    pub request_uri: String,
    /// Seconds until it lapses.
    pub expires_in: u64,
}

/// Why a request is not taken (RFC 9126 §2.3).
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The client did not prove who it is.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The request is not a good one: the word, and why.
    #[error("{1}")]
    Request(&'static str, String),
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl Provider {
    /// Keeps a request while its person signs in. The name it goes by.
    pub async fn keep_waiting(&self, request: &AuthorizationRequest) -> Result<String, Failure> {
        self.keep(&request.client, &request.sent, false, PATIENCE).await
    }

    async fn keep(
        &self,
        client: &Client,
        parameters: &Parameters,
        pushed: bool,
        life: Duration,
    ) -> Result<String, Failure> {
        let name = random::token(self.random.as_ref());
        let now = self.clock.now();
        let row = AuthorizationRequestRow {
            id: digest::sha256(&name),
            client_id: client.id.as_str().to_owned(),
            parameters: parameters.encode(),
            pushed,
            begun_at: now,
            chosen: None,
            expires_at: now + life,
        };
        self.store.write().await?.authorization_requests().insert(&row).await?;
        Ok(name)
    }

    /// The request of that name, if it waits still.
    pub async fn waiting(&self, name: &str) -> Result<Option<WaitingRequest>, Failure> {
        let row = self.kept(name).await?.filter(|row| !row.pushed);
        let Some(row) = row else { return Ok(None) };
        let Ok(parameters) = Parameters::parse(&row.parameters) else { return Ok(None) };
        Ok(Some(WaitingRequest { parameters, waiting: Waiting { since: row.begun_at, chosen: row.chosen } }))
    }

    async fn kept(&self, name: &str) -> Result<Option<AuthorizationRequestRow>, Failure> {
        let id = digest::sha256(name);
        Ok(self.store.read().await?.authorization_requests().find(&id, self.clock.now()).await?)
    }

    /// The person said which session it is to be.
    pub async fn choose(&self, name: &str, family: &str) -> Result<(), Failure> {
        Ok(self.store.write().await?.authorization_requests().choose(&digest::sha256(name), family).await?)
    }

    /// The request is answered. False if it was before: only one caller ever gets true.
    pub async fn answered(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.store.write().await?.authorization_requests().remove(&digest::sha256(name)).await?)
    }

    /// What a person lets a client have.
    pub async fn consented(&self, person_id: &str, client: &Client) -> Result<Scope, Failure> {
        let row = self.store.read().await?.consents().find(person_id, client.id.as_str()).await?;
        Ok(row.and_then(|row| Scope::parse(&row.scope).ok()).unwrap_or_default())
    }

    /// The person agrees, to what they agreed to before and to this.
    pub async fn consent(&self, person_id: &str, request: &AuthorizationRequest) -> Result<(), Failure> {
        let scope = self.consented(person_id, &request.client).await?.joined_with(&request.scope);
        let consent = ConsentRow {
            person_id: person_id.to_owned(),
            client_id: request.client.id.as_str().to_owned(),
            scope: scope.to_string(),
            given_at: self.clock.now(),
        };
        Ok(self.store.write().await?.consents().put(&consent).await?)
    }

    /// A client pushes a request (RFC 9126 §2.1): it is judged as if the browser had brought it.
    pub async fn push(&self, authorization: Option<&str>, parameters: Parameters) -> Result<PushedResponse, PushError> {
        let client = self.authenticate(authorization, &parameters).await?;
        if parameters.get("request_uri").is_some() {
            return Err(PushError::Request("invalid_request", "request_uri is for the browser".to_owned()));
        }
        let secrets = ["client_secret", "client_assertion", "client_assertion_type"];
        let parameters =
            secrets.into_iter().fold(parameters, Parameters::without).with("client_id", client.id.as_str());
        let rules = Rules { pushed: true, ..self.rules() };
        match AuthorizationRequest::parse(&Ok(parameters.clone()), Arc::clone(&client), rules) {
            Ok(_) => {
                let name = self.keep(&client, &parameters, true, PUSHED_LIFE).await?;
                Ok(PushedResponse { request_uri: format!("{PUSHED}{name}"), expires_in: PUSHED_LIFE.as_secs() })
            }
            Err(RequestRefusal::Page(why)) => Err(PushError::Request("invalid_request", why.to_string())),
            Err(RequestRefusal::Redirect(answer)) => {
                let told =
                    |name| answer.parameters.iter().find(|(told, _)| *told == name).map(|(_, value)| value.clone());
                let error = super::AuthorizationError::word(&told("error").unwrap_or_default());
                Err(PushError::Request(error, told("error_description").unwrap_or_default()))
            }
            Err(RequestRefusal::Failed(failure)) => Err(failure.into()),
        }
    }

    /// What a client pushed, for the browser that comes with its name; the parameters as they are, if it comes
    /// with none. Whether they were pushed. A name counts once, and for that client alone.
    pub(super) async fn pushed(
        &self,
        parameters: &Result<Parameters, Malformed>,
        client: &Client,
    ) -> Result<Option<Parameters>, Failure> {
        let name = Malformed::readable(parameters).get("request_uri").and_then(|uri| uri.strip_prefix(PUSHED));
        let Some(name) = name else { return Ok(None) };
        let row = self.kept(name).await?.filter(|row| row.pushed && row.client_id == client.id.as_str());
        let Some(row) = row else { return Ok(None) };
        if !self.answered(name).await? {
            return Ok(None);
        }
        Ok(Parameters::parse(&row.parameters).ok())
    }
}
