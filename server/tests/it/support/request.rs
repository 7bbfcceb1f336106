use axum::http::Method;
use url::{Url, form_urlencoded};

/// How the page asked, in the words of the Fetch standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The whole page goes there: an address typed in, a link, a form.
    Navigation,
    /// A script's `fetch`.
    Fetch,
    /// A script's `fetch` in mode `no-cors`.
    NoCors,
    /// An `<img>`.
    Image,
    /// An `<iframe>`.
    Frame,
}

/// Where the asking page stands, seen from what is asked (W3C Fetch Metadata §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Nobody's page: the person typed it in.
    None,
    /// The same origin.
    SameOrigin,
    /// Another port of the same host.
    SameSite,
    /// Another site.
    CrossSite,
}

/// What a page makes the browser ask for.
#[derive(Clone, Debug)]
pub struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) kind: Kind,
    /// The page that asks; none if the person typed the address in.
    pub(super) from: Option<Url>,
    /// Whether that page keeps to itself that it does (`Referrer-Policy: no-referrer`).
    pub(super) hides_referrer: bool,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// One that a page makes.
    pub fn new(method: Method, url: Url, kind: Kind, from: Option<Url>) -> Self {
        Self { method, url, kind, from, hides_referrer: false, headers: Vec::new(), body: Vec::new() }
    }

    /// From a page that does not say which it is.
    pub fn without_referrer(mut self) -> Self {
        self.hides_referrer = true;
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// With a body of that type.
    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    /// With the fields of a form.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    pub(super) fn relation(&self) -> Relation {
        let Some(from) = &self.from else { return Relation::None };
        if from.origin() == self.url.origin() {
            Relation::SameOrigin
        } else if (from.scheme(), from.host()) == (self.url.scheme(), self.url.host()) {
            Relation::SameSite
        } else {
            Relation::CrossSite
        }
    }

    /// A navigation that `SameSite=Lax` lets through.
    pub(super) fn is_top_level_get(&self) -> bool {
        self.kind == Kind::Navigation && self.method == Method::GET
    }

    /// What the browser adds by itself.
    pub(super) fn own_headers(&self) -> Vec<(&'static str, String)> {
        let (mode, destination, accept) = match self.kind {
            Kind::Navigation => ("navigate", "document", "text/html,application/xhtml+xml,*/*;q=0.8"),
            Kind::Fetch => ("cors", "empty", "*/*"),
            Kind::NoCors => ("no-cors", "empty", "*/*"),
            Kind::Image => ("no-cors", "image", "image/avif,image/webp,*/*;q=0.8"),
            Kind::Frame => ("navigate", "iframe", "text/html,application/xhtml+xml,*/*;q=0.8"),
        };
        let site = match self.relation() {
            Relation::None => "none",
            Relation::SameOrigin => "same-origin",
            Relation::SameSite => "same-site",
            Relation::CrossSite => "cross-site",
        };
        let mut headers = vec![
            ("accept", accept.to_owned()),
            ("sec-fetch-site", site.to_owned()),
            ("sec-fetch-mode", mode.to_owned()),
            ("sec-fetch-dest", destination.to_owned()),
        ];
        let Some(from) = &self.from else { return headers };
        let asks_first = self.kind == Kind::Fetch && self.relation() != Relation::SameOrigin;
        if self.method != Method::GET || asks_first {
            headers.push(("origin", from.origin().ascii_serialization()));
        }
        let referrer = match self.relation() {
            Relation::SameOrigin => from.to_string(),
            _ => format!("{}/", from.origin().ascii_serialization()),
        };
        if !self.hides_referrer {
            headers.push(("referer", referrer));
        }
        headers
    }
}
