use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Semaphore;

use super::{ForeignRefused, WhyInvalid, claims::Claims};
use crate::{clock::Moment, config::ForeignTokenConfig, relying_party::RelyingParty};

/// What an issuer said counts that long, and never beyond the token's end.
pub(super) const BELIEVED_FOR: Duration = Duration::from_secs(30);
/// Questions under way at a time: whoever makes up tokens must not make us flood the issuer.
const MOST_AT_ONCE: usize = 16;
/// How long a token waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

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
        (provider, config): (&str, &ForeignTokenConfig),
        relying_party: &RelyingParty,
        now: &Moment,
    ) -> Result<Claims, ForeignRefused> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(ForeignRefused::Unreachable("too many questions are under way".to_owned()));
        };
        let body = relying_party.introspect(provider, &config.issuer, token, now).await?;
        let unusable = |error: serde_json::Error| ForeignRefused::Unreachable(format!("introspection: {error}"));
        let Told { active } = serde_json::from_slice(&body).map_err(unusable)?;
        if !active {
            return Err(WhyInvalid::Inactive.into());
        }
        serde_json::from_slice(&body).map_err(unusable)
    }
}
