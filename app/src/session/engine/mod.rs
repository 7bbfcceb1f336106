//! Runs the machine in a browser: events in, effects out, signals kept up to date.

mod api;
mod driver;
mod opening;
mod requests;

use std::rc::Rc;

use leptos::prelude::*;

use self::driver::Driver;
use super::{Call, CallFailure, Freshness, Outlets, Reply, Stale, machine::Event};
use crate::{alerts::Alerts, wire::Person};

/// The engine of this tab.
#[derive(Clone, Copy)]
pub(super) struct Engine(StoredValue<Rc<Driver>, LocalStorage>);

impl Engine {
    /// Begins once the page is hydrated; until then everything is as the server rendered it.
    pub(super) fn start(person: Option<Person>, outlets: Outlets, alerts: Alerts) -> Self {
        let engine = Self(StoredValue::new_local(Driver::new(person, outlets, alerts)));
        Effect::new(move |_| {
            // Once: nothing that is read on the way may start it again.
            untrack(|| engine.with(Driver::start));
        });
        on_cleanup(move || {
            engine.with(|driver| driver.stop());
        });
        engine
    }

    /// See [`super::Session::sign_in`]; `max_auth_age` asks for a fresher proof of identity.
    pub(super) fn sign_in(self, provider: &str, max_auth_age: Option<u32>) -> bool {
        self.with(|driver| driver.sign_in(provider, max_auth_age)).is_some()
    }

    pub(super) fn reopen(self) {
        self.with(Driver::reopen);
    }

    pub(super) fn cancel(self) {
        self.with(|driver| driver.dispatch(Event::Cancelled));
    }

    pub(super) fn use_this_tab(self) {
        self.with(Driver::use_this_tab);
    }

    pub(super) fn renew(self) {
        self.with(|driver| driver.dispatch(Event::RenewAsked));
    }

    pub(super) fn sign_out(self) {
        self.with(|driver| driver.dispatch(Event::SignOutAsked));
    }

    pub(super) async fn ensure_fresh(self, need: Freshness) -> Result<(), Stale> {
        match self.driver() {
            Some(driver) => driver.ensure_fresh(need).await,
            None => Err(Stale::Unreachable),
        }
    }

    pub(super) async fn call(self, call: Call) -> Result<Reply, CallFailure> {
        match self.driver() {
            Some(driver) => driver.call(call).await,
            None => Err(CallFailure::Unreachable),
        }
    }

    fn driver(self) -> Option<Rc<Driver>> {
        self.0.try_with_value(Rc::clone)
    }

    /// Outside the store's own borrow: what runs may come back here.
    fn with<T>(self, act: impl FnOnce(&Rc<Driver>) -> T) -> Option<T> {
        self.driver().map(|driver| act(&driver))
    }
}
