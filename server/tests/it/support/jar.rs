use std::collections::BTreeMap;

use cookie::{Cookie, SameSite};
use url::Url;

use super::{Answer, request::Relation};

/// A browser's cookies, by host: ports do not keep them apart (RFC 6265 §8.5). It forgets what a
/// server takes away, and nothing by itself.
#[derive(Clone, Default)]
pub struct Jar(BTreeMap<(String, String), Cookie<'static>>);

impl Jar {
    /// Keeps what an answer sets.
    pub fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let key = (host(&answer.url), cookie.name().to_owned());
            if cookie.max_age().is_some_and(cookie::time::SignedDuration::is_zero) {
                self.0.remove(&key);
            } else {
                self.0.insert(key, cookie);
            }
        }
    }

    /// Puts a cookie in, as if the host had set it.
    pub fn put(&mut self, url: &Url, name: &str, value: &str) {
        let cookie = Cookie::build((name.to_owned(), value.to_owned())).same_site(SameSite::Lax).build();
        self.0.insert((host(url), name.to_owned()), cookie);
    }

    /// Takes a cookie out.
    pub fn remove(&mut self, url: &Url, name: &str) {
        self.0.remove(&(host(url), name.to_owned()));
    }

    /// The value of a cookie.
    pub fn get(&self, url: &Url, name: &str) -> Option<String> {
        self.0.get(&(host(url), name.to_owned())).map(|cookie| cookie.value().to_owned())
    }

    /// The names of all cookies of a host.
    pub fn names(&self, url: &Url) -> Vec<String> {
        self.0.keys().filter(|(of, _)| *of == host(url)).map(|(_, name)| name.clone()).collect()
    }

    /// The `Cookie` header of a request: what `SameSite` lets through (RFC 6265bis §5.7.2).
    pub fn header(&self, url: &Url, relation: Relation, top_level_get: bool) -> String {
        let passes = |cookie: &Cookie<'_>| match cookie.same_site() {
            Some(SameSite::None) => true,
            Some(SameSite::Strict) => relation != Relation::CrossSite,
            Some(SameSite::Lax) | None => relation != Relation::CrossSite || top_level_get,
        };
        let sent = self.0.iter().filter(|((of, _), cookie)| *of == host(url) && passes(cookie));
        sent.map(|(_, cookie)| format!("{}={}", cookie.name(), cookie.value())).collect::<Vec<_>>().join("; ")
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
