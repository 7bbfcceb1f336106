//! What issuers publish of themselves, for whoever checks their tokens elsewhere than in a sign-in.

use std::sync::Arc;

use http::{Method, Request, header};
use jsonwebtoken::jwk::Jwk;
use openidconnect::AuthType;
use secrecy::ExposeSecret;
use url::form_urlencoded;

use super::{DirectoryError, RelyingParty, directory::Metadata, oidc::auth_type};
use crate::{clock::Moment, config::ProviderConfig};

/// What an issuer says of itself, as it was when it was looked up.
#[derive(Clone)]
pub struct Published(Arc<Metadata>);

impl Published {
    /// Whether it is the very same that was looked up before.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Its keys. One of a kind that nobody here knows does not spoil the others.
    pub fn keys(&self) -> Vec<Jwk> {
        let parse = |key: &_| serde_json::to_value(key).and_then(serde_json::from_value).ok();
        self.0.jwks().keys().iter().filter_map(parse).collect()
    }
}

impl RelyingParty {
    /// What that issuer says of itself. It need not be a provider's.
    pub async fn published(&self, issuer: &str, now: &Moment) -> Result<Published, DirectoryError> {
        self.directory.metadata(issuer, now).await.map(Published)
    }

    /// The same with its keys fetched anew; `None` while it is too early for that.
    pub async fn published_anew(&self, issuer: &str, now: &Moment) -> Result<Option<Published>, DirectoryError> {
        Ok(self.directory.with_new_keys(issuer, now).await?.map(Published))
    }

    /// What the issuer answers when it is asked about an access token (RFC 7662 §2), as the client that
    /// we are at the provider.
    pub async fn introspect(
        &self,
        provider: &str,
        issuer: &str,
        token: &str,
        now: &Moment,
    ) -> Result<Vec<u8>, DirectoryError> {
        let unusable = |why: &str| DirectoryError::Unusable(why.to_owned());
        let config = self.provider(provider).ok_or_else(|| unusable("there is no such provider"))?;
        let metadata = self.directory.metadata(issuer, now).await?;
        let endpoint = metadata.additional_metadata().introspection_endpoint.as_ref();
        let endpoint = endpoint.ok_or_else(|| unusable("it has no introspection endpoint"))?;
        let request =
            question(config, &metadata, endpoint.as_str(), token).map_err(|error| unusable(&error.to_string()))?;
        let answer = self.parts.fetcher.send(request).await;
        let answer = answer.map_err(|error| DirectoryError::Unreachable(error.to_string()))?;
        if answer.status().is_success() {
            Ok(answer.into_body())
        } else {
            Err(DirectoryError::Unreachable(format!("introspection: status {}", answer.status())))
        }
    }
}

fn question(
    config: &ProviderConfig,
    metadata: &Metadata,
    endpoint: &str,
    token: &str,
) -> Result<Request<Vec<u8>>, http::Error> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("token", token).append_pair("token_type_hint", "access_token");
    let secret = config.authentication.secret().map_or("", |secret| secret.expose_secret());
    let id = config.client_id.as_str();
    let mut request = Request::builder().method(Method::POST).uri(endpoint);
    if matches!(auth_type(metadata), AuthType::BasicAuth) {
        // RFC 6749 §2.3.1: each is encoded as in a form first.
        let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encode(id), encode(secret));
        let credentials = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair);
        request = request.header(header::AUTHORIZATION, format!("Basic {credentials}"));
    } else {
        form.append_pair("client_id", id).append_pair("client_secret", secret);
    }
    request
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(form.finish().into_bytes())
}
