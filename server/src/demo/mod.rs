//! The demo provider: an Okta, a Google and a Facebook on this computer, so that Gatepost can be
//! tried, and tested, with nothing configured.
//!
//! It is an ordinary user of [`crate::provider`]: real codes, real PKCE, real signed tokens. What
//! is not real is the proof of identity: its page asks who to be. Therefore it has an origin of
//! its own and starts on loopback only ([`check`]).
//!
//! Switches make it behave as the providers of the field do on a bad day. `GET /_switches` keeps
//! them in a cookie of the browser; `demo_` before their names, in the address of an authorization
//! request, sets them for that one. They travel with the grant to the answers that the
//! application's server fetches.
//!
//! | switch | values |
//! |---|---|
//! | `coop` | a value of `Cross-Origin-Opener-Policy`, sent with the page |
//! | `coop_on` | `page`, or `redirect`: on a bare 302 before the page instead |
//! | `delay_ms` | 0 to 60000: how late the token endpoint answers; the page is not delayed |
//! | `fault` | what goes wrong, names separated by commas; the page at `/` lists them |

mod authorize;
mod distort;
mod facebook;
mod fault;
mod form;
mod graph_error;
mod guard;
mod headers;
mod index;
mod open_id;
mod page;
mod people;
mod sign_in_page;
mod stand_in;
mod switches;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use url::Url;

pub use guard::{Refusal, check};

use self::stand_in::StandIn;
use crate::{
    clock::Clock,
    provider::{Provider, ProviderParts},
    random::Random,
    store::Store,
    token::{Keyring, MacRing},
};

/// No form here is longer.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What the demo provider works with.
pub struct DemoParts {
    /// Where grants are kept.
    pub store: Store,
    /// What signs its tokens: a ring of its own, not Gatepost's.
    pub keys: Arc<Keyring>,
    /// What its refresh tokens are derived with.
    pub macs: Arc<MacRing>,
    /// Its time.
    pub clock: Arc<dyn Clock>,
    /// Its randomness.
    pub random: Arc<dyn Random>,
    /// The origin it is known under.
    pub public_url: Url,
    /// Gatepost's own public address: where its forms may lead in the end.
    pub relying_party: Url,
}

/// The demo provider. Cheap to clone.
#[derive(Clone)]
pub struct DemoState(Arc<Demo>);

/// What all its pages share.
struct Demo {
    parts: ProviderParts,
    origin: String,
    relying_party: String,
}

/// One of the providers it stands in for.
struct Site {
    stand_in: StandIn,
    provider: Provider,
    demo: Arc<Demo>,
}

impl DemoState {
    /// The demo provider. Call [`check`] first.
    pub fn new(parts: DemoParts) -> Self {
        let DemoParts { store, keys, macs, clock, random, public_url, relying_party } = parts;
        Self(Arc::new(Demo {
            parts: ProviderParts { store, keys, macs, clock, random },
            origin: public_url.origin().ascii_serialization(),
            relying_party: relying_party.origin().ascii_serialization(),
        }))
    }

    fn site(&self, stand_in: StandIn) -> Arc<Site> {
        let provider = Provider::new(stand_in.settings(&self.0.origin), self.0.parts.clone());
        Arc::new(Site { stand_in, provider, demo: Arc::clone(&self.0) })
    }
}

/// Everything that the demo provider answers, on an origin of its own.
pub fn router(state: DemoState) -> Router {
    Router::new()
        .route("/", get(index::show))
        .route("/_switches", get(index::set_switches))
        .route(page::STYLE_PATH, get(page::style))
        .route(page::ICON_PATH, get(page::icon))
        .with_state(Arc::clone(&state.0))
        .merge(open_id::okta(state.site(StandIn::Okta)))
        .merge(open_id::google(state.site(StandIn::Google)))
        .merge(facebook::routes(state.site(StandIn::Facebook)))
        .fallback(page::not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::map_response(headers::secure))
}
