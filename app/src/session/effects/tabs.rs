//! What tabs tell each other: a `BroadcastChannel`, and a marker in `localStorage` whose `storage`
//! event is the second way and whose value the next page finds. Hearing a thing twice is harmless.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, StorageEvent, window};

use super::{listener::Listener, storage};
use crate::{json, session::machine::TabMessage};

const CHANNEL: &str = "gatepost.session";

/// The way to the other tabs.
pub(crate) struct Tabs {
    hear: Rc<dyn Fn(TabMessage)>,
    open: Option<(BroadcastChannel, Listener)>,
    _marker: Option<Listener>,
}

impl Tabs {
    /// Listens to the other tabs.
    pub(crate) fn new(hear: impl Fn(TabMessage) + 'static) -> Self {
        let hear: Rc<dyn Fn(TabMessage)> = Rc::new(hear);
        let heard = Rc::clone(&hear);
        let marker = window().map(|own| {
            Listener::new(&own, "storage", move |event| {
                let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
                if event.key().as_deref() == Some(storage::SESSION)
                    && let Some(message) = event.new_value().and_then(|text| json::read(&text).ok())
                {
                    heard(message);
                }
            })
        });
        let mut tabs = Self { hear, open: None, _marker: marker };
        tabs.reopen();
        tabs
    }

    /// Opens the channel, unless it is open.
    pub(crate) fn reopen(&mut self) {
        if self.open.is_some() {
            return;
        }
        let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
        let hear = Rc::clone(&self.hear);
        let listener = Listener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            if let Some(message) = text.and_then(|text| json::read(&text).ok()) {
                hear(message);
            }
        });
        self.open = Some((channel, listener));
    }

    /// Closes the channel: a message to a page in the back/forward cache would throw it out.
    pub(crate) fn close(&mut self) {
        if let Some((channel, listener)) = self.open.take() {
            drop(listener);
            channel.close();
        }
    }

    /// Tells the other tabs. News is also written down, for pages to come.
    pub(crate) fn tell(&self, message: &TabMessage) {
        if let Some((channel, _)) = &self.open {
            let _ = channel.post_message(&JsValue::from_str(&json::write(message)));
        }
        if !matches!(message, TabMessage::Renewed(_)) {
            storage::set(storage::SESSION, message);
        }
    }

    /// What was told last, by any tab.
    pub(crate) fn marker() -> Option<TabMessage> {
        storage::get(storage::SESSION)
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.close();
    }
}
