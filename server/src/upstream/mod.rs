//! The session with the provider: what is kept of it, how it ends there and here, and whether it goes on.
//!
//! - [`Upstream::record`] keeps, at a sign-in, what the provider's settings ask for.
//! - [`Upstream::signed_out`] is what follows a sign-out here: tokens given back, and the way to the
//!   provider's own sign-out.
//! - [`Upstream::obey`] is a provider's word that somebody is signed out there.
//! - [`Upstream::access_token`] is a token of the provider's, for the person's own app.
//! - [`Upstream::check`] asks whether somebody is still signed in there.

mod api_token;
mod checking;
mod keeping;
mod received;
mod renewing;
mod sign_out;

use std::sync::Arc;

pub use api_token::{ApiToken, ApiTokenError, Asked};
pub use checking::{Check, Checked};
pub use keeping::Forgotten;
pub use received::{LogoutRefused, SignedOutBy};
pub use sign_out::Leaving;

use crate::{
    clock::{Clock, Timestamp},
    config::{ProviderConfig, UpstreamConfig},
    random::Random,
    relying_party::RelyingParty,
    session::Sessions,
    store::Store,
    token::Vault,
};

/// What the sessions with providers are kept with.
pub struct UpstreamParts {
    /// The store.
    pub store: Store,
    /// What seals tokens at rest.
    pub vault: Arc<Vault>,
    /// Speaks with the providers.
    pub relying_party: Arc<RelyingParty>,
    /// Our own sessions.
    pub sessions: Arc<Sessions>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// The sessions with providers.
pub struct Upstream {
    parts: UpstreamParts,
}

impl Upstream {
    /// Sessions with providers, over those parts.
    pub fn new(parts: UpstreamParts) -> Self {
        Self { parts }
    }

    fn settings(&self, provider: &str) -> Option<&UpstreamConfig> {
        self.parts.relying_party.provider(provider).map(|config: &ProviderConfig| &config.upstream)
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }
}
