//! Toasts and alerts: what has happened and is still on show.

use leptos::prelude::*;

use crate::wire::Notice;

/// One message on show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Unique in this tab, for keyed lists.
    pub id: u32,
    /// What happened.
    pub notice: Notice,
    /// Shown on failures, for support.
    pub support_code: Option<String>,
}

/// The messages of this tab, newest last.
#[derive(Clone, Copy)]
pub struct Alerts {
    shown: RwSignal<Vec<Alert>>,
    next_id: StoredValue<u32>,
}

impl Alerts {
    /// Puts the list in context, with what a redirect carried here.
    pub fn provide(carried: Option<(Notice, Option<String>)>) -> Self {
        let alerts = Self { shown: RwSignal::new(Vec::new()), next_id: StoredValue::new(0) };
        if let Some((notice, support_code)) = carried {
            alerts.push(notice, support_code);
        }
        provide_context(alerts);
        alerts
    }

    /// The messages on show.
    pub fn shown(self) -> ReadSignal<Vec<Alert>> {
        self.shown.read_only()
    }

    /// Shows a message. One of the same kind replaces the older one: a person reads it once. What
    /// went wrong before is no news any more once it has gone right.
    pub fn push(self, notice: Notice, support_code: Option<String>) {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.retain(|alert| alert.notice != notice && !notice.settles(alert.notice));
            shown.push(Alert { id, notice, support_code });
        });
    }

    /// Takes one message away.
    pub fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|alert| alert.id != id));
    }

    /// Takes away every message of that kind, such as "offline" once the network is back.
    pub fn clear(self, notice: Notice) {
        if self.shown.with_untracked(|shown| shown.iter().any(|alert| alert.notice == notice)) {
            self.shown.update(|shown| shown.retain(|alert| alert.notice != notice));
        }
    }
}
