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
use url::Url;

use super::fetch::{FetchError, Fetcher};
use crate::clock::Moment;

/// What a provider says of itself is looked up again after this time, whatever its cache headers say.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// While it is down, what it said last counts for this long.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// After a failed look, what was said last serves for this long before it is asked again: whoever
/// waits for a provider that hangs holds up everybody behind them.
const RETRY: Duration = Duration::from_secs(30);
/// The same where nothing is known of it: the failure is told again at once.
const RETRY_UNKNOWN: Duration = Duration::from_secs(3);
/// An unknown key id makes us look no more often than this: forged ids cause no storm.
const COOL_DOWN: Duration = Duration::from_secs(10);

/// What OpenID Connect Discovery does not know and we read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MoreMetadata {
    /// RFC 9207 §3: every answer carries `iss`.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
    /// RFC 7662 §2, by its name in RFC 8414 §2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) introspection_endpoint: Option<Url>,
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
#[derive(Clone, Debug, thiserror::Error)]
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
    entries: Mutex<HashMap<String, Arc<Mutex<Known>>>>,
}

/// What is known of one provider, and of the last look that failed.
#[derive(Default)]
struct Known {
    entry: Option<Entry>,
    failed: Option<(Moment, DirectoryError)>,
}

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
        let known = self.known(issuer).await;
        let mut known = known.lock().await;
        let usable = match &known.entry {
            Some(entry) if now.elapsed_since(&entry.fetched) < FRESH => return Ok(Arc::clone(&entry.metadata)),
            Some(entry) if now.elapsed_since(&entry.fetched) < STALE => Some(Arc::clone(&entry.metadata)),
            _ => None,
        };
        let wait = if usable.is_some() { RETRY } else { RETRY_UNKNOWN };
        if let Some((at, error)) = &known.failed
            && now.elapsed_since(at) < wait
        {
            return usable.ok_or_else(|| error.clone());
        }
        match self.fetch(issuer).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                let entry = Entry { metadata: Arc::clone(&metadata), fetched: now.clone(), keys_fetched: now.clone() };
                *known = Known { entry: Some(entry), failed: None };
                Ok(metadata)
            }
            Err(error) => {
                tracing::warn!(issuer, %error, "metadata of {issuer} could not be had: {error}");
                known.failed = Some((now.clone(), error.clone()));
                usable.ok_or(error)
            }
        }
    }

    /// The same with its keys fetched anew, for a key id that is not among them. `None` while it
    /// is too early to ask again.
    pub(super) async fn with_new_keys(
        &self,
        issuer: &str,
        now: &Moment,
    ) -> Result<Option<Arc<Metadata>>, DirectoryError> {
        let known = self.known(issuer).await;
        let mut known = known.lock().await;
        let Some(known) = known.entry.as_mut() else { return Ok(None) };
        if now.elapsed_since(&known.keys_fetched) < COOL_DOWN && known.keys_fetched != known.fetched {
            return Ok(None);
        }
        // Before the answer: a provider that hangs is not asked again and again either.
        known.keys_fetched = now.clone();
        let keys = JsonWebKeySet::fetch_async(known.metadata.jwks_uri(), &self.fetcher).await.map_err(classify)?;
        known.metadata = Arc::new(known.metadata.as_ref().clone().set_jwks(keys));
        Ok(Some(Arc::clone(&known.metadata)))
    }

    async fn known(&self, issuer: &str) -> Arc<Mutex<Known>> {
        Arc::clone(self.entries.lock().await.entry(issuer.to_owned()).or_default())
    }

    async fn fetch(&self, issuer: &str) -> Result<Metadata, DirectoryError> {
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|error| DirectoryError::Unusable(error.to_string()))?;
        let metadata = Metadata::discover_async(url, &self.fetcher).await.map_err(classify)?;
        let plain = |scheme: &str| scheme == "http" && issuer.starts_with("https:");
        let downgraded = plain(metadata.authorization_endpoint().url().scheme())
            || plain(metadata.jwks_uri().url().scheme())
            || metadata.token_endpoint().is_some_and(|endpoint| plain(endpoint.url().scheme()))
            || metadata.userinfo_endpoint().is_some_and(|endpoint| plain(endpoint.url().scheme()))
            || metadata.additional_metadata().introspection_endpoint.as_ref().is_some_and(|url| plain(url.scheme()));
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
