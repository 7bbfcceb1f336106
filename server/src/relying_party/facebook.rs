//! Facebook Login: OAuth 2.0 with its own spellings. There is no ID token; whom it vouches for
//! is asked of the Graph API, with a token that our own code exchange has just brought.

use aws_lc_rs::hmac;
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use url::Url;

use super::{
    FinishError, TokenAnswer, Vouched,
    authorization_url::AuthorizationUrl,
    claims::Claims,
    client_request::ClientRequests,
    fetch::Fetcher,
    id_token::is_subject,
    vouched::{Proven, vouch},
};
use crate::{clock::Timestamp, config::ProviderConfig, random::Random, store::SignInRow};

/// Facebook, or what stands in for it.
pub(super) struct Facebook<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) dialog: &'a Url,
    pub(super) graph: &'a Url,
    pub(super) redirect_uri: &'a Url,
    pub(super) fetcher: &'a Fetcher,
    pub(super) random: &'a dyn Random,
}

/// Where the browser goes to sign in. Scopes are separated by commas.
pub(super) fn authorization_url(dialog: &Url, parts: &AuthorizationUrl<'_>) -> Url {
    let mut url = parts.with_parameters(parts.basic(dialog, ","));
    if parts.request.max_age.is_some() {
        url.query_pairs_mut().append_pair("auth_type", "reauthenticate");
    }
    url
}

impl Facebook<'_> {
    /// Exchanges the code and asks whom it stands for. The address is never taken as vouched for:
    /// Facebook does not say whether it is.
    pub(super) async fn redeem(&self, code: &str, row: &SignInRow, now: Timestamp) -> Result<Vouched, FinishError> {
        let form = [
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code", code),
            ("code_verifier", row.pkce_verifier.as_str()),
        ];
        let requests =
            ClientRequests { config: self.config, fetcher: self.fetcher, methods: None, now, random: self.random };
        let tokens = TokenAnswer::read(&requests.post(&self.join("oauth/access_token")?, &form).await?)?;
        let claims = self.me(tokens.access_token.expose_secret()).await?;
        let subject = claims.text("id").filter(|id| is_subject(id));
        let proven = Proven {
            issuer: self.dialog.origin().ascii_serialization(),
            subject: subject.ok_or_else(|| FinishError::Refused("the Graph API tells no id".to_owned()))?,
            auth_time: now,
            amr: Vec::new(),
        };
        vouch(self.config, proven, &claims, tokens)
    }

    /// `appsecret_proof` shows that whoever uses the token also has the secret.
    async fn me(&self, access_token: &str) -> Result<Claims, FinishError> {
        let secret = self.config.authentication.secret().map_or("", ExposeSecret::expose_secret);
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let proof = hex(hmac::sign(&key, access_token.as_bytes()).as_ref());
        let mut url = self.join("me")?;
        url.query_pairs_mut()
            .append_pair("fields", &self.fields())
            .append_pair("access_token", access_token)
            .append_pair("appsecret_proof", &proof);
        let answer = self.fetcher.get(&url, None).await?;
        if !answer.status().is_success() {
            return Err(FinishError::Exchange(format!("the Graph API answered {}", answer.status())));
        }
        let members: Map<String, Value> = serde_json::from_slice(answer.body())
            .map_err(|_| FinishError::Refused("the Graph API's answer is no JSON object".to_owned()))?;
        Ok(Claims::new(members))
    }

    /// What is mapped, and nothing else.
    fn fields(&self) -> String {
        let mapping = &self.config.mapping;
        let mut fields = vec!["id"];
        for field in mapping.wanted.iter().chain(mapping.fields.iter().map(|(_, claim)| claim)) {
            if !fields.contains(&field.as_str()) {
                fields.push(field);
            }
        }
        fields.join(",")
    }

    fn join(&self, path: &str) -> Result<Url, FinishError> {
        self.graph.join(path).map_err(|error| FinishError::Exchange(error.to_string()))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
