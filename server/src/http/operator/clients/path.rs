//! Addresses of these pages. A client's id goes in the query: it may hold any character that prints.

use serde::Deserialize;
use url::form_urlencoded;

pub(super) const LIST: &str = "/operator/clients";
pub(super) const NEW: &str = "/operator/clients/new";
pub(super) const SHOW: &str = "/operator/clients/client";
pub(super) const EDIT: &str = "/operator/clients/edit";
pub(super) const ROTATE: &str = "/operator/clients/secret";
pub(super) const REMOVE: &str = "/operator/clients/remove";

/// Which client a page is about.
#[derive(Deserialize)]
pub(super) struct OfClient {
    /// Its id.
    #[serde(default)]
    pub(super) id: String,
}

/// The page about that client.
pub(super) fn of(page: &str, id: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("id", id).finish();
    format!("{page}?{query}")
}

/// The list from after that client.
pub(super) fn list_after(id: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", id).finish();
    format!("{LIST}?{query}")
}
