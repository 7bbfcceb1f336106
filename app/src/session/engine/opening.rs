//! From a click to an open popup, or to a full page where there can be none.

use std::rc::Rc;

use super::driver::{Driver, tell};
use crate::{
    session::{
        effects::{browser, channels::Channels, popup::Popup, storage},
        machine::{ClickLeadsTo, Event, Opening},
        pkce::Secret,
    },
    wire::{StartMode, start_path},
};

/// An open popup with its channels. Dropping it closes both.
pub(super) struct Opened {
    pub(super) popup: Popup,
    pub(super) verifier: String,
    provider: String,
    max_auth_age: Option<u32>,
    channels: Channels,
}

impl Opened {
    /// Tells the popup that it was heard, and closes it where the handle still reaches it.
    pub(super) fn acknowledge(&self) {
        self.channels.acknowledge();
        self.popup.close();
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.popup.close();
    }
}

impl Driver {
    /// Opens the popup of a click. A second click brings the first one's back if it is there.
    pub(super) fn sign_in(self: &Rc<Self>, provider: &str, max_auth_age: Option<u32>) {
        if self.focus_popup(provider) {
            return;
        }
        let opens = match self.ask(|machine, _| machine.click_leads_to()) {
            ClickLeadsTo::Nothing => return,
            ClickLeadsTo::Page => false,
            ClickLeadsTo::Popup => !browser::is_standalone() && self.open(provider, max_auth_age),
        };
        if !opens {
            self.go_on_in_this_tab(provider, max_auth_age);
        }
    }

    /// Brings the popup back, or opens another for the same purpose.
    pub(super) fn reopen(self: &Rc<Self>) {
        let opened = self.purpose();
        if let Some((provider, max_auth_age)) = opened {
            self.sign_in(&provider, max_auth_age);
        }
    }

    /// Goes on as a full page.
    pub(super) fn use_this_tab(self: &Rc<Self>) {
        let opened = self.purpose();
        if let Some((provider, max_auth_age)) = opened {
            self.go_on_in_this_tab(&provider, max_auth_age);
        }
    }

    fn purpose(&self) -> Option<(String, Option<u32>)> {
        self.opened.borrow().as_ref().map(|opened| (opened.provider.clone(), opened.max_auth_age))
    }

    fn focus_popup(&self, provider: &str) -> bool {
        let opened = self.opened.borrow();
        let Some(opened) = opened.as_ref().filter(|opened| opened.provider == provider) else { return false };
        let alive = !opened.popup.looks_closed();
        if alive {
            opened.popup.focus();
        }
        alive
    }

    fn go_on_in_this_tab(self: &Rc<Self>, provider: &str, max_auth_age: Option<u32>) {
        self.dispatch(Event::LeftForPage);
        browser::go(&start_path(provider, StartMode::Page, &browser::here(), max_auth_age));
    }

    /// `false`: no popup to be had. Nothing is awaited before `window.open`.
    fn open(self: &Rc<Self>, provider: &str, max_auth_age: Option<u32>) -> bool {
        let (Some(txn), Some(verifier)) = (browser::random(), browser::random()) else { return false };
        let Secret { txn, verifier, challenge } = Secret::new(txn, verifier);
        let mode = StartMode::Popup { txn: &txn, challenge: &challenge };
        let address = start_path(provider, mode, &browser::here(), max_auth_age);
        let Some(popup) = Popup::open(&address, &format!("gatepost-{txn}")) else { return false };
        let me = self.me.clone();
        let channels = Channels::open(&txn, popup.window(), move |delivery| tell(&me, Event::Delivered(delivery)));
        let provider = provider.to_owned();
        let severs = storage::get(&storage::severs_key(&provider)).unwrap_or(false);
        let opened = Opened { popup, verifier, provider: provider.clone(), max_auth_age, channels };
        self.opened.replace(Some(opened));
        self.dispatch(Event::Opened(Opening { txn, provider, severs }));
        true
    }
}
