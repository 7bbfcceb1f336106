//! The browser session: who is signed in in this tab, and everything that keeps it so.
//!
//! [`machine`] decides, `effects` do, `engine` runs the one on the other; pages see [`Session`].

mod call;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod effects;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod engine;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "inert.rs"]
mod engine;
pub mod machine;
mod phase;
#[cfg(any(test, all(feature = "hydrate", not(feature = "ssr"))))]
mod pkce;

use leptos::prelude::*;

use self::engine::Engine;
pub use call::{Call, CallFailure, Freshness, Method, Reply, Stale};
pub use phase::Phase;

use crate::{
    alerts::Alerts,
    wire::{Boot, Person},
};

/// The session of this tab. Inert on the server, where only [`Session::person`] says something.
#[derive(Clone, Copy)]
pub struct Session {
    outlets: Outlets,
    engine: Engine,
}

/// What pages read.
#[derive(Clone, Copy)]
struct Outlets {
    phase: RwSignal<Phase>,
    person: RwSignal<Option<Person>>,
    last_provider: RwSignal<Option<String>>,
    expires_at: RwSignal<Option<f64>>,
}

impl Session {
    /// Puts the session in context. Called once, by `App`; only in the browser does it act.
    pub fn provide(boot: &Boot, alerts: Alerts) -> Self {
        let outlets = Outlets {
            phase: RwSignal::new(if boot.person.is_some() { Phase::Unknown } else { Phase::SignedOut }),
            person: RwSignal::new(boot.person.clone()),
            last_provider: RwSignal::new(None),
            expires_at: RwSignal::new(None),
        };
        let session = Self { outlets, engine: Engine::start(boot.person.clone(), outlets, alerts) };
        provide_context(session);
        session
    }

    /// Where the session stands.
    pub fn phase(self) -> ReadSignal<Phase> {
        self.outlets.phase.read_only()
    }

    /// Who is signed in, from the first paint on. Never `None` merely because nothing is known yet.
    pub fn person(self) -> ReadSignal<Option<Person>> {
        self.outlets.person.read_only()
    }

    /// The provider used last in this browser. `None` on the server and while hydrating.
    pub fn last_provider(self) -> ReadSignal<Option<String>> {
        self.outlets.last_provider.read_only()
    }

    /// When the access token ends, in milliseconds on this browser's clock. `None` without a token.
    pub fn expires_at(self) -> ReadSignal<Option<f64>> {
        self.outlets.expires_at.read_only()
    }

    /// Begins a sign-in in a popup. Call it straight in the click handler: its first act is
    /// `window.open`, and nothing may be awaited before that. A blocked popup goes on as a full
    /// page. `false` on the server, where the plain link has to do.
    pub fn sign_in(self, provider: &str) -> bool {
        self.engine.sign_in(provider, None)
    }

    /// Asks for a fresher proof of identity (at most `max_auth_age` seconds old), through the
    /// provider of this session, in a popup over the page. Call it straight in the click handler.
    ///
    /// `false` also where nobody is signed in.
    pub fn step_up(self, max_auth_age: u32) -> bool {
        let provider = self.outlets.person.with_untracked(|person| person.as_ref().map(|p| p.provider.clone()));
        provider.is_some_and(|provider| self.engine.sign_in(&provider, Some(max_auth_age)))
    }

    /// While signing in or stepping up: brings the popup back, or opens another.
    pub fn reopen(self) {
        self.engine.reopen();
    }

    /// While signing in or stepping up: gives it up.
    pub fn cancel(self) {
        self.engine.cancel();
    }

    /// While signing in or stepping up: goes on in this tab instead, as a full page.
    pub fn use_this_tab(self) {
        self.engine.use_this_tab();
    }

    /// Fetches a new access token now and tells the person so.
    pub fn renew(self) {
        self.engine.renew();
    }

    /// Signs out on the server, then here and in every tab. Where the server does not answer the
    /// person stays signed in and is told so: the cookie would still work, and a page that says
    /// otherwise would leave an open session behind.
    pub fn sign_out(self) {
        self.engine.sign_out();
    }

    /// Waits until the session is as fresh as `need` says, renewing silently if that helps.
    ///
    /// Never opens a popup: [`Stale::ProofTooOld`] asks the page for a click on a step-up button.
    pub async fn ensure_fresh(self, need: Freshness) -> Result<(), Stale> {
        self.engine.ensure_fresh(need).await
    }

    /// Calls the API with the access token. A 401 renews once and retries once.
    pub async fn call(self, call: Call) -> Result<Reply, CallFailure> {
        self.engine.call(call).await
    }
}
