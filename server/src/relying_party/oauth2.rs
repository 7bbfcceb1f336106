//! OAuth 2.0 alone. There is no ID token: whom it is about is asked with a token that our own code
//! exchange has just brought, never with one that somebody brings (RFC 9700 §4.6).

use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    FinishError, TokenAnswer, Vouched,
    claims::Claims,
    client_request::ClientRequests,
    fetch::Fetcher,
    id_token::is_subject,
    vouched::{Proven, vouch},
};
use crate::{
    clock::Timestamp,
    config::{OAuth2Config, ProviderConfig},
    random::Random,
    store::SignInRow,
};

/// One provider that speaks OAuth 2.0.
pub(super) struct OAuth2<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) oauth2: &'a OAuth2Config,
    pub(super) redirect_uri: &'a Url,
    pub(super) fetcher: &'a Fetcher,
    pub(super) random: &'a dyn Random,
}

impl OAuth2<'_> {
    /// Exchanges the code and asks whom it stands for.
    pub(super) async fn redeem(&self, code: &str, row: &SignInRow, now: Timestamp) -> Result<Vouched, FinishError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", row.pkce_verifier.as_str()),
        ];
        let requests =
            ClientRequests { config: self.config, fetcher: self.fetcher, methods: None, now, random: self.random };
        let tokens = TokenAnswer::read(&requests.post(&self.oauth2.token, &form).await?)?;
        let mut claims = self.userinfo(tokens.access_token.expose_secret()).await?;
        if let Some(endpoint) = &self.oauth2.emails {
            self.take_verified_address(endpoint, tokens.access_token.expose_secret(), &mut claims).await?;
        }
        let proven = Proven {
            issuer: self.oauth2.issuer.clone(),
            subject: self.subject(&claims)?,
            auth_time: now,
            amr: Vec::new(),
        };
        vouch(self.config, proven, &claims, tokens)
    }

    async fn userinfo(&self, access_token: &str) -> Result<Claims, FinishError> {
        let answer = self.fetcher.get(&self.oauth2.userinfo, Some(access_token)).await?;
        if !answer.status().is_success() {
            return Err(FinishError::Refused(format!("userinfo: status {}", answer.status())));
        }
        let members: Map<String, Value> = serde_json::from_slice(answer.body())
            .map_err(|_| FinishError::Refused("userinfo: it is no JSON object".to_owned()))?;
        Ok(Claims::new(members))
    }

    /// A text, or a whole number as GitHub's: never a name that could be given to somebody else.
    fn subject(&self, claims: &Claims) -> Result<String, FinishError> {
        let name = &self.config.mapping.subject;
        let subject = match claims.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) if number.is_u64() || number.is_i64() => number.to_string(),
            _ => String::new(),
        };
        if is_subject(&subject) {
            Ok(subject)
        } else {
            Err(FinishError::Refused(format!("userinfo: {name} names nobody")))
        }
    }

    /// GitHub: the address of the profile may be any text; the list says which are verified. The
    /// primary one counts, or else the first. Without leave to see the list there is none.
    async fn take_verified_address(
        &self,
        endpoint: &Url,
        access_token: &str,
        claims: &mut Claims,
    ) -> Result<(), FinishError> {
        let answer = self.fetcher.get(endpoint, Some(access_token)).await?;
        let listed: Vec<Value> = match answer.status() {
            status if status.is_success() => serde_json::from_slice(answer.body())
                .map_err(|_| FinishError::Refused("the list of addresses is none".to_owned()))?,
            status if status.is_client_error() => Vec::new(),
            status => return Err(FinishError::Refused(format!("the list of addresses: status {status}"))),
        };
        let is = |entry: &Value, name: &str| entry.get(name) == Some(&Value::Bool(true));
        let verified: Vec<&Value> = listed.iter().filter(|entry| is(entry, "verified")).collect();
        let best = verified.iter().find(|entry| is(entry, "primary")).or(verified.first());
        claims.put("email_verified", json!(best.is_some()));
        if let Some(address) = best.and_then(|entry| entry.get("email")) {
            claims.put("email", address.clone());
        }
        Ok(())
    }
}
