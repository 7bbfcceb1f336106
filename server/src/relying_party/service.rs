use std::{future::Future, sync::Arc};

use openidconnect::RedirectUrl;
use url::Url;

use super::{
    AuthorizationResponse, FinishError, StartError, StartRequest, StartedSignIn,
    directory::Directory,
    facebook::Facebook,
    fetch::Fetcher,
    flow::{Transaction, cookie_id},
    oidc::Oidc,
};
use crate::{
    account::ExternalIdentity,
    clock::{Clock, Timestamp},
    config::{OidcConfig, ProviderConfig, ProviderKind, ResponseMode},
    digest,
    random::Random,
    store::{SignInRow, Store},
};

/// What the relying party is made of.
pub struct RelyingPartyParts {
    /// The store.
    pub store: Store,
    /// The providers, in the order of the buttons.
    pub providers: Vec<ProviderConfig>,
    /// Our own address.
    pub public_url: Url,
    /// Calls to providers.
    pub fetcher: Fetcher,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// Signs people in with other providers' word.
pub struct RelyingParty {
    pub(super) parts: RelyingPartyParts,
    directory: Directory,
}

/// Whom a provider vouches for, after every check.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// Who.
    pub identity: ExternalIdentity,
    /// When they last proved it.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
}

/// A sign-in whose answer has come, whatever it says.
#[derive(Debug)]
pub struct Finished {
    /// What was kept when it began. `None` if this browser began none of that state: nothing of
    /// another's sign-in may be told or used up.
    pub row: Option<SignInRow>,
    /// Whom the provider vouches for.
    pub result: Result<Vouched, FinishError>,
}

impl Finished {
    /// What the cookie of it is called by, if this browser has one.
    pub fn cookie_id(&self) -> Option<String> {
        self.row.as_ref().map(|row| cookie_id(&row.state_hash))
    }
}

impl RelyingParty {
    /// A relying party made of those parts.
    pub fn new(parts: RelyingPartyParts) -> Self {
        let directory = Directory::new(parts.fetcher.clone());
        Self { parts, directory }
    }

    /// The providers, in the order of the buttons.
    pub fn providers(&self) -> &[ProviderConfig] {
        &self.parts.providers
    }

    /// The provider of that id.
    pub fn provider(&self, id: &str) -> Option<&ProviderConfig> {
        self.parts.providers.iter().find(|provider| provider.id == id)
    }

    /// Begins a sign-in.
    pub async fn start(&self, provider: &str, request: &StartRequest) -> Result<StartedSignIn, StartError> {
        let config = self.provider(provider).ok_or(StartError::UnknownProvider)?;
        let transaction = Transaction::new(self.parts.random.as_ref());
        let now = self.parts.clock.moment();
        let (location, cross_site_post) = match &config.kind {
            ProviderKind::Oidc(oidc) => {
                let metadata = self.directory.metadata(&oidc.issuer, &now).await?;
                let form_post = config.request.response_mode == ResponseMode::FormPost;
                (self.oidc(config, oidc).authorization_url(&metadata, &transaction, request.max_age), form_post)
            }
            ProviderKind::OAuth2(_) => return Err(StartError::UnknownProvider),
            ProviderKind::Facebook { .. } => {
                let redirect_uri = self.redirect_uri(config);
                let facebook = self.facebook(config, &redirect_uri).ok_or(StartError::UnknownProvider)?;
                (facebook.authorization_url(&transaction, request.max_age), false)
            }
        };
        let row = transaction.row(provider, request, now.at);
        self.parts.store.write().await?.sign_ins().insert(&row).await?;
        Ok(StartedSignIn {
            location,
            cookie_id: cookie_id(&row.state_hash),
            binding: transaction.binding,
            cross_site_post,
        })
    }

    /// Takes a provider's answer apart. `binding` finds the secret in the cookie of that id.
    pub async fn finish(
        &self,
        provider: &str,
        response: AuthorizationResponse,
        binding: impl FnOnce(&str) -> Option<String>,
    ) -> Finished {
        let row = match self.claim(provider, response.state.as_deref(), binding).await {
            Ok(row) => row,
            Err(finished) => return finished,
        };
        let result = self.redeem(provider, response, &row).await;
        Finished { row: Some(row), result }
    }

    /// The sign-in of that state, used up. Only the browser that began it gets that far.
    async fn claim(
        &self,
        provider: &str,
        state: Option<&str>,
        binding: impl FnOnce(&str) -> Option<String>,
    ) -> Result<SignInRow, Finished> {
        let row = self.pending(provider, state, binding).await?;
        self.use_up(row).await
    }

