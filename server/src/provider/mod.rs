//! The OpenID Provider: authorization code flow with PKCE (RFC 6749, RFC 7636, OpenID Connect
//! Core), discovery, userinfo, introspection (RFC 7662), revocation (RFC 7009) and the issuer in
//! authorization responses (RFC 9207).
//!
//! A [`Provider`] is one issuer. It knows no HTTP: it takes [`Parameters`] and credentials, and
//! gives answers that the caller writes out. Each endpoint has one error type, and each error one
//! place where it becomes a status and a word of the protocol; the cause is for the log only.
//!
//! The way through: [`Provider::authorization_request`] finds a request good or says how to
//! refuse it; whoever runs the issuer finds out who the person is; [`Provider::grant`] writes the
//! [`Grant`] and answers with a code; [`Provider::redeem`] takes the code once;
//! [`Provider::tokens`] issues what the grant is worth.

mod access_token;
mod assertion;
mod authorize;
mod claims;
mod claims_request;
mod client;
mod client_credentials;
mod clients;
mod discovery;
mod end_session;
mod entitlement;
mod grant;
mod id_token;
mod interaction;
mod known_clients;
mod parameters;
mod person;
mod pkce;
mod redeem;
mod redirect_uri;
mod renew;
mod request;
mod response;
mod scope;
mod standing;
#[cfg(test)]
pub(crate) mod testing;
mod token;
mod token_query;
mod userinfo;
mod waiting;

use std::sync::Arc;

pub use access_token::{Audience, IssuedToken};
pub use claims::{StandardClaims, Subject};
pub use claims_request::ClaimsRequest;
pub use client::{
    Attribute, AuthMethod, Client, ClientCredentials, ClientError, ClientId, ClientMetadata, ClientSecret, Clients,
    ExtraClaim, GrantType, HashedSecret, Lives, Origin, Redirects, ResponseType, Secret, Shown, SubjectType,
};
pub use clients::{
    Actor, Added, ClientDraft, ClientField, ClientMistakes, ClientRegistry, ClientRegistryParts, ClientWarning,
    ClientsError, Fault, FieldGroup, FieldKind, KnownClient, Mistake, Registered, RegistrationError, Rotated,
};
pub use discovery::{Endpoints, Metadata};
pub use end_session::{EndSession, EndSessionError, SessionHint};
pub use entitlement::Entitlement;
pub use grant::{Authentication, Grant, GrantAccount, Renewal};
pub use interaction::{Circumstance, Present, Step, Waiting};
pub use parameters::{Malformed, Parameters};
pub use person::People;
pub use pkce::{Challenge, Verifier};
pub use redeem::CodeExchange;
pub use redirect_uri::{RedirectUri, is_loopback};
pub use request::{
    Ask, AuthorizationError, AuthorizationRequest, Prompt, Protocol, RequestRefusal, ResponseMode, Unredirectable,
};
pub use response::AuthorizationResponse;
pub use scope::{InvalidScope, Scope};
pub use standing::{Presented, Standing};
pub use token::{TokenEndpointError, TokenResponse};
pub use token_query::{ActiveToken, Introspection, TokenQueryError};
pub use userinfo::{Userinfo, UserinfoAnswer, UserinfoError};
pub use waiting::{PushError, PushedResponse, WaitingRequest};

use crate::{
    clock::Clock,
    random::Random,
    store::{Store, StoreError},
    token::{Jwks, Keyring, MacRing, TokenError},
};

/// One issuer.
#[derive(Clone)]
pub struct Provider {
    settings: Settings,
    store: Store,
    keys: Arc<Keyring>,
    macs: Arc<MacRing>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// What makes an issuer the one it is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its identifier: an address, from configuration and never from a request.
    pub issuer: String,
    /// The API its access tokens are for.
    pub audience: String,
    /// Its token endpoint, which a client's assertion may be addressed to.
    pub token_endpoint: String,
    /// What it asks of requests.
    pub protocol: Protocol,
    /// Whom it answers.
    pub clients: Clients,
    /// Who knows what there is to say of people.
    pub people: People,
    /// What may be asked for.
    pub scopes: &'static [&'static str],
    /// What it can tell of a person and their sign-in, beside what every ID token says.
    pub claims: &'static [&'static str],
}

/// What an issuer works with.
#[derive(Clone)]
pub struct ProviderParts {
    /// Where grants are kept.
    pub store: Store,
    /// What signs its tokens.
    pub keys: Arc<Keyring>,
    /// What its refresh tokens are derived with.
    pub macs: Arc<MacRing>,
    /// Its time.
    pub clock: Arc<dyn Clock>,
    /// Its randomness.
    pub random: Arc<dyn Random>,
}

/// What we failed at ourselves. The client hears `server_error`, the log hears this.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Signing failed.
    #[error(transparent)]
    Signing(#[from] TokenError),
}

impl Provider {
    /// An issuer.
    pub fn new(settings: Settings, parts: ProviderParts) -> Self {
        let ProviderParts { store, keys, macs, clock, random } = parts;
        Self { settings, store, keys, macs, clock, random }
    }

    /// What it is.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Its public keys (RFC 7517 §5).
    pub fn jwks(&self) -> Jwks {
        self.keys.jwks()
    }
}
