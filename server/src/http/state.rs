use std::{sync::Arc, time::Duration};

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use tokio::sync::Semaphore;

use super::{Places, cookies::CookieNames, popup_page::PopupPage, site};
use crate::{
    account::Accounts,
    audit::Allowance,
    clock::Clock,
    config::{RegistrationConfig, ServerConfig, UiConfig},
    doctor::Doctor,
    foreign_tokens::ForeignTokens,
    mail::Inbox,
    provider::{ClientRegistry, Provider},
    random::Random,
    relying_party::RelyingParty,
    session::Sessions,
    shop::Orders,
    sign_in::SignIn,
    store::Store,
    token::Keyring,
    upstream::Upstream,
};

/// Audit rows a minute for what anybody can cause: more of it tells support nothing new.
const MOST_UNKNOWN: u32 = 60;

/// What the router is made of.
pub struct AppParts {
    /// The store, for readiness and audit.
    pub store: Store,
    /// Public keys.
    pub keys: Arc<Keyring>,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// What signs people in to applications.
    pub provider: Arc<Provider>,
    /// From a provider's word to a session.
    pub sign_in: Arc<SignIn>,
    /// Local accounts.
    pub accounts: Arc<Accounts>,
    /// Applications that sign people in here.
    pub clients: ClientRegistry,
    /// Which of them may register themselves.
    pub registration: RegistrationConfig,
    /// Where addresses are.
    pub places: Places,
    /// Signing in with others.
    pub relying_party: Arc<RelyingParty>,
    /// Looks whether what is configured works.
    pub doctor: Doctor,
    /// Access tokens of other issuers; `None` where none of them count.
    pub foreign_tokens: Option<Arc<ForeignTokens>>,
    /// The sessions with them.
    pub upstream: Arc<Upstream>,
    /// The shop.
    pub orders: Arc<Orders>,
    /// Everybody's mailbox in the demo; `None` elsewhere.
    pub inbox: Option<Inbox>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Where we are.
    pub server: ServerConfig,
    /// What pages look like.
    pub ui: UiConfig,
    /// Whether the demo provider stands beside us.
    pub demo: bool,
    /// How old a proof of identity may be at the checkout.
    pub checkout_max_auth_age: Duration,
}

/// The application, shared by all requests.
#[derive(Clone)]
pub struct App(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) parts: AppParts,
    pub(super) origin: String,
    pub(super) cookies: CookieNames,
    pub(super) popup_page: PopupPage,
    /// For failed sign-ins that no browser of ours began.
    pub(super) unknown_sign_ins: Allowance,
    /// For logout tokens that do not count.
    pub(super) refused_logouts: Allowance,
    /// Passwords are rated one at a time.
    pub(super) ratings: Semaphore,
    /// What is configured is examined once at a time.
    pub(super) examinations: Semaphore,
    /// Whether any provider is asked whether people are still signed in there.
    pub(super) asks_providers: bool,
    leptos: LeptosOptions,
}

impl App {
    /// The application made of those parts.
    pub fn new(parts: AppParts) -> Self {
        let origin = parts.server.origin();
        Self(Arc::new(Inner {
            cookies: CookieNames::new(parts.server.is_https()),
            popup_page: PopupPage::new(&origin),
            unknown_sign_ins: Allowance::new(MOST_UNKNOWN),
            refused_logouts: Allowance::new(MOST_UNKNOWN),
            ratings: Semaphore::new(1),
            examinations: Semaphore::new(1),
            origin,
            asks_providers: parts.upstream.asks(),
            leptos: site::leptos_options(),
            parts,
        }))
    }
}

impl std::ops::Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0.parts
    }
}

impl FromRef<App> for LeptosOptions {
    fn from_ref(app: &App) -> Self {
        app.0.leptos.clone()
    }
}
