use std::{future::Future, sync::Arc};

use http::StatusCode;
use url::Url;

use super::{
    AuthorizationResponse, Directory, DirectoryError, Display, FetchError, FinishError, FrontEnd, Source, StartError,
    StartRequest, StartedSignIn, Vouched,
    authorization_url::AuthorizationUrl,
    facebook::{self, Facebook},
    fetch::Fetcher,
    flow::{Transaction, cookie_id},
    oauth2::OAuth2,
    oidc::{CodeAnswer, Oidc},
    reach::{Heard, Reach},
};
use crate::{
    clock::Clock,
    config::{OAuth2Config, OidcConfig, ProviderConfig, ProviderKind, ResponseMode},
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
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// Signs people in with other providers' word.
pub struct RelyingParty {
    pub(super) parts: RelyingPartyParts,
    /// In the order of the configuration.
    ways: Vec<Way>,
}

/// How one provider is reached, and what is known of it.
pub(super) struct Way {
    pub(super) fetcher: Fetcher,
    /// `None` where it publishes nothing of itself.
    pub(super) directory: Option<Arc<Directory>>,
    pub(super) redirect_uri: Url,
    /// What was last seen of whether it answers.
    pub(super) reach: Arc<Reach>,
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
    /// A relying party made of those parts. No provider is asked for anything yet.
    pub fn new(parts: RelyingPartyParts) -> Result<Self, FetchError> {
        let way = |config: &ProviderConfig| {
            let fetcher = Fetcher::new(&config.network)?;
            let directory = match &config.kind {
                ProviderKind::Oidc(oidc) => {
                    let source = Source::of_provider(oidc);
                    Some(Arc::new(Directory::new(source, fetcher.clone(), &config.network)))
                }
                ProviderKind::OAuth2(_) | ProviderKind::Facebook { .. } => None,
            };
            let reach = directory.as_ref().map_or_else(Arc::default, |directory| directory.reach());
            let mut redirect_uri = parts.public_url.clone();
            redirect_uri.set_path(&config.callback_path);
            Ok::<_, FetchError>(Way { fetcher, directory, redirect_uri, reach })
        };
        let ways = parts.providers.iter().map(way).collect::<Result<_, _>>()?;
        Ok(Self { parts, ways })
    }

    /// The providers, in the order of the buttons.
    pub fn providers(&self) -> &[ProviderConfig] {
        &self.parts.providers
    }

    /// The provider of that id.
    pub fn provider(&self, id: &str) -> Option<&ProviderConfig> {
        self.parts.providers.iter().find(|provider| provider.id == id)
    }

    /// What the provider of that id says of itself; `None` where it publishes nothing.
    pub fn directory(&self, id: &str) -> Option<&Arc<Directory>> {
        self.find(id)?.1.directory.as_ref()
    }

    /// Calls to the provider of that id.
    pub fn fetcher(&self, id: &str) -> Option<&Fetcher> {
        Some(&self.find(id)?.1.fetcher)
    }

    pub(super) fn find(&self, id: &str) -> Option<(&ProviderConfig, &Way)> {
        self.parts.providers.iter().zip(&self.ways).find(|(config, _)| config.id == id)
    }

    /// Begins a sign-in.
    pub async fn start(&self, provider: &str, request: &StartRequest) -> Result<StartedSignIn, StartError> {
        let (config, way) = self.find(provider).ok_or(StartError::UnknownProvider)?;
        let transaction = Transaction::new(self.parts.random.as_ref());
        let now = self.parts.clock.moment();
        let redirect_uri = match &request.display {
            Display::FrontEnd(FrontEnd { redirect_uri, .. }) => redirect_uri,
            Display::Page | Display::Popup { .. } | Display::Opener(_) => &way.redirect_uri,
        };
        let url = AuthorizationUrl { config, redirect_uri, transaction: &transaction, request };
        let location = match (&config.kind, &way.directory) {
            (ProviderKind::Oidc(oidc), Some(directory)) => {
                let metadata = directory.metadata(&now).await?;
                self.oidc((config, way), oidc, directory, redirect_uri).authorization_url(&metadata, &url)
            }
            (ProviderKind::Oidc(_), None) => return Err(StartError::UnknownProvider),
            (ProviderKind::OAuth2(oauth2), _) => url.with_parameters(url.basic(&oauth2.authorization, " ")),
            (ProviderKind::Facebook { dialog, .. }, _) => facebook::authorization_url(dialog, &url),
        };
        if !self.is_there(config, way).await {
            return Err(DirectoryError::Unreachable("nobody is there".to_owned()).into());
        }
        let row = transaction.row(provider, request, now.at);
        self.parts.store.write().await?.sign_ins().insert(&row).await?;
        Ok(StartedSignIn {
            location,
            cookie_id: cookie_id(&row.state_hash),
            binding: transaction.binding,
            cross_site_post: config.request.response_mode == ResponseMode::FormPost,
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
        self.note(provider, &result);
        Finished { row: Some(row), result }
    }

    /// Takes down whether the provider was heard of when its answer was taken apart.
    fn note(&self, provider: &str, result: &Result<Vouched, FinishError>) {
        let heard = match result {
            Ok(_) => Heard::Answer(StatusCode::OK),
            Err(FinishError::Unreachable(error)) => Heard::of_error(error),
            // What comes in the browser is not from there, and what is asked for the directory it notes itself.
            Err(_) => return,
        };
        if let Some((_, way)) = self.find(provider) {
            way.reach.note(&heard, &self.parts.clock.moment());
        }
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

    /// Whom the provider vouches for, and the tokens that its code was exchanged for.
    pub(super) async fn redeem(
        &self,
        provider: &str,
        response: AuthorizationResponse,
        row: &SignInRow,
    ) -> Result<Vouched, FinishError> {
        let (config, way) = self.find(provider).ok_or(FinishError::Unknown("no such provider"))?;
        let now = self.parts.clock.moment();
        // The page of a front end, or our callback.
        let page = row.redirect_uri.as_deref().and_then(|page| Url::parse(page).ok());
        let redirect_uri = page.as_ref().unwrap_or(&way.redirect_uri);
        let code = |outcome: Result<String, (String, String)>| {
            outcome.map_err(|(error, description)| FinishError::ProviderSaid { error, description })
        };
        match (&config.kind, &way.directory) {
            (ProviderKind::Oidc(oidc), Some(directory)) => {
                let oidc = self.oidc((config, way), oidc, directory, redirect_uri);
                // A front end written for djoser does not pass it on, and has a page for each provider.
                if page.is_none() || response.issuer.is_some() {
                    oidc.check_response_issuer(response.issuer.as_deref(), &now).await?;
                }
                let code = code(response.outcome)?;
                oidc.redeem(&CodeAnswer { code: &code, user: response.user.as_deref() }, row, &now).await
            }
            (ProviderKind::Oidc(_), None) => Err(FinishError::Unknown("no such provider")),
            (ProviderKind::OAuth2(oauth2), _) => {
                self.oauth2((config, way), oauth2, redirect_uri).redeem(&code(response.outcome)?, row, now.at).await
            }
            (ProviderKind::Facebook { dialog, graph }, _) => {
                let facebook = Facebook {
                    config,
                    dialog,
                    graph,
                    redirect_uri,
                    fetcher: &way.fetcher,
                    random: self.parts.random.as_ref(),
                };
                facebook.redeem(&code(response.outcome)?, row, now.at).await
            }
        }
    }

    pub(super) fn oidc<'a>(
        &'a self,
        (config, way): (&'a ProviderConfig, &'a Way),
        oidc: &'a OidcConfig,
        directory: &'a Directory,
        redirect_uri: &'a Url,
    ) -> Oidc<'a> {
        let fetcher = &way.fetcher;
        Oidc { config, oidc, redirect_uri, directory, fetcher, random: self.parts.random.as_ref() }
    }

    fn oauth2<'a>(
        &'a self,
        (config, way): (&'a ProviderConfig, &'a Way),
        oauth2: &'a OAuth2Config,
        redirect_uri: &'a Url,
    ) -> OAuth2<'a> {
        let fetcher = &way.fetcher;
        OAuth2 { config, oauth2, redirect_uri, fetcher, random: self.parts.random.as_ref() }
    }
}

async fn in_store<T>(work: impl Future<Output = Result<T, crate::store::StoreError>>) -> Result<T, FinishError> {
    Ok(work.await?)
}
