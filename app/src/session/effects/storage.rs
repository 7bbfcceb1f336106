//! What the browser remembers between pages; no secret. gloo-storage panics where storage is
//! blocked or replaced: each call is tried on the bare `Storage` first, which says no instead.

use gloo_storage::{LocalStorage, Storage as _};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Storage;

use crate::json;

/// Key of the provider used last.
pub(crate) const LAST_PROVIDER: &str = "gatepost.provider";
/// Key of what the tabs last told each other.
pub(crate) const SESSION: &str = "gatepost.session";

/// Key that says whether a provider cuts its popup off the opener.
pub(crate) fn severs_key(provider: &str) -> String {
    format!("gatepost.severs.{provider}")
}

/// What is stored there, if it can be read and is what it should be.
pub(crate) fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::read(&bare()?.get_item(key).ok().flatten()?).ok()
}

/// Stores a value, if the browser lets us.
pub(crate) fn set<T: Serialize>(key: &str, value: &T) {
    if bare().is_some() {
        // Full or forbidden: the page works without.
        let _ = LocalStorage::set(key, value);
    }
}

/// Forgets a value.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = bare() {
        let _ = storage.remove_item(key);
    }
}

fn bare() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
