use secrecy::ExposeSecret;
use url::Url;

use super::{
    Surroundings, authorization, client,
    finding::{Check, Finding, Said},
    metadata, opener,
};
use crate::{
    clock::Moment,
    config::{ClientAuthentication, ProviderConfig, ProviderKind},
    relying_party::{Directory, DirectoryError, Fetcher, Metadata, Source, trial_request},
};

/// A look at one provider.
pub(super) struct Examination {
    pub(super) config: ProviderConfig,
    pub(super) around: Surroundings,
    found: Vec<Finding>,
}

impl Examination {
    pub(super) const fn new(config: ProviderConfig, around: Surroundings) -> Self {
        Self { config, around, found: Vec::new() }
    }

    /// Everything that there is to be found.
    pub(super) async fn run(mut self) -> Vec<Finding> {
        let fetcher = match Fetcher::new(&self.config.network) {
            Ok(fetcher) => fetcher,
            Err(error) => {
                self.note(Check::Discovery, Said::Unreachable(error.to_string()), None);
                return self.found;
            }
        };
        match self.config.kind.clone() {
            ProviderKind::Oidc(oidc) => {
                let directory = Directory::new(Source::of_provider(&oidc), fetcher.clone(), &self.config.network);
                let Some(metadata) = self.discover(&directory).await else { return self.found };
                metadata::examine(&mut self, &oidc, &metadata);
                metadata::compare_clocks(&mut self, &fetcher).await;
                let methods = metadata.token_endpoint_auth_methods.as_deref();
                client::examine(&mut self, &fetcher, &metadata.token_endpoint, methods).await;
                self.try_request(&fetcher, Some(&metadata)).await;
            }
            ProviderKind::OAuth2(oauth2) => {
                client::examine(&mut self, &fetcher, &oauth2.token, None).await;
                self.try_request(&fetcher, None).await;
            }
            ProviderKind::Facebook { .. } => self.try_request(&fetcher, None).await,
        }
        self.look_at_access_tokens(&fetcher).await;
        self.found
    }

    /// Notes what was found.
    pub(super) fn note(&mut self, check: Check, said: Said, setting: Option<String>) {
        let provider = Some((self.config.id.clone(), self.config.preset));
        self.found.push(Finding { provider, check, said, setting });
    }

    /// A line of this provider's section.
    pub(super) fn line(&self, key: &str, value: &str) -> String {
        format!("providers.{}.{key} = {value:?}", self.config.id)
    }

    /// Where it sends people back to.
    pub(super) fn redirect_uri(&self) -> Url {
        let mut url = self.around.public_url.clone();
        url.set_path(&self.config.callback_path);
        url
    }

    async fn discover(&mut self, directory: &Directory) -> Option<std::sync::Arc<Metadata>> {
        let now = self.around.clock.moment();
        let metadata = match directory.metadata(&now).await {
            Ok(metadata) => metadata,
            Err(error) => {
                self.not_known(Check::Discovery, error);
                return None;
            }
        };
        self.note(Check::Discovery, Said::Reached, None);
        self.look_at_keys(directory, &now).await;
        Some(metadata)
    }

    async fn look_at_keys(&mut self, directory: &Directory, now: &Moment) {
        match directory.keys(now).await {
            Ok(keys) => self.note(Check::Keys, Said::KeysThere(keys.len()), None),
            Err(error) => self.not_known(Check::Keys, error),
        }
    }

    fn not_known(&mut self, check: Check, error: DirectoryError) {
        let setting = self.line("issuer", &self.config.kind.issuer());
        let said = match error {
            DirectoryError::Unreachable(why) => Said::Unreachable(why),
            DirectoryError::Unusable(why) => Said::Unusable(why),
        };
        self.note(check, said, Some(setting));
    }

    /// Begins a sign-in as a browser would, to see what comes of it.
    async fn try_request(&mut self, fetcher: &Fetcher, metadata: Option<&Metadata>) {
        let random = self.around.random.as_ref();
        let Some(request) = trial_request(&self.config, &self.redirect_uri(), metadata, random) else { return };
        authorization::examine(self, fetcher, &request).await;
        opener::examine(self, fetcher, request).await;
    }

    /// Where access tokens of an issuer count at our API, it is asked as well.
    async fn look_at_access_tokens(&mut self, fetcher: &Fetcher) {
        let Some(api) = self.config.api.clone() else { return };
        let directory = Directory::new(Source::of_issuer(&api.issuer), fetcher.clone(), &self.config.network);
        let now = self.around.clock.moment();
        let keys = directory.keys(&now).await;
        let metadata = match directory.metadata(&now).await.and_then(|metadata| keys.map(|_| metadata)) {
            Ok(metadata) => metadata,
            Err(error) => return self.not_known(Check::AccessTokens, error),
        };
        if api.introspection && metadata.introspection_endpoint.is_none() {
            let setting = self.line("api_introspection", "false");
            return self.note(Check::AccessTokens, Said::NoIntrospection, Some(setting));
        }
        self.note(Check::AccessTokens, Said::AccessTokensCheckable, None);
    }

    /// Takes out of a text what must not be shown, in case somebody repeats it.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        const LONGEST: usize = 300;
        let secret = match &self.config.authentication {
            ClientAuthentication::Secret(secret)
            | ClientAuthentication::SecretBasic(secret)
            | ClientAuthentication::SecretPost(secret) => Some(secret.expose_secret()),
            _ => None,
        };
        let text = match secret.filter(|secret| !secret.is_empty()) {
            Some(secret) => text.replace(secret, "…"),
            None => text.to_owned(),
        };
        text.chars().filter(|char| !char.is_control()).take(LONGEST).collect()
    }
}
