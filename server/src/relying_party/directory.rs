use std::{sync::Arc, time::Duration};

use jsonwebtoken::DecodingKey;
use tokio::sync::Mutex;
use url::Url;

use super::{
    cached::Cached,
    fetch::{Answer, FetchError, Fetcher},
    key_set::KeySet,
    metadata::Metadata,
    reach::{Address, Heard, Reach},
};
use crate::{
    clock::Moment,
    config::{EndpointsConfig, NetworkConfig, OidcConfig, is_symmetric},
};

/// An unknown key id makes us look no more often than this: forged ids cause no storm.
const COOL_DOWN: Duration = Duration::from_secs(10);

/// Why nothing of use is known of an issuer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DirectoryError {
    /// It cannot be reached, and was not for a day.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// What it says of itself cannot be used: another issuer, no document, no keys.
    #[error("the provider's metadata cannot be used: {0}")]
    Unusable(String),
}

/// Which issuer, and what is known of it beforehand.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its document is at the well-known address below this.
    pub issuer: String,
    /// The issuer that the document names.
    pub named: String,
    /// What counts more than the document.
    pub endpoints: EndpointsConfig,
    /// The one key that counts, instead of those it publishes.
    pub key: Option<DecodingKey>,
    /// Whether it may do without keys: a secret that it shares with us is the only one that counts.
    pub keyless: bool,
}

impl Source {
    /// An issuer by its name alone.
    pub fn of_issuer(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            named: issuer.to_owned(),
            endpoints: EndpointsConfig::default(),
            key: None,
            keyless: false,
        }
    }

    /// A configured provider. Where one address stands for many tenants, its document names them all.
    pub fn of_provider(oidc: &OidcConfig) -> Self {
        Self {
            issuer: oidc.issuer.clone(),
            named: oidc.tenants.as_ref().map_or_else(|| oidc.issuer.clone(), |tenants| tenants.template.clone()),
            endpoints: oidc.endpoints.clone(),
            key: oidc.id_token.key.clone(),
            keyless: oidc.id_token.algorithms.iter().all(|algorithm| is_symmetric(*algorithm)),
        }
    }
}

/// What an issuer says of itself: metadata and keys, cached. Callers at once share one fetch.
pub struct Directory {
    source: Source,
    fetcher: Fetcher,
    reach: Arc<Reach>,
    metadata: Mutex<Cached<Metadata>>,
    keys: Mutex<Keys>,
}

struct Keys {
    cached: Cached<KeySet>,
    /// When they were last fetched for a key id that was not among them.
    renewed: Option<Moment>,
}

impl Directory {
    /// Knows nothing yet, and asks when it is asked.
    pub fn new(source: Source, fetcher: Fetcher, network: &NetworkConfig) -> Self {
        let keys = Keys { cached: Cached::new(network.keys_ttl), renewed: None };
        let metadata = Mutex::new(Cached::new(network.metadata_ttl));
        Self { source, fetcher, reach: Arc::default(), metadata, keys: Mutex::new(keys) }
    }

    /// What is seen of whether it answers.
    pub(super) fn reach(&self) -> Arc<Reach> {
        Arc::clone(&self.reach)
    }

    /// Where its metadata are, or its token endpoint where somebody has typed all of that.
    pub(super) fn address(&self) -> Option<Address> {
        match self.typed() {
            Some(typed) => Some(Address::Host(typed.token_endpoint)),
            None => Url::parse(&self.well_known()).ok().map(Address::Document),
        }
    }

    fn typed(&self) -> Option<Metadata> {
        Metadata::typed(&self.source.endpoints, self.source.key.is_some() || self.source.keyless)
    }

    fn well_known(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.source.issuer.trim_end_matches('/'))
    }

    /// What the issuer says of itself.
    pub async fn metadata(&self, now: &Moment) -> Result<Arc<Metadata>, DirectoryError> {
        let mut cached = self.metadata.lock().await;
        cached.get(now, self.fetch_metadata(now)).await
    }

    /// Its keys.
    pub async fn keys(&self, now: &Moment) -> Result<Arc<KeySet>, DirectoryError> {
        let mut keys = self.keys.lock().await;
        keys.cached.get(now, self.fetch_keys(now)).await
    }

    /// Its keys, fetched anew for a key id that is not among them. `None` while it is too early to ask
    /// again.
    pub async fn new_keys(&self, now: &Moment) -> Result<Option<Arc<KeySet>>, DirectoryError> {
        let mut keys = self.keys.lock().await;
        if keys.renewed.as_ref().is_some_and(|at| now.elapsed_since(at) < COOL_DOWN) || self.source.key.is_some() {
            return Ok(None);
        }
        // Before the answer: an issuer that hangs is not asked again and again either.
        keys.renewed = Some(now.clone());
        let told = self.fetch_keys(now).await?;
        Ok(Some(keys.cached.put(told, now)))
    }

    async fn fetch_metadata(&self, now: &Moment) -> Result<Metadata, DirectoryError> {
        if let Some(typed) = self.typed() {
            return Ok(typed);
        }
        let address = self.well_known();
        let outcome = self.fetcher.get(&self.parsed(&address)?, None).await;
        self.reach.note(&Heard::of(&outcome), now);
        let body = self.body(&address, outcome)?;
        Metadata::read(&body, &self.source.named, &self.source.endpoints).map_err(|why| self.unusable(&address, &why))
    }

    async fn fetch_keys(&self, now: &Moment) -> Result<KeySet, DirectoryError> {
        if let Some(key) = &self.source.key {
            return Ok(KeySet::typed(key.clone()));
        }
        if self.source.keyless {
            return Ok(KeySet::default());
        }
        let metadata = self.metadata(now).await?;
        let Some(address) = &metadata.jwks_uri else {
            return Err(self.unusable(&self.source.issuer, "it names no keys"));
        };
        let outcome = self.fetcher.get(address, None).await;
        let body = self.body(address.as_str(), outcome)?;
        // A list without a key of use is an answer, too: what it held before was withdrawn.
        KeySet::read(&body).map_err(|why| self.unusable(address.as_str(), &why))
    }

    fn parsed(&self, address: &str) -> Result<Url, DirectoryError> {
        Url::parse(address).map_err(|error| self.unusable(address, &error.to_string()))
    }

    fn body(&self, address: &str, outcome: Result<Answer, FetchError>) -> Result<Vec<u8>, DirectoryError> {
        let answer = outcome.map_err(|error| self.failed(address, error))?;
        match answer.status() {
            status if status.is_success() => Ok(answer.into_body()),
            status if status.is_server_error() => {
                Err(self.told(address, DirectoryError::Unreachable(format!("status {status}"))))
            }
            status => Err(self.unusable(address, &format!("status {status}"))),
        }
    }

    fn failed(&self, address: &str, error: FetchError) -> DirectoryError {
        let error = match error {
            FetchError::Network(_) => DirectoryError::Unreachable(error.to_string()),
            FetchError::Private(_) | FetchError::TooLarge | FetchError::Compressed | FetchError::Request(_) => {
                DirectoryError::Unusable(error.to_string())
            }
        };
        self.told(address, error)
    }

    fn unusable(&self, address: &str, why: &str) -> DirectoryError {
        self.told(address, DirectoryError::Unusable(why.to_owned()))
    }

    fn told(&self, address: &str, error: DirectoryError) -> DirectoryError {
        let issuer = &self.source.issuer;
        tracing::warn!(%issuer, address, %error, "what {issuer} says of itself could not be had: {error}");
        error
    }
}