    /// The sign-in of that state, for the browser that began it.
    pub(super) async fn pending(
        &self,
        provider: &str,
        state: Option<&str>,
        binding: impl FnOnce(&str) -> Option<String>,
    ) -> Result<SignInRow, Finished> {
        let none = |error: FinishError| Finished { row: None, result: Err(error) };
        let state = state.ok_or_else(|| none(FinishError::Unknown("no state")))?;
        let state_hash = digest::sha256(state);
        let row = in_store(async { self.parts.store.read().await?.sign_ins().find(&state_hash).await })
            .await
            .map_err(none)?
            .ok_or_else(|| none(FinishError::Unknown("no such state")))?;
        let bound = binding(&cookie_id(&state_hash))
            .is_some_and(|secret| digest::equal(&digest::sha256(&secret), &row.binding_hash));
        if !bound {
            // The cookie went with the first answer: the back button and a reload come without it.
            let used = row.used_at.is_some();
            return Err(none(if used { FinishError::Used } else { FinishError::Unknown("another browser") }));
        }
        if row.provider != provider {
            return Err(none(FinishError::Unknown("another provider")));
        }
        Ok(row)
    }

    /// Uses a sign-in up, once.
    pub(super) async fn use_up(&self, row: SignInRow) -> Result<SignInRow, Finished> {
        let now = self.parts.clock.now();
        let consumed =
            in_store(async { self.parts.store.write().await?.sign_ins().consume(&row.state_hash, now).await }).await;
        let failed = |error| Finished { row: Some(row.clone()), result: Err(error) };
        match consumed {
            Err(error) => Err(failed(error)),
            Ok(false) => Err(failed(FinishError::Used)),
            Ok(true) if now >= row.expires_at => Err(failed(FinishError::Expired)),
            Ok(true) => Ok(row),
        }
    }

    async fn redeem(
        &self,
        provider: &str,
        response: AuthorizationResponse,
        row: &SignInRow,
    ) -> Result<Vouched, FinishError> {
        let config = self.provider(provider).ok_or(FinishError::Unknown("no such provider"))?;
        let now = self.parts.clock.moment();
        if let ProviderKind::Oidc(oidc) = &config.kind {
            self.check_response_issuer(&oidc.issuer, response.issuer.as_deref()).await?;
        }
        let code = response.outcome.map_err(|(error, description)| FinishError::ProviderSaid { error, description })?;
        match &config.kind {
            ProviderKind::Oidc(oidc) => self.oidc(config, oidc).redeem(code, row, &now).await,
            ProviderKind::OAuth2(_) => Err(FinishError::Unknown("no such provider")),
            ProviderKind::Facebook { .. } => {
                let redirect_uri = self.redirect_uri(config);
                let facebook = self.facebook(config, &redirect_uri).ok_or(FinishError::Unknown("no such provider"))?;
                facebook.redeem(&code, row, now.at).await
            }
        }
    }

    /// RFC 9207 §2.4: an answer that names another issuer is from somebody else, and so is one
    /// that names none where the provider always does.
    async fn check_response_issuer(&self, issuer: &str, told: Option<&str>) -> Result<(), FinishError> {
        match told {
            Some(told) if told == issuer => Ok(()),
            Some(_) => Err(FinishError::Refused("the answer names another issuer".to_owned())),
            None => {
                let metadata = self.directory.metadata(issuer, &self.parts.clock.moment()).await?;
                if metadata.additional_metadata().authorization_response_iss_parameter_supported {
                    return Err(FinishError::Refused("the answer names no issuer".to_owned()));
                }
                Ok(())
            }
        }
    }

    fn oidc<'a>(&'a self, config: &'a ProviderConfig, oidc: &'a OidcConfig) -> Oidc<'a> {
        Oidc {
            config,
            issuer: &oidc.issuer,
            form_post: config.request.response_mode == ResponseMode::FormPost,
            fresh_proof: oidc.fresh_proof,
            redirect_uri: RedirectUrl::from_url(self.redirect_uri(config)),
            directory: &self.directory,
            fetcher: &self.parts.fetcher,
        }
    }

    fn facebook<'a>(&'a self, config: &'a ProviderConfig, redirect_uri: &'a Url) -> Option<Facebook<'a>> {
        match &config.kind {
            ProviderKind::Facebook { dialog, graph } => {
                Some(Facebook { config, dialog, graph, redirect_uri, fetcher: &self.parts.fetcher })
            }
            ProviderKind::Oidc(_) | ProviderKind::OAuth2(_) => None,
        }
    }

    fn redirect_uri(&self, config: &ProviderConfig) -> Url {
        let mut url = self.parts.public_url.clone();
        url.set_path(&config.callback_path);
        url
    }
}

async fn in_store<T>(work: impl Future<Output = Result<T, crate::store::StoreError>>) -> Result<T, FinishError> {
    Ok(work.await?)
}
