use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    mem,
    rc::{Rc, Weak},
};

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, PageTransitionEvent, window};

use super::opening::Opened;
use crate::{
    alerts::Alerts,
    session::{
        Outlets,
        effects::{browser, listener::Listener, lock, storage, tabs::Tabs, timer::Timer},
        machine::{Effect, Event, Machine, Millis, TabMessage, Ticket, Via},
    },
    wire::Person,
};

/// Wall-clock tick: whatever happened to timers in sleep, this much later at most it is noticed.
const TICK_MS: i64 = 15_000;
/// Never sooner than this after the last one: no rule of the machine needs more.
const SHORTEST_TICK_MS: i64 = 200;

/// Holds the machine and everything its effects need to live on.
pub(super) struct Driver {
    machine: RefCell<Machine>,
    queue: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
    outlets: Outlets,
    alerts: Alerts,
    timer: RefCell<Option<Timer>>,
    tabs: RefCell<Option<Tabs>>,
    listeners: RefCell<Vec<Listener>>,
    settled: RefCell<Option<(Promise, Function)>>,
    /// The popup under way.
    pub(super) opened: RefCell<Option<Opened>>,
    /// The refresh under way.
    pub(super) refresh: RefCell<Option<(Ticket, AbortController)>>,
    /// For callbacks, which must not keep it alive.
    pub(super) me: Weak<Self>,
}

impl Driver {
    pub(super) fn new(person: Option<Person>, outlets: Outlets, alerts: Alerts) -> Rc<Self> {
        let seed = browser::random().map_or(1, u32::from_le_bytes);
        Rc::new_cyclic(|me| Self {
            machine: RefCell::new(Machine::new(person, seed)),
            queue: RefCell::default(),
            busy: Cell::new(false),
            outlets,
            alerts,
            timer: RefCell::default(),
            tabs: RefCell::default(),
            listeners: RefCell::default(),
            settled: RefCell::default(),
            opened: RefCell::default(),
            refresh: RefCell::default(),
            me: me.clone(),
        })
    }

    /// The page is hydrated.
    pub(super) fn start(self: &Rc<Self>) {
        let marker = Tabs::marker();
        let me = self.me.clone();
        *self.tabs.borrow_mut() = Some(Tabs::new(move |message| tell(&me, Event::Tab(message))));
        self.listen();
        if let Some(provider) = storage::get(storage::LAST_PROVIDER) {
            self.outlets.last_provider.try_set(Some(provider));
        }
        self.dispatch(Event::Booted { marker });
    }

    /// The page is gone.
    pub(super) fn stop(&self) {
        self.listeners.take();
        self.tabs.take();
        self.timer.take();
        self.opened.take();
    }

    fn listen(&self) {
        let Some(window) = window() else { return };
        let mut listeners = self.listeners.borrow_mut();
        let mut listen = |kind, act: fn(&Rc<Self>, &web_sys::Event)| {
            let me = self.me.clone();
            listeners.push(Listener::new(&window, kind, move |event| {
                if let Some(driver) = me.upgrade() {
                    act(&driver, &event);
                }
            }));
        };
        listen("focus", |driver, _| driver.wake(Event::Woke));
        listen("online", |driver, _| driver.wake(Event::Online));
        listen("pageshow", |driver, event| driver.page_shown(is_persisted(event)));
        listen("pagehide", |driver, event| driver.page_hidden(is_persisted(event)));
        if let Some(document) = window.document() {
            let me = self.me.clone();
            listeners.push(Listener::new(&document, "visibilitychange", move |_| {
                if browser::is_visible() {
                    tell(&me, Event::Woke);
                }
            }));
        }
    }

    fn page_shown(self: &Rc<Self>, persisted: bool) {
        if let Some(tabs) = self.tabs.borrow_mut().as_mut() {
            tabs.reopen();
        }
        self.wake(if persisted { Event::Restored } else { Event::Woke });
    }

    fn page_hidden(self: &Rc<Self>, persisted: bool) {
        if let Some(tabs) = self.tabs.borrow_mut().as_mut() {
            tabs.close();
        }
        if persisted {
            self.dispatch(Event::PutAway);
        }
    }

    fn wake(self: &Rc<Self>, event: Event) {
        self.glance();
        self.dispatch(event);
    }

    /// Looks at the popup, if one is open.
    fn glance(self: &Rc<Self>) {
        let sighting = self.opened.borrow().as_ref().map(|opened| opened.popup.look());
        if let Some(sighting) = sighting {
            self.dispatch(Event::Popup(sighting));
        }
    }

    // --- the machine ---

