//! Whether a provider answers at all, by what was last seen of it: nobody is sent to one that is down, for
//! there the browser's own page would be all that they see.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::StatusCode;
use url::Url;

use super::{
    RelyingParty,
    fetch::{Answer, FetchError},
    service::Way,
};
use crate::{
    clock::Moment,
    config::{ProviderConfig, ProviderKind},
};

/// Whoever was heard of within this time is not asked before somebody is sent there.
const HEARD: Duration = Duration::from_secs(2 * 60);
/// Within this time after it was silent, a provider is not asked again.
const RETRY: Duration = Duration::from_secs(3);
/// So long it is said of a provider that it does not answer, unless it is heard of again. What was longer
/// ago says nothing about now.
const SILENT: Duration = Duration::from_secs(2 * 60);
/// What a connection may take beyond its own limit before an answer that does not come is called slow.
const PATIENCE: Duration = Duration::from_secs(1);

/// What was last seen of one provider.
#[derive(Default)]
pub(super) struct Reach {
    last: Mutex<Option<Seen>>,
    /// Held by whoever is asking: the others wait for what comes of it.
    asking: tokio::sync::Mutex<()>,
}

struct Seen {
    at: Moment,
    answered: bool,
}

/// Where a provider is asked whether it is there.
pub(super) enum Address {
    /// Its metadata: there it has something to say.
    Document(Url),
    /// Somewhere at a host of its own, for it publishes nothing. What that says means nothing.
    Host(Url),
}

/// What became of a question.
pub(super) enum Heard {
    /// An answer, whatever it says.
    Answer(StatusCode),
    /// Somebody takes their time, or says what cannot be read: that is for the sign-in itself to find out.
    Unclear,
    /// Nobody is there.
    Silence,
}

impl Heard {
    /// What that says of whoever was asked. A gateway that stands before somebody who is not there is nobody.
    pub(super) fn of(outcome: &Result<Answer, FetchError>) -> Self {
        const NOBODY: [StatusCode; 3] =
            [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT];
        match outcome {
            Ok(answer) if NOBODY.contains(&answer.status()) => Self::Silence,
            Ok(answer) => Self::Answer(answer.status()),
            Err(error) => Self::of_error(error),
        }
    }

    /// The same of an answer that did not come.
    pub(super) fn of_error(error: &FetchError) -> Self {
        match error {
            FetchError::Network(error) if error.is_timeout() && !error.is_connect() => Self::Unclear,
            FetchError::Network(_) => Self::Silence,
            FetchError::Private(_) | FetchError::TooLarge | FetchError::Compressed | FetchError::Request(_) => {
                Self::Unclear
            }
        }
    }

    fn is_silence(&self) -> bool {
        matches!(self, Self::Silence)
    }
}

impl Reach {
    /// Takes down what was just seen. Whether it fell silent with that, or is back.
    pub(super) fn note(&self, heard: &Heard, now: &Moment) -> bool {
        let answered = !heard.is_silence();
        let before = self.last().replace(Seen { at: now.clone(), answered });
        before.is_none_or(|seen| seen.answered) != answered
    }

    /// Whether it was silent a moment ago.
    fn is_silent(&self, now: &Moment) -> bool {
        self.last().as_ref().is_some_and(|seen| !seen.answered && now.elapsed_since(&seen.at) < SILENT)
    }

    /// Whether it answers, where that need not be asked.
    fn known(&self, now: &Moment) -> Option<bool> {
        let last = self.last();
        let seen = last.as_ref()?;
        let counts = if seen.answered { HEARD } else { RETRY };
        (now.elapsed_since(&seen.at) < counts).then_some(seen.answered)
    }

    fn last(&self) -> MutexGuard<'_, Option<Seen>> {
        // Nothing can be half written.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RelyingParty {
    /// Whether the provider of that id did not answer when it was last asked, a moment ago.
    pub fn is_silent(&self, provider: &str) -> bool {
        self.find(provider).is_some_and(|(_, way)| way.reach.is_silent(&self.parts.clock.moment()))
    }

    /// Asks a silent provider once more, for whoever comes next. Of those who ask at once, one does.
    pub async fn look_again(&self, provider: &str) {
        let Some((config, way)) = self.find(provider) else { return };
        let Ok(_asking) = way.reach.asking.try_lock() else { return };
        if way.reach.known(&self.parts.clock.moment()).is_none() {
            self.ask(config, way).await;
        }
    }

    /// Whether anybody is there for a browser that is sent to that provider. Asked only where nothing was
    /// heard of it for a while.
    pub(super) async fn is_there(&self, config: &ProviderConfig, way: &Way) -> bool {
        if let Some(known) = way.reach.known(&self.parts.clock.moment()) {
            return known;
        }
        let _asking = way.reach.asking.lock().await;
        match way.reach.known(&self.parts.clock.moment()) {
            Some(known) => known,
            None => !self.ask(config, way).await.is_silence(),
        }
    }

    /// Asks it for something small, and takes down what came of it.
    pub(super) async fn ask(&self, config: &ProviderConfig, way: &Way) -> Heard {
        let Some(address) = address(config, way) else { return Heard::Unclear };
        let most = config.network.connect_timeout + PATIENCE;
        let (url, says_something) = match address {
            Address::Document(url) => (Some(url), true),
            Address::Host(url) => (url.join("/").ok(), false),
        };
        let Some(url) = url else { return Heard::Unclear };
        let heard = match tokio::time::timeout(most, way.fetcher.get(&url, None)).await {
            Ok(Ok(answer)) if !says_something => Heard::Answer(answer.status()),
            Ok(outcome) => Heard::of(&outcome),
            Err(_) => Heard::Unclear,
        };
        // Once, however long it lasts.
        match (way.reach.note(&heard, &self.parts.clock.moment()), heard.is_silence()) {
            (true, true) => tracing::warn!(provider = %config.id, address = %url, "{} does not answer", config.id),
            (true, false) => tracing::info!(provider = %config.id, "{} answers again", config.id),
            (false, _) => {}
        }
        heard
    }
}

fn address(config: &ProviderConfig, way: &Way) -> Option<Address> {
    match (&config.kind, &way.directory) {
        (ProviderKind::Oidc(_), Some(directory)) => directory.address(),
        (ProviderKind::Oidc(_), None) => None,
        (ProviderKind::OAuth2(oauth2), _) => Some(Address::Host(oauth2.userinfo.clone())),
        (ProviderKind::Facebook { graph, .. }, _) => Some(Address::Host(graph.clone())),
    }
}
