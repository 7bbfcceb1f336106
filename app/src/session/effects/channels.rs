//! Where the popup reports: `postMessage`, a `BroadcastChannel` of the sign-in, a storage marker.
//! Anything that is not from our own popup, or not in its form, is ignored in silence.

use js_sys::{JSON, Object};
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, Event, MessageEvent, StorageEvent, Window, window};

use super::{listener::Listener, storage};
use crate::{
    json,
    session::machine::{Delivered, Delivery, Via},
    wire::{PopupOutcome, PopupReport, STORAGE_KEY_PREFIX, channel_name},
};

/// The open channels of one sign-in. Dropping them closes them.
pub(crate) struct Channels {
    txn: String,
    broadcast: Option<BroadcastChannel>,
    _listeners: Vec<Listener>,
}

impl Channels {
    /// Listens on all of them at once.
    pub(crate) fn open(txn: &str, popup: &Window, deliver: impl Fn(Delivery) + Clone + 'static) -> Self {
        let mut listeners = Vec::new();
        if let Some(own) = window() {
            listeners.push(messages(&own, popup.clone(), deliver.clone()));
            listeners.push(markers(&own, txn.to_owned(), deliver.clone()));
        }
        let broadcast = BroadcastChannel::new(&channel_name(txn)).ok();
        if let Some(channel) = &broadcast {
            listeners.push(Listener::new(channel, "message", move |event| {
                report(&event, Via::Broadcast).into_iter().for_each(&deliver);
            }));
        }
        Self { txn: txn.to_owned(), broadcast, _listeners: listeners }
    }

    /// Tells the popup that it was heard, and clears its marker where it cannot do so itself.
    pub(crate) fn acknowledge(&self) {
        storage::remove(&format!("{STORAGE_KEY_PREFIX}{}", self.txn));
        let message = Object::new();
        let set = |key: &str, value: &str| js_sys::Reflect::set(&message, &key.into(), &value.into());
        let written = set("kind", "gatepost.ack/1").and_then(|_| set("txn", &self.txn));
        if let (Some(channel), Ok(_)) = (&self.broadcast, written) {
            let _ = channel.post_message(&message);
        }
    }
}

impl Drop for Channels {
    fn drop(&mut self) {
        if let Some(channel) = &self.broadcast {
            channel.close();
        }
    }
}

fn messages(own: &Window, popup: Window, deliver: impl Fn(Delivery) + 'static) -> Listener {
    let origin = own.location().origin().ok();
    Listener::new(own, "message", move |event| {
        let ours = event.dyn_ref::<MessageEvent>().is_some_and(|message| {
            Some(message.origin()) == origin && message.source().is_some_and(|source| Object::is(&source, &popup))
        });
        if ours {
            report(&event, Via::Message).into_iter().for_each(&deliver);
        }
    })
}

fn markers(own: &Window, txn: String, deliver: impl Fn(Delivery) + 'static) -> Listener {
    let awaited = format!("{STORAGE_KEY_PREFIX}{txn}");
    Listener::new(own, "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
        if event.key().as_ref() != Some(&awaited) {
            return;
        }
        let outcome = match event.new_value().as_deref() {
            Some("signed_in") => Delivered::SignedIn { code: None },
            Some("failed") => Delivered::Failed { notice: None, support_code: None },
            _ => return,
        };
        deliver(Delivery { txn: txn.clone(), via: Via::Storage, outcome, opener: None });
    })
}

/// The report in a message, if it is one.
fn report(event: &Event, via: Via) -> Option<Delivery> {
    let data = event.dyn_ref::<MessageEvent>()?.data();
    let text = JSON::stringify(&data).ok()?.as_string()?;
    let report: PopupReport = json::read(&text).ok()?;
    if report.kind != PopupReport::KIND {
        return None;
    }
    let outcome = match report.outcome {
        PopupOutcome::SignedIn { code } => Delivered::SignedIn { code: Some(code) },
        PopupOutcome::Failed { notice, support_code } => Delivered::Failed { notice: Some(notice), support_code },
    };
    Some(Delivery { txn: report.txn, via, outcome, opener: Some(report.opener) })
}
