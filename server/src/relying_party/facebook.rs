//! Facebook Login: OAuth 2.0 with its own spellings. There is no ID token; whom it vouches for
//! is asked of the Graph API, with a token that our own code exchange has just brought.

use aws_lc_rs::hmac;
use http::{Method, header};
use openidconnect::HttpRequest;
use secrecy::ExposeSecret;
use serde::{Deserialize, de::DeserializeOwned};
use url::{Url, form_urlencoded};

use super::{FinishError, fetch::Fetcher, flow::Transaction, service::Vouched};
use crate::{account::ExternalIdentity, clock::Timestamp, config::ProviderConfig, digest, store::SignInRow};

/// Facebook, or what stands in for it.
pub(super) struct Facebook<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) dialog: &'a Url,
    pub(super) graph: &'a Url,
    pub(super) redirect_uri: &'a Url,
    pub(super) fetcher: &'a Fetcher,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Me {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

impl Facebook<'_> {
    /// Where the browser goes to sign in. Scopes are separated by commas.
    pub(super) fn authorization_url(&self, transaction: &Transaction, max_age: Option<u32>) -> Url {
        let mut url = self.dialog.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("response_type", "code")
            .append_pair("state", &transaction.state)
            .append_pair("scope", &self.config.request.scopes.join(","))
            .append_pair("code_challenge", &digest::sha256(&transaction.pkce_verifier))
            .append_pair("code_challenge_method", "S256");
        if max_age.is_some() {
            url.query_pairs_mut().append_pair("auth_type", "reauthenticate");
        }
        url
    }

    /// Exchanges the code and asks whom it stands for. The address is never taken as vouched for:
    /// Facebook does not say whether it is.
    pub(super) async fn redeem(&self, code: &str, row: &SignInRow, now: Timestamp) -> Result<Vouched, FinishError> {
        let token: Token = self.exchange(code, &row.pkce_verifier).await?;
        let me: Me = self.me(&token.access_token).await?;
        if me.id.is_empty() || me.id.len() > 255 {
            return Err(FinishError::Refused("the Graph API tells no id".to_owned()));
        }
        Ok(Vouched {
            identity: ExternalIdentity {
                issuer: self.dialog.origin().ascii_serialization(),
                subject: me.id,
                provider: self.config.id.clone(),
                name: me.name,
                email: me.email,
                email_verified: false,
            },
            auth_time: now,
            amr: Vec::new(),
        })
    }

    fn secret(&self) -> &str {
        self.config.authentication.secret().map_or("", |secret| secret.expose_secret())
    }

    async fn exchange(&self, code: &str, verifier: &str) -> Result<Token, FinishError> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.config.client_id)
            .append_pair("client_secret", self.secret())
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("code", code)
            .append_pair("code_verifier", verifier)
            .finish();
        let url = join(self.graph, "oauth/access_token")?;
        let request = http::Request::builder()
            .method(Method::POST)
            .uri(url.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.into_bytes());
        self.ask(request).await
    }

    /// `appsecret_proof` shows that whoever uses the token also has the secret.
    async fn me(&self, access_token: &str) -> Result<Me, FinishError> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret().as_bytes());
        let proof = hex(hmac::sign(&key, access_token.as_bytes()).as_ref());
        let mut url = join(self.graph, "me")?;
        url.query_pairs_mut()
            .append_pair("fields", "id,name,email")
            .append_pair("access_token", access_token)
            .append_pair("appsecret_proof", &proof);
        self.ask(http::Request::builder().uri(url.as_str()).body(Vec::new())).await
    }

    async fn ask<T: DeserializeOwned>(&self, request: Result<HttpRequest, http::Error>) -> Result<T, FinishError> {
        let request = request.map_err(|error| FinishError::Exchange(error.to_string()))?;
        let answer = self.fetcher.send(request).await?;
        if !answer.status().is_success() {
            let body = String::from_utf8_lossy(answer.body()).chars().take(300).collect::<String>();
            return Err(FinishError::Exchange(format!("status {}: {body}", answer.status())));
        }
        serde_json::from_slice(answer.body()).map_err(|error| FinishError::Refused(error.to_string()))
    }
}

fn join(graph: &Url, path: &str) -> Result<Url, FinishError> {
    graph.join(path).map_err(|error| FinishError::Exchange(error.to_string()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
