use std::{collections::HashMap, sync::Arc, time::Duration};

use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, JsonWebKeySet, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::fetch::{FetchError, Fetcher};
use crate::clock::Moment;

/// What a provider says of itself is looked up again after this time, whatever its cache headers say.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// While it is down, what it said last counts for this long.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// An unknown key id makes us look no more often than this: forged ids cause no storm.
const COOL_DOWN: Duration = Duration::from_secs(10);

/// What OpenID Connect Discovery does not know and we read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MoreMetadata {
    /// RFC 9207 §3: every answer carries `iss`.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for MoreMetadata {}

pub(super) type Metadata = ProviderMetadata<
    MoreMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Why nothing of use is known of a provider.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// It cannot be reached, and was not for a day.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// What it says of itself cannot be used: another issuer, no document, no keys.
    #[error("the provider's metadata cannot be used: {0}")]
    Unusable(String),
}

/// What providers say of themselves: metadata and keys, cached.
pub(super) struct Directory {
    fetcher: Fetcher,
    entries: Mutex<HashMap<String, Arc<Mutex<Option<Entry>>>>>,
}

#[derive(Clone)]
struct Entry {
    metadata: Arc<Metadata>,
    fetched: Moment,
    keys_fetched: Moment,
}

impl Directory {
    pub(super) fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, entries: Mutex::default() }
    }

    /// What that issuer says of itself. Callers at once share one fetch.
    pub(super) async fn metadata(&self, issuer: &str, now: &Moment) -> Result<Arc<Metadata>, DirectoryError> {
        let entry = self.entry(issuer).await;
        let mut entry = entry.lock().await;
        if let Some(known) = entry.as_ref()
            && now.elapsed_since(&known.fetched) < FRESH
        {
            return Ok(Arc::clone(&known.metadata));
        }
        match self.fetch(issuer).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *entry =
                    Some(Entry { metadata: Arc::clone(&metadata), fetched: now.clone(), keys_fetched: now.clone() });
                Ok(metadata)
            }
            Err(error) => match entry.as_ref() {
                Some(known) if now.elapsed_since(&known.fetched) < STALE => {
                    tracing::warn!(issuer, %error, "metadata of {issuer} could not be renewed: {error}");
                    Ok(Arc::clone(&known.metadata))
                }
                _ => Err(error),
            },
        }
    }

    /// The same with its keys fetched anew, for a key id that is not among them. `None` while it
    /// is too early to ask again.
    pub(super) async fn with_new_keys(
        &self,
        issuer: &str,
        now: &Moment,
    ) -> Result<Option<Arc<Metadata>>, DirectoryError> {
        let entry = self.entry(issuer).await;
        let mut entry = entry.lock().await;
        let Some(known) = entry.as_mut() else { return Ok(None) };
        if now.elapsed_since(&known.keys_fetched) < COOL_DOWN && known.keys_fetched != known.fetched {
            return Ok(None);
        }
        let keys = JsonWebKeySet::fetch_async(known.metadata.jwks_uri(), &self.fetcher).await.map_err(classify)?;
        known.metadata = Arc::new(known.metadata.as_ref().clone().set_jwks(keys));
        known.keys_fetched = now.clone();
        Ok(Some(Arc::clone(&known.metadata)))
    }

    async fn entry(&self, issuer: &str) -> Arc<Mutex<Option<Entry>>> {
        Arc::clone(self.entries.lock().await.entry(issuer.to_owned()).or_default())
    }

    async fn fetch(&self, issuer: &str) -> Result<Metadata, DirectoryError> {
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|error| DirectoryError::Unusable(error.to_string()))?;
        let metadata = Metadata::discover_async(url, &self.fetcher).await.map_err(classify)?;
        let plain = |scheme: &str| scheme == "http" && issuer.starts_with("https:");
        let downgraded = plain(metadata.authorization_endpoint().url().scheme())
            || plain(metadata.jwks_uri().url().scheme())
            || metadata.token_endpoint().is_some_and(|endpoint| plain(endpoint.url().scheme()));
        if downgraded {
            return Err(DirectoryError::Unusable("an endpoint is not https".to_owned()));
        }
        Ok(metadata)
    }
}

fn classify(error: DiscoveryError<FetchError>) -> DirectoryError {
    match error {
        DiscoveryError::Request(error) => DirectoryError::Unreachable(error.to_string()),
        DiscoveryError::Response(status, _, _) if status.is_server_error() => {
            DirectoryError::Unreachable(format!("status {status}"))
        }
        DiscoveryError::Response(status, _, why) => DirectoryError::Unusable(format!("status {status}: {why}")),
        other => DirectoryError::Unusable(other.to_string()),
    }
}
