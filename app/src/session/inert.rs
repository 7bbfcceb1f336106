//! The engine where there is no browser: nothing happens, and forms and links have to do.

use super::{Call, CallFailure, Freshness, Outlets, Reply, Stale};
use crate::{alerts::Alerts, wire::Person};

/// Stands in for the engine on the server.
#[derive(Clone, Copy)]
pub(super) struct Engine;

#[allow(clippy::unused_self, clippy::unused_async, reason = "the shape is that of the engine in the browser")]
impl Engine {
    pub(super) fn start(_: Option<Person>, _: Outlets, _: Alerts) -> Self {
        Self
    }

    pub(super) fn sign_in(self, _: &str, _: Option<u32>) -> bool {
        false
    }

    pub(super) fn reopen(self) {}

    pub(super) fn cancel(self) {}

    pub(super) fn use_this_tab(self) {}

    pub(super) fn renew(self) {}

    pub(super) fn sign_out(self) {}

    pub(super) async fn ensure_fresh(self, _: Freshness) -> Result<(), Stale> {
        Err(Stale::Unreachable)
    }

    pub(super) async fn call(self, _: Call) -> Result<Reply, CallFailure> {
        Err(CallFailure::Unreachable)
    }
}
