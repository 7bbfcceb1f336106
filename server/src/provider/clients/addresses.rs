//! Where a client is, and where else it says it is.

use std::collections::BTreeSet;

use url::{Host, Url};

use super::{ClientField, Fault, reading::Reading};
use crate::provider::{Origin, RedirectUri, is_loopback};

/// Longer addresses are refused: they are stored.
const LONGEST: usize = 2048;

/// Where answers may be sent.
pub(super) fn redirect_uri(public: bool) -> impl Fn(&str) -> Result<RedirectUri, Fault> {
    move |text| {
        if text.contains('*') {
            return Err(Fault::Wildcard);
        }
        let uri = RedirectUri::parse(text).ok_or(Fault::NotRedirectUri)?;
        // Another app on the device may claim the scheme (RFC 8252 §8.4): what went there proves nothing.
        let web = text.starts_with("https:") || text.starts_with("http:");
        if web || public { Ok(uri) } else { Err(Fault::AppsAddress) }
    }
}

/// Scheme, host and port of a page.
pub(super) fn origin(text: &str) -> Result<Origin, Fault> {
    if text.contains('*') { Err(Fault::Wildcard) } else { Origin::parse(text).ok_or(Fault::NotOrigin) }
}

/// An `https` address, or `http` on this very computer.
pub(super) fn address(text: &str) -> Result<Url, Fault> {
    let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(text).ok().filter(|_| plain && !text.contains('*')).ok_or(Fault::NotAddress)?;
    let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    let bare = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if secure && bare { Ok(url) } else { Err(Fault::NotAddress) }
}

/// Where a client lives, by its redirect URIs.
pub(super) struct Home {
    hosts: BTreeSet<Host<String>>,
    origins: BTreeSet<String>,
}

impl Home {
    pub(super) fn of(redirect_uris: &[RedirectUri]) -> Self {
        let urls = redirect_uris.iter().filter_map(|uri| Url::parse(uri.as_str()).ok());
        let urls: Vec<Url> = urls.filter(|url| matches!(url.scheme(), "https" | "http")).collect();
        Self {
            hosts: urls.iter().filter_map(|url| url.host().map(|host| host.to_owned())).collect(),
            origins: urls.iter().map(|url| url.origin().ascii_serialization()).collect(),
        }
    }

    /// How many hosts it lives on.
    pub(super) fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// A name for where it lives, for people.
    pub(super) fn first_host(&self) -> Option<String> {
        self.hosts.iter().next().map(Host::to_string)
    }

    /// An address on one of its hosts.
    pub(super) fn own_address(&self, text: &str) -> Result<Url, Fault> {
        let url = address(text)?;
        let own = url.host().is_some_and(|host| self.hosts.contains(&host.to_owned()));
        if own { Ok(url) } else { Err(Fault::ForeignHost) }
    }

    /// An address of one of its origins (OpenID Connect Front-Channel Logout §2).
    pub(super) fn own_page(&self, text: &str) -> Result<Url, Fault> {
        let url = address(text)?;
        let own = self.origins.contains(&url.origin().ascii_serialization());
        if own { Ok(url) } else { Err(Fault::ForeignOrigin) }
    }

    /// One of its origins.
    pub(super) fn own_origin(&self, text: &str) -> Result<Origin, Fault> {
        let origin = origin(text)?;
        if self.origins.contains(origin.as_str()) { Ok(origin) } else { Err(Fault::ForeignOrigin) }
    }
}

/// Each of the addresses once, in the order in which they were written.
pub(super) fn addresses(reading: &mut Reading<'_>, field: ClientField, public: bool) -> Vec<RedirectUri> {
    let mut once: Vec<RedirectUri> = Vec::new();
    for uri in reading.each(field, redirect_uri(public)) {
        if !once.contains(&uri) {
            once.push(uri);
        }
    }
    once
}
