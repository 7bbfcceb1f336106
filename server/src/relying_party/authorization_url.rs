use std::time::Duration;

use openidconnect::{
    AuthUrl, ClientId, CsrfToken, IssuerUrl, JsonWebKeySet, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope,
    core::{CoreAuthenticationFlow, CoreClient},
};
use url::Url;

use super::flow::{StartRequest, Transaction};
use crate::{
    config::{FreshProof, OidcConfig, ProviderConfig, ResponseMode},
    digest,
};

/// An authorization request, as far as it is the same for all providers (RFC 6749 §4.1.1, RFC 7636).
pub(super) struct AuthorizationUrl<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) redirect_uri: &'a Url,
    pub(super) transaction: &'a Transaction,
    pub(super) request: &'a StartRequest,
}

impl AuthorizationUrl<'_> {
    /// The endpoint with what every request of ours says. `separator` stands between scopes.
    pub(super) fn basic(&self, endpoint: &Url, separator: &str) -> Url {
        let mut url = endpoint.clone();
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("state", &self.transaction.state)
            .append_pair("code_challenge", &digest::sha256(&self.transaction.pkce_verifier))
            .append_pair("code_challenge_method", "S256");
        let scopes = &self.config.request.scopes;
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(separator));
        }
        if self.config.request.response_mode == ResponseMode::FormPost {
            query.append_pair("response_mode", "form_post");
        }
        drop(query);
        url
    }

    /// The whole request to an OpenID provider.
    pub(super) fn for_open_id(&self, oidc: &OidcConfig, endpoint: &Url) -> Url {
        let url = self.open_id(endpoint);
        let url = self.with_open_id(url, oidc.fresh_proof, &oidc.id_token.hosted_domains);
        self.with_parameters(url)
    }

    /// What OpenID Connect Core §3.1.2.1 asks of every request, put together by openidconnect. What the
    /// answer is checked against, such as issuer and keys, is no part of it.
    fn open_id(&self, endpoint: &Url) -> Url {
        let client_id = ClientId::new(self.config.client_id.clone());
        let client = CoreClient::new(client_id, IssuerUrl::from_url(endpoint.clone()), JsonWebKeySet::default())
            .set_auth_uri(AuthUrl::from_url(endpoint.clone()))
            .set_redirect_uri(RedirectUrl::from_url(self.redirect_uri.clone()));
        let (state, nonce) = (self.transaction.state.clone(), self.transaction.nonce.clone());
        let verifier = PkceCodeVerifier::new(self.transaction.pkce_verifier.clone());
        let settings = &self.config.request;
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            // `openid` is there already.
            .add_scopes(settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new));
        if settings.response_mode == ResponseMode::FormPost {
            request = request.add_extra_param("response_mode", "form_post");
        }
        if let Some(seconds) = self.oldest_proof() {
            request = request.set_max_age(Duration::from_secs(seconds.into()));
        }
        let (url, _, _) = request.url();
        url
    }

    /// Adds what the settings say, and what whoever begins the sign-in may choose and has chosen.
    pub(super) fn with_parameters(&self, mut url: Url) -> Url {
        let request = &self.config.request;
        let chosen: Vec<(&str, &str)> = request
            .chosen
            .iter()
            .filter_map(|name| Some((name.as_str(), self.request.chosen.get(name)?.as_str())))
            .collect();
        let fixed = request.fixed.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let is_chosen = |name: &str| chosen.iter().any(|(other, _)| *other == name);
        let gives_way = |name: &str| self.request.max_age.is_some() && name == "prompt";
        let page_language = self.request.language.filter(|_| request.ui_locales && !is_chosen("ui_locales"));
        url.query_pairs_mut()
            .extend_pairs(fixed.filter(|(name, _)| !is_chosen(name) && !gives_way(name)))
            .extend_pairs(chosen.iter().filter(|(name, _)| !gives_way(name)))
            .extend_pairs(page_language.map(|language| ("ui_locales", language)));
        url
    }

    /// Adds what makes a step-up ask the person again, and what Google knows whole domains by.
    fn with_open_id(&self, mut url: Url, fresh_proof: FreshProof, hosted_domains: &[String]) -> Url {
        let mut query = url.query_pairs_mut();
        if self.request.max_age.is_some() {
            query.append_pair("prompt", &self.prompt_of_step_up(fresh_proof));
        }
        match hosted_domains {
            [] => {}
            [one] => drop(query.append_pair("hd", one)),
            _ => drop(query.append_pair("hd", "*")),
        }
        drop(query);
        url
    }

    /// The stricter of what the settings and this sign-in ask for.
    fn oldest_proof(&self) -> Option<u32> {
        [self.config.request.max_age, self.request.max_age].into_iter().flatten().min()
    }

    /// What the settings say beside what makes the provider ask again; `none` is the contrary of that.
    fn prompt_of_step_up(&self, fresh_proof: FreshProof) -> String {
        let asks = match fresh_proof {
            FreshProof::AuthTime => "login",
            FreshProof::Answer => "select_account",
        };
        let usual = self.config.request.fixed("prompt").unwrap_or_default();
        let others = usual.split(' ').filter(|word| !word.is_empty() && *word != "none" && *word != asks);
        std::iter::once(asks).chain(others).collect::<Vec<_>>().join(" ")
    }
}
