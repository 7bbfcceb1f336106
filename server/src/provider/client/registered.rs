use std::time::Duration;

use secrecy::ExposeSecret;

use super::{AuthMethod, ClientCredentials, ClientId, ClientMetadata, GrantType, HashedSecret};
use crate::{
    clock::Timestamp,
    provider::{Protocol, RedirectUri, Scope},
    store::{ClientRow, StoreError},
};

/// Which applications an issuer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// Every id with any secret, as long as it answers on this computer. For the demo provider.
    AnyOnLoopback,
    /// Those in the table of clients.
    Registered,
}

/// An application that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What it calls itself.
    pub id: ClientId,
    /// What it proves itself with.
    pub secret: Secret,
    /// Where answers may be sent.
    pub redirects: Redirects,
    /// What it may do.
    pub metadata: ClientMetadata,
}

/// What a client proves itself with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Anything at all.
    Any,
    /// One of these that counts. While one is replaced there are two.
    Hashed(Vec<HashedSecret>),
    /// No secret: a key of its own, or nothing.
    Without,
}

/// Where answers to a client may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirects {
    /// Anywhere on this very computer.
    AnyOnLoopback,
    /// Where its metadata says.
    Registered,
}

impl TryFrom<ClientRow> for Client {
    type Error = StoreError;

    fn try_from(row: ClientRow) -> Result<Self, StoreError> {
        let metadata: ClientMetadata =
            serde_json::from_str(&row.metadata).map_err(|_| StoreError::Corrupt("a client's metadata"))?;
        let secrets: Vec<HashedSecret> =
            serde_json::from_str(&row.secrets).map_err(|_| StoreError::Corrupt("a client's secrets"))?;
        Ok(Self {
            id: ClientId::parse(&row.id).ok_or(StoreError::Corrupt("a client id"))?,
            secret: if secrets.is_empty() { Secret::Without } else { Secret::Hashed(secrets) },
            redirects: Redirects::Registered,
            metadata,
        })
    }
}

impl Client {
    /// Whoever says so, on this computer.
    pub(in crate::provider) fn on_loopback(id: ClientId, scopes: &[&str], protocol: Protocol) -> Self {
        let metadata = ClientMetadata {
            scope: Scope::of(scopes),
            require_pkce: protocol != Protocol::OAuth2,
            ..ClientMetadata::default()
        };
        Self { id, secret: Secret::Any, redirects: Redirects::AnyOnLoopback, metadata }
    }

    /// The address, if answers may be sent there.
    pub fn permitted_redirect(&self, text: &str) -> Option<RedirectUri> {
        self.permitted(text, &self.metadata.redirect_uris)
    }

    /// The address, if a person may be sent there after signing out.
    pub fn permitted_after_logout(&self, text: &str) -> Option<RedirectUri> {
        self.permitted(text, &self.metadata.post_logout_redirect_uris)
    }

    /// Whether that is its secret, by a method that it uses.
    pub fn accepts(&self, credentials: &ClientCredentials, now: Timestamp) -> bool {
        let shown = credentials.secret.expose_secret();
        match &self.secret {
            Secret::Any => !shown.is_empty(),
            Secret::Hashed(known) => known.iter().any(|secret| secret.admits(shown, now)),
            Secret::Without => false,
        }
    }

    /// Whether it runs where no secret can be kept.
    pub fn is_public(&self) -> bool {
        self.uses(AuthMethod::None)
    }

    /// Whether that is how it proves itself.
    pub fn uses(&self, method: AuthMethod) -> bool {
        self.metadata.token_endpoint_auth_method == method
    }

    /// Whether it may come to the token endpoint with that.
    pub fn may(&self, grant_type: GrantType) -> bool {
        self.metadata.grant_types.contains(&grant_type)
    }

    /// Whether a code without a challenge is made for it.
    pub fn requires_pkce(&self) -> bool {
        self.is_public() || self.metadata.require_pkce
    }

    /// Whether the page of that address may be told by a message.
    pub fn may_be_told(&self, redirect_uri: &RedirectUri) -> bool {
        let origin = redirect_uri.origin();
        origin.is_some_and(|origin| self.metadata.origins.iter().any(|known| known.as_str() == origin))
    }

    /// Greatest age of the proof of identity where the client does not say.
    pub fn default_max_age(&self) -> Option<Duration> {
        self.metadata.default_max_age.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The host that it shares the names of people with (OpenID Connect Core §8.1).
    pub fn sector(&self) -> Option<String> {
        let first = self.metadata.redirect_uris.first()?;
        url::Url::parse(first.as_str()).ok()?.host_str().map(str::to_owned)
    }

    fn permitted(&self, text: &str, registered: &[RedirectUri]) -> Option<RedirectUri> {
        match self.redirects {
            Redirects::AnyOnLoopback => RedirectUri::parse_loopback(text),
            Redirects::Registered => registered.iter().find_map(|uri| uri.admits(text)),
        }
    }
}
