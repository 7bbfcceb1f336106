use axum::http::Method;
use url::Url;

use super::{Answer, Browser, Kind, Request};

/// Somebody else's page, open in a person's browser.
pub struct Elsewhere<'b> {
    browser: &'b Browser,
    page: Url,
}

/// What a page can do to make a browser ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// A form that sends itself.
    Form,
    /// A form with `enctype=text/plain`, whose body reads as JSON.
    PlainTextForm,
    /// A script's `fetch` of plain text, which asks no leave.
    NoCorsFetch,
    /// A script's `fetch` that pretends to be of ours.
    Fetch,
    /// An `<img>`.
    Image,
    /// An `<iframe>`.
    Frame,
    /// A link, or `location =`.
    Link,
}

impl Means {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Form, Self::PlainTextForm, Self::NoCorsFetch, Self::Fetch, Self::Image, Self::Frame, Self::Link];
}

impl<'b> Elsewhere<'b> {
    /// On another site.
    pub fn on_another_site(browser: &'b Browser) -> Self {
        Self { browser, page: Url::parse("http://evil.example/").unwrap() }
    }

    /// On another port of the same host: the same site, not the same origin.
    pub fn next_door(browser: &'b Browser) -> Self {
        let mut page = browser.at("/");
        page.set_port(Some(1)).unwrap();
        Self { browser, page }
    }

    /// Makes the person's browser ask for something of Gatepost, with the cookies it would send.
    pub async fn tries(&self, means: Means, path: &str, json: &str) -> Answer {
        let url = self.browser.at(path);
        let ask = |method, kind| Request::new(method, url.clone(), kind, Some(self.page.clone()));
        let request = match means {
            Means::Form => ask(Method::POST, Kind::Navigation).form(&[("x", "1")]),
            Means::PlainTextForm => ask(Method::POST, Kind::Navigation).body("text/plain", json),
            Means::NoCorsFetch => ask(Method::POST, Kind::NoCors).body("text/plain", json),
            Means::Fetch => ask(Method::POST, Kind::Fetch).body("application/json", json),
            Means::Image => ask(Method::GET, Kind::Image),
            Means::Frame => ask(Method::GET, Kind::Frame),
            Means::Link => ask(Method::GET, Kind::Navigation),
        };
        self.browser.send(request).await
    }
}
