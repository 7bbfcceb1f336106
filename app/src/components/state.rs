use leptos::{prelude::*, server::ServerActionError, server_fn::error::ServerFnUrlError};

use super::{Lang, LiveCart};
use crate::{
    alerts::Alerts,
    api::OrderError,
    session::Session,
    wire::{Boot, PASSWORD, ProviderLink},
};

/// What every page may ask for. Cheap to copy: all of it are handles.
#[derive(Clone, Copy)]
pub struct AppState {
    /// Who is signed in, and how to change that.
    pub session: Session,
    /// Toasts and alerts.
    pub alerts: Alerts,
    /// Words.
    pub lang: Lang,
    /// The cart.
    pub cart: LiveCart,
    boot: StoredValue<Boot>,
    written: bool,
    personal: bool,
}

impl AppState {
    /// Puts the state in context. Called once, by `App`.
    pub fn provide(boot: Boot) -> Self {
        let alerts = Alerts::provide(boot.notice.clone());
        let state = Self {
            session: Session::provide(&boot, alerts),
            alerts,
            lang: Lang::new(boot.language),
            cart: LiveCart::new(boot.cart.clone()),
            written: boot.written,
            personal: boot.personal,
            boot: StoredValue::new(boot),
        };
        provide_context(state);
        state
    }

    /// The ways to sign in, in the order of the buttons.
    pub fn providers(self) -> Vec<ProviderLink> {
        self.boot.with_value(|boot| boot.providers.clone())
    }

    /// A provider's name for people, ours among them; its id where it is no longer configured.
    pub fn provider_label(self, id: &str) -> String {
        if id == PASSWORD {
            return "Gatepost".to_owned();
        }
        self.boot.with_value(|boot| {
            boot.providers
                .iter()
                .find(|provider| provider.id == id)
                .map_or_else(|| id.to_owned(), |provider| provider.label.clone())
        })
    }

    /// Whether the server alone writes this page, forms and words.
    pub const fn is_written(self) -> bool {
        self.written
    }

    /// Whether such a page is for the person who is signed in, and nobody else.
    pub const fn is_personal(self) -> bool {
        self.personal
    }

    /// Whether the demo provider is on.
    pub fn demo(self) -> bool {
        self.boot.with_value(|boot| boot.demo)
    }

    /// Seconds since the last proof of identity that the checkout accepts.
    pub fn checkout_max_auth_age(self) -> u32 {
        self.boot.with_value(|boot| boot.checkout_max_auth_age)
    }

    /// The server's clock when it rendered the page, in seconds since 1970.
    pub fn rendered_at(self) -> i64 {
        self.boot.with_value(|boot| boot.now)
    }
}

/// The state of this page. `App` itself provides it, also while routes are listed without a request.
pub fn app_state() -> AppState {
    expect_context()
}

/// What the form that posts to `path` was told, where it was sent without script: server functions
/// then answer with a redirect that carries the error in the address.
pub fn form_error(path: &str) -> Option<OrderError> {
    let error = use_context::<ServerActionError>()?;
    (error.path() == path).then(|| ServerFnUrlError::<OrderError>::decode_err(error.err()))
}