    /// Asks the machine.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&Machine, Millis) -> T) -> T {
        question(&self.machine.borrow(), browser::now())
    }

    /// Tells the machine. What it wants is done before this returns, unless it is being told
    /// something else already: then right after that.
    pub(super) fn dispatch(self: &Rc<Self>, event: Event) {
        self.queue.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        while let Some(event) = self.next_event() {
            let effects = self.step(event);
            self.publish();
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.busy.set(false);
        self.arm();
        self.release();
    }

    fn next_event(&self) -> Option<Event> {
        self.queue.borrow_mut().pop_front()
    }

    fn step(&self, event: Event) -> Vec<Effect> {
        // A stand-in while the machine is being turned into the next: nobody sees it.
        let machine = mem::replace(&mut *self.machine.borrow_mut(), Machine::new(None, 1));
        let (machine, effects) = machine.step(event, browser::now());
        *self.machine.borrow_mut() = machine;
        effects
    }

    /// Shows pages what changed, and only that.
    fn publish(&self) {
        let machine = self.machine.borrow();
        set_if_new(self.outlets.phase, machine.phase());
        set_if_new(self.outlets.person, machine.person().cloned());
        #[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
        let expires_at = machine.held().map(|held| held.expires_at().get() as f64);
        set_if_new(self.outlets.expires_at, expires_at);
    }

    /// Sets the one timer: for when the machine wants it, a tick away at most.
    fn arm(self: &Rc<Self>) {
        let wait = self.ask(|machine, now| machine.alarm(now).map(|at| at.since(now)));
        let timer = wait.map(|wait| {
            let milliseconds = i32::try_from(wait.clamp(SHORTEST_TICK_MS, TICK_MS)).unwrap_or(i32::MAX);
            let me = self.me.clone();
            Timer::after(milliseconds, move || {
                if let Some(driver) = me.upgrade() {
                    driver.wake(Event::Tick);
                }
            })
        });
        self.timer.replace(timer);
    }

    // --- waiting for the machine ---

    /// Waits until nothing is about to be known: all who wait share one promise.
    pub(super) async fn settle(&self) {
        while self.ask(|machine, _| machine.is_settling()) {
            let Some(promise) = self.promise() else { return };
            // It never fails.
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        }
    }

    fn promise(&self) -> Option<Promise> {
        let mut settled = self.settled.borrow_mut();
        if settled.is_none() {
            *settled = lock::promise();
        }
        settled.as_ref().map(|(promise, _)| promise.clone())
    }

    fn release(&self) {
        if !self.ask(|machine, _| machine.is_settling())
            && let Some((_, resolve)) = self.settled.take()
        {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    // --- effects ---

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Refresh(ticket) => self.refresh(ticket),
            Effect::AbortRefresh(ticket) => self.abort_refresh(ticket),
            Effect::Check(ticket) => self.check(ticket),
            Effect::Redeem(ticket, code) => self.redeem(ticket, code),
            Effect::EndSession(ticket) => self.end_session(ticket),
            Effect::Acknowledge(via) => self.acknowledge(via),
            Effect::EndAttempt => drop(self.opened.take()),
            Effect::Broadcast(message) => self.broadcast(&message),
            Effect::RememberProvider(provider) => self.remember_provider(provider),
            Effect::RememberSevers { provider, severs } => storage::set(&storage::severs_key(&provider), &severs),
            Effect::Tell(notice, support_code) => self.alerts.push(notice, support_code),
            Effect::Unsay(notice) => self.alerts.clear(notice),
            Effect::Veil(on) => browser::veil(on),
        }
    }

    fn acknowledge(&self, via: Via) {
        browser::note_channel(via.as_str());
        if let Some(opened) = self.opened.borrow().as_ref() {
            opened.acknowledge();
        }
    }

    fn broadcast(&self, message: &TabMessage) {
        if let Some(tabs) = self.tabs.borrow().as_ref() {
            tabs.tell(message);
        }
    }

    fn remember_provider(&self, provider: String) {
        if self.outlets.last_provider.try_get_untracked().flatten().as_ref() != Some(&provider) {
            storage::set(storage::LAST_PROVIDER, &provider);
            self.outlets.last_provider.try_set(Some(provider));
        }
    }
}

/// Tells the machine, if it is still there.
pub(super) fn tell(driver: &Weak<Driver>, event: Event) {
    if let Some(driver) = driver.upgrade() {
        driver.dispatch(event);
    }
}

fn is_persisted(event: &web_sys::Event) -> bool {
    event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted)
}

fn set_if_new<T: PartialEq + Clone + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value).unwrap_or(false) {
        signal.try_set(value);
    }
}
