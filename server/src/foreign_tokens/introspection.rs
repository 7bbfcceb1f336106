use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Semaphore;

use super::{ForeignRefused, WhyInvalid, claims::Claims};
use crate::{
    clock::Moment,
    config::ProviderConfig,
    random::Random,
    relying_party::{ClientRequests, Directory, Fetcher},
};

/// What an issuer said counts that long, and never beyond the token's end.
pub(super) const BELIEVED_FOR: Duration = Duration::from_secs(30);
/// Questions under way at a time: whoever makes up tokens must not make us flood the issuer.
const MOST_AT_ONCE: usize = 16;
/// How long a token waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whom to ask.
pub(super) struct Whom<'a> {
    /// The provider whose client we are.
    pub(super) provider: &'a ProviderConfig,
    /// What the issuer says of itself.
    pub(super) directory: &'a Directory,
    /// How it is called.
    pub(super) fetcher: &'a Fetcher,
}

/// Asks an issuer about its opaque tokens (RFC 7662).
pub(super) struct Introspection {
    turns: Semaphore,
}

#[derive(Deserialize)]
struct Told {
    active: bool,
}

impl Introspection {
    pub(super) const fn new() -> Self {
        Self { turns: Semaphore::const_new(MOST_AT_ONCE) }
    }

    /// What the issuer says of that token; `Inactive` where it does not count.
    pub(super) async fn ask(
        &self,
        token: &str,
        whom: &Whom<'_>,
        random: &dyn Random,
        now: &Moment,
    ) -> Result<Claims, ForeignRefused> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(ForeignRefused::Unreachable("too many questions are under way".to_owned()));
        };
        let body = put(token, whom, random, now).await?;
        let unusable = |error: serde_json::Error| ForeignRefused::Unreachable(format!("introspection: {error}"));
        let Told { active } = serde_json::from_slice(&body).map_err(unusable)?;
        if !active {
            return Err(WhyInvalid::Inactive.into());
        }
        serde_json::from_slice(&body).map_err(|_| WhyInvalid::Malformed.into())
    }
}

/// RFC 7662 §2.1, as the client that we are at the provider.
async fn put(token: &str, whom: &Whom<'_>, random: &dyn Random, now: &Moment) -> Result<Vec<u8>, ForeignRefused> {
    let metadata = whom.directory.metadata(now).await?;
    let nowhere = || ForeignRefused::Unreachable("it names no introspection endpoint".to_owned());
    let endpoint = metadata.introspection_endpoint.as_ref().ok_or_else(nowhere)?;
    let methods = metadata.token_endpoint_auth_methods.as_deref();
    let requests = ClientRequests { config: whom.provider, fetcher: whom.fetcher, methods, now: now.at, random };
    let form = [("token", token), ("token_type_hint", "access_token")];
    let answer = requests.post(endpoint, &form).await;
    let answer = answer.map_err(|error| ForeignRefused::Unreachable(error.to_string()))?;
    if answer.status().is_success() {
        Ok(answer.into_body())
    } else {
        Err(ForeignRefused::Unreachable(format!("introspection: status {}", answer.status())))
    }
}
