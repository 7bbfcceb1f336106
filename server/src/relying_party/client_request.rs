use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, header};
use jsonwebtoken::{Header, encode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::{Url, form_urlencoded};

use super::{
    FinishError,
    fetch::{Answer, FetchError, Fetcher, Request},
};
use crate::{
    clock::Timestamp,
    config::{ClientAuthentication, ClientKey, ProviderConfig},
    random::{self, Random},
};

/// Life of an assertion, seconds: it is made for one request.
const ASSERTION_LIFE: i64 = 120;
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Requests that we make at a provider as its client: for tokens, and about them.
pub struct ClientRequests<'a> {
    /// Which provider.
    pub config: &'a ProviderConfig,
    /// How it is called.
    pub fetcher: &'a Fetcher,
    /// How it says that a client may authenticate, where it says so.
    pub methods: Option<&'a [String]>,
    /// The time.
    pub now: Timestamp,
    /// Randomness.
    pub random: &'a dyn Random,
}

impl ClientRequests<'_> {
    /// Posts a form, and shows that it is from us.
    pub async fn post(&self, endpoint: &Url, form: &[(&str, &str)]) -> Result<Answer, FinishError> {
        Ok(self.fetcher.send(self.request(endpoint, form)?).await?)
    }

    fn request(&self, endpoint: &Url, form: &[(&str, &str)]) -> Result<Request, FinishError> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let client_id = self.config.client_id.as_str();
        let mut basic = None;
        match &self.config.authentication {
            ClientAuthentication::Secret(secret) if self.takes_basic() => basic = Some(secret),
            ClientAuthentication::SecretBasic(secret) => basic = Some(secret),
            ClientAuthentication::Secret(secret) | ClientAuthentication::SecretPost(secret) => {
                body.append_pair("client_id", client_id).append_pair("client_secret", secret.expose_secret());
            }
            ClientAuthentication::PrivateKeyJwt(key) => {
                let assertion = self.signed(key, client_id, endpoint.as_str())?;
                body.append_pair("client_id", client_id)
                    .append_pair("client_assertion_type", JWT_BEARER)
                    .append_pair("client_assertion", assertion.expose_secret());
            }
            ClientAuthentication::AppleSecret { team_id, key } => {
                let secret = self.signed(key, team_id, &self.config.kind.issuer())?;
                body.append_pair("client_id", client_id).append_pair("client_secret", secret.expose_secret());
            }
            ClientAuthentication::None => {
                body.append_pair("client_id", client_id);
            }
        }
        let mut request = http::Request::builder()
            .method(Method::POST)
            .uri(endpoint.as_str())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(secret) = basic {
            request = request.header(header::AUTHORIZATION, basic_credentials(client_id, secret));
        }
        Ok(request.body(body.finish().into_bytes()).map_err(FetchError::from)?)
    }

    /// Every server takes it (RFC 6749 §2.3.1), unless it says otherwise.
    fn takes_basic(&self) -> bool {
        self.methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"))
    }

    /// RFC 7523 §3, and Apple's client secret: `issuer` says that it is our client.
    fn signed(&self, key: &ClientKey, issuer: &str, audience: &str) -> Result<SecretString, FinishError> {
        let header = Header { kid: key.id.clone(), ..Header::new(key.algorithm) };
        let claims = json!({
            "iss": issuer,
            "sub": self.config.client_id,
            "aud": audience,
            "iat": self.now.seconds(),
            "exp": self.now.seconds() + ASSERTION_LIFE,
            "jti": random::token(self.random),
        });
        let signed = encode(&header, &claims, &key.key);
        signed.map(SecretString::from).map_err(|_| FinishError::Exchange("the private key does not sign".to_owned()))
    }
}

/// Both are encoded as a form would before they are encoded again (RFC 6749 §2.3.1).
fn basic_credentials(client_id: &str, secret: &SecretString) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client_id), encoded(secret.expose_secret()));
    format!("Basic {}", STANDARD.encode(pair))
}
