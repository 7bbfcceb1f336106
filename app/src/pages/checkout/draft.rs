//! What was typed at the checkout, kept for a sign-in that has to leave the page.

use serde::{Deserialize, Serialize};

use crate::json;

/// The form of one person, as it stood when the page was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// Id of the person who typed it: nobody else gets to see it.
    pub(super) owner: String,
    /// The cart it was for, as in its cookie.
    pub(super) cart: String,
    /// Key of the order. Kept, so that an order whose answer was lost is not written again.
    pub(super) key: String,
    /// Who it goes to.
    pub(super) recipient: String,
    /// Where it goes.
    pub(super) address: String,
}

impl Draft {
    /// Whether there is anything to keep.
    pub(super) fn is_empty(&self) -> bool {
        self.recipient.is_empty() && self.address.is_empty()
    }

    /// The key, if the cart is still the one it was drawn for: another cart is another order.
    pub(super) fn key_for(&self, cart: &str) -> Option<&str> {
        (self.cart == cart && !self.key.is_empty()).then_some(self.key.as_str())
    }

    /// Takes out the kept form of `owner`. What somebody else left behind is removed too.
    pub(super) fn take(owner: &str) -> Option<Self> {
        let draft: Self = json::read(&store::read()?).ok()?;
        Self::forget();
        (draft.owner == owner).then_some(draft)
    }

    /// Keeps it until this tab is closed.
    pub(super) fn save(&self) {
        store::write(&json::write(self));
    }

    /// Removes what was kept.
    pub(super) fn forget() {
        store::remove();
    }
}

/// The tab's storage. Where the browser blocks it, nothing is kept and nothing fails:
/// `gloo_storage::SessionStorage::raw` would panic there.
#[cfg(feature = "hydrate")]
mod store {
    const KEY: &str = "gatepost.checkout";

    fn tab_storage() -> Option<web_sys::Storage> {
        web_sys::window()?.session_storage().ok()?
    }

    pub(super) fn read() -> Option<String> {
        tab_storage()?.get_item(KEY).ok()?
    }

    pub(super) fn write(text: &str) {
        if let Some(storage) = tab_storage() {
            // Full or blocked: the person types it again.
            let _ = storage.set_item(KEY, text);
        }
    }

    pub(super) fn remove() {
        if let Some(storage) = tab_storage() {
            // Blocked: then nothing is in it.
            let _ = storage.remove_item(KEY);
        }
    }
}

/// The server keeps no drafts.
#[cfg(not(feature = "hydrate"))]
mod store {
    pub(super) const fn read() -> Option<String> {
        None
    }

    pub(super) const fn write(_: &str) {}

    pub(super) const fn remove() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            owner: "1".to_owned(),
            cart: "lantern:1".to_owned(),
            key: "k".to_owned(),
            recipient: "Ada".to_owned(),
            address: String::new(),
        }
    }

    #[test]
    fn another_cart_gets_another_key() {
        assert_eq!(draft().key_for("lantern:1"), Some("k"));
        assert_eq!(draft().key_for("lantern:2"), None);
        assert_eq!(Draft { key: String::new(), ..draft() }.key_for("lantern:1"), None);
    }

    #[test]
    fn an_untouched_form_is_not_kept() {
        assert!(!draft().is_empty());
        assert!(Draft { recipient: String::new(), ..draft() }.is_empty());
    }
}
