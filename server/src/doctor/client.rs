//! Whether the provider takes us for the client that we say we are.

use serde::Deserialize;
use url::Url;

use super::{
    finding::{Check, Said},
    provider::Examination,
};
use crate::{
    config::ClientAuthentication,
    relying_party::{ClientRequests, Fetcher},
};

/// What a code that nobody has is answered with, once it is known who asks (RFC 6749 §5.2).
const CODE_REFUSED: [&str; 2] = ["invalid_grant", "bad_verification_code"];
const CLIENT_REFUSED: [&str; 3] = ["invalid_client", "unauthorized_client", "incorrect_client_credentials"];

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

pub(super) async fn examine(
    examination: &mut Examination,
    fetcher: &Fetcher,
    token_endpoint: &Url,
    methods: Option<&[String]>,
) {
    let method = method(&examination.config.authentication);
    if let (Some(method), Some(methods)) = (method, methods)
        && !methods.iter().any(|known| known == method)
    {
        let setting = examination.line("client_authentication", methods.first().map_or("", String::as_str));
        examination.note(Check::Client, Said::ClientMethodUnknown(method, methods.join(", ")), Some(setting));
    }
    let said = ask(examination, fetcher, token_endpoint, methods).await;
    let setting = match said {
        Said::ClientRefused(_) => Some(examination.line("client_id", &examination.config.client_id)),
        _ => None,
    };
    examination.note(Check::Client, said, setting);
}

async fn ask(examination: &Examination, fetcher: &Fetcher, endpoint: &Url, methods: Option<&[String]>) -> Said {
    let requests = ClientRequests {
        config: &examination.config,
        fetcher,
        methods,
        now: examination.around.clock.now(),
        random: examination.around.random.as_ref(),
    };
    let redirect_uri = examination.redirect_uri();
    let nobodys = crate::random::token(examination.around.random.as_ref());
    let form = [
        ("grant_type", "authorization_code"),
        ("code", nobodys.as_str()),
        ("redirect_uri", redirect_uri.as_str()),
        ("code_verifier", nobodys.as_str()),
    ];
    let answer = match requests.post(endpoint, &form).await {
        Ok(answer) => answer,
        Err(error) => return Said::ClientUndecided(examination.without_secrets(&error.to_string())),
    };
    let refusal: Option<Refusal> = serde_json::from_slice(answer.body()).ok();
    match refusal.map(|refusal| refusal.error) {
        Some(error) if CODE_REFUSED.contains(&error.as_str()) => {
            Said::ClientTaken(method(&examination.config.authentication).unwrap_or("client_secret"))
        }
        Some(error) if CLIENT_REFUSED.contains(&error.as_str()) => Said::ClientRefused(error),
        Some(error) => Said::ClientUndecided(examination.without_secrets(&error)),
        None if answer.status() == http::StatusCode::UNAUTHORIZED => {
            Said::ClientRefused(answer.status().as_u16().to_string())
        }
        None => Said::ClientUndecided(answer.status().as_u16().to_string()),
    }
}

/// As metadata call it; `None` where it follows from them.
const fn method(authentication: &ClientAuthentication) -> Option<&'static str> {
    match authentication {
        ClientAuthentication::Secret(_) => None,
        ClientAuthentication::SecretBasic(_) => Some("client_secret_basic"),
        ClientAuthentication::SecretPost(_) | ClientAuthentication::AppleSecret { .. } => Some("client_secret_post"),
        ClientAuthentication::PrivateKeyJwt(_) => Some("private_key_jwt"),
        ClientAuthentication::None => Some("none"),
    }
}
