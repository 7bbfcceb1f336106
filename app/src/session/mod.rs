//! The browser session engine.

mod call;
pub mod machine;
mod phase;

use leptos::prelude::*;

pub use call::{Call, CallFailure, Freshness, Method, Reply, Stale};
pub use phase::Phase;

use crate::{
    alerts::Alerts,
    wire::{Boot, Person},
};

/// The session of this tab. Inert on the server, where only [`Session::person`] says something.
#[derive(Clone, Copy)]
pub struct Session {
    phase: RwSignal<Phase>,
    person: RwSignal<Option<Person>>,
    last_provider: RwSignal<Option<String>>,
    expires_at: RwSignal<Option<f64>>,
}

impl Session {
    /// Puts the session in context. Called once, by `App`; only in the browser does it act.
    pub fn provide(boot: &Boot, _alerts: Alerts) -> Self {
        let session = Self {
            phase: RwSignal::new(if boot.person.is_some() { Phase::Unknown } else { Phase::SignedOut }),
            person: RwSignal::new(boot.person.clone()),
            last_provider: RwSignal::new(None),
            expires_at: RwSignal::new(None),
        };
        provide_context(session);
        session
    }

    /// Where the session stands.
    pub fn phase(self) -> Signal<Phase> {
        self.phase.into()
    }

    /// Who is signed in, from the first paint on. Never `None` merely because nothing is known yet.
    pub fn person(self) -> Signal<Option<Person>> {
        self.person.into()
    }

    /// The provider used last in this browser. `None` on the server and while hydrating.
    pub fn last_provider(self) -> Signal<Option<String>> {
        self.last_provider.into()
    }

    /// When the access token ends, in milliseconds on this browser's clock. `None` without a token.
    pub fn expires_at(self) -> Signal<Option<f64>> {
        self.expires_at.into()
    }

    /// Begins a sign-in in a popup. Call it straight in the click handler: its first act is
    /// `window.open`, and nothing may be awaited before that. A blocked popup goes on as a full
    /// page. `false` on the server, where the plain link has to do.
    pub fn sign_in(self, _provider: &str) -> bool {
        false
    }

    /// Asks for a fresher proof of identity (at most `max_auth_age` seconds old), through the
    /// provider of this session, in a popup over the page. Call it straight in the click handler.
    pub fn step_up(self, _max_auth_age: u32) -> bool {
        false
    }

    /// While signing in or stepping up: brings the popup back, or opens another.
    pub fn reopen(self) {}

    /// While signing in or stepping up: gives it up.
    pub fn cancel(self) {}

    /// While signing in or stepping up: goes on in this tab instead, as a full page.
    pub fn use_this_tab(self) {}

    /// Fetches a new access token now and tells the person so.
    pub fn renew(self) {}

    /// Signs out here, in every tab and on the server.
    pub fn sign_out(self) {}

    /// Waits until the session is as fresh as `need` says, renewing silently if that helps.
    ///
    /// Never opens a popup: [`Stale::ProofTooOld`] asks the page for a click on a step-up button.
    pub async fn ensure_fresh(self, _need: Freshness) -> Result<(), Stale> {
        Err(Stale::SignedOut)
    }

    /// Calls the API with the access token. A 401 renews once and retries once.
    pub async fn call(self, _call: Call) -> Result<Reply, CallFailure> {
        Err(CallFailure::SignedOut)
    }
}
