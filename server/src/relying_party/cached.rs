use std::{future::Future, sync::Arc, time::Duration};

use super::DirectoryError;
use crate::clock::Moment;

/// While an issuer is down, what it said last counts for this long.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// After a failed look, what was said last serves for this long before it is asked again: whoever
/// waits for an issuer that hangs holds up everybody behind them.
const RETRY: Duration = Duration::from_secs(30);
/// The same where nothing is known of it: the failure is told again at once.
const RETRY_UNKNOWN: Duration = Duration::from_secs(3);

/// Something that an issuer says, and how long it counts, whatever its cache headers say.
pub(super) struct Cached<T> {
    fresh: Duration,
    known: Option<(Arc<T>, Moment)>,
    failed: Option<(DirectoryError, Moment)>,
}

impl<T> Cached<T> {
    pub(super) fn new(fresh: Duration) -> Self {
        Self { fresh, known: None, failed: None }
    }

    /// What is known, if it is fresh; else what `fetch` brings, or what is known still while that fails.
    pub(super) async fn get(
        &mut self,
        now: &Moment,
        fetch: impl Future<Output = Result<T, DirectoryError>>,
    ) -> Result<Arc<T>, DirectoryError> {
        let usable = match &self.known {
            Some((known, at)) if now.elapsed_since(at) < self.fresh => return Ok(Arc::clone(known)),
            Some((known, at)) if now.elapsed_since(at) < STALE => Some(Arc::clone(known)),
            _ => None,
        };
        let wait = if usable.is_some() { RETRY } else { RETRY_UNKNOWN };
        if let Some((error, at)) = &self.failed
            && now.elapsed_since(at) < wait
        {
            return usable.ok_or_else(|| error.clone());
        }
        match fetch.await {
            Ok(told) => Ok(self.put(told, now)),
            Err(error) => {
                self.failed = Some((error.clone(), now.clone()));
                usable.ok_or(error)
            }
        }
    }

    /// Takes down what was fetched for another reason.
    pub(super) fn put(&mut self, told: T, now: &Moment) -> Arc<T> {
        let told = Arc::new(told);
        self.known = Some((Arc::clone(&told), now.clone()));
        self.failed = None;
        told
    }
}
