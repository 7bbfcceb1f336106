use app::wire::Notice;
use axum::http::{HeaderMap, StatusCode};
use cookie::Cookie;
use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use super::browser::SESSIONS;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked for.
    pub url: Url,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The whole of a response.
    pub async fn read(url: Url, response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { url, status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// The same, if the status is that one.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{} answered {:?}\n{}", self.url, self.headers, self.text());
        self
    }

    /// The same, if the status is 200.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(StatusCode::OK)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()))
    }

    /// The header's value, or nothing. The first, where there are several.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A header, if it is there.
    pub fn header_or_none(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The address that it redirects to.
    #[track_caller]
    pub fn location(&self) -> Url {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{} {}", self.url, self.text());
        self.url.join(self.header("location")).unwrap()
    }

    /// The cookie of that name that it sets.
    pub fn cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.cookies().into_iter().find(|cookie| cookie.name() == name)
    }

    /// What it does to the session cookies: the one it sets, else the one it takes away.
    pub fn session_cookie(&self) -> Option<Cookie<'static>> {
        let mut ours: Vec<_> = self.cookies().into_iter().filter(|cookie| SESSIONS.contains(&cookie.name())).collect();
        ours.sort_by_key(|cookie| cookie.value().is_empty());
        ours.into_iter().next()
    }

    /// All cookies that it sets.
    pub fn cookies(&self) -> Vec<Cookie<'static>> {
        let values = self.headers.get_all("set-cookie").into_iter();
        values.map(|value| Cookie::parse(value.to_str().unwrap().to_owned()).unwrap()).collect()
    }

    /// The outcome that it carries to the next page, with its support code.
    #[track_caller]
    pub fn notice(&self) -> (Notice, Option<String>) {
        let cookie = self.cookie("gatepost-notice").unwrap_or_else(|| panic!("no notice: {self:?}"));
        let (name, code) = cookie.value().split_once('.').unwrap();
        let notice = serde_json::from_value(name.into()).unwrap();
        (notice, Some(code.to_owned()).filter(|code| !code.is_empty()))
    }

    /// The body as a page.
    #[track_caller]
    pub fn page(&self) -> Html {
        assert!(self.header("content-type").starts_with("text/html"), "{} {}", self.status, self.text());
        Html::parse_document(&self.text())
    }

    /// Those attributes of all elements that the selector finds.
    #[track_caller]
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let (page, selector) = (self.page(), Selector::parse(selector).unwrap());
        page.select(&selector).map(|element| element.attr(name).unwrap_or_default().to_owned()).collect()
    }

    /// That attribute of the one element that the selector finds first.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let found = self.attributes(selector, name).into_iter().next();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.text()))
    }

    /// What a person reads in the elements that the selector finds.
    #[track_caller]
    pub fn words(&self, selector: &str) -> String {
        let (page, selector) = (self.page(), Selector::parse(selector).unwrap());
        let words: Vec<String> = page.select(&selector).flat_map(|element| element.text()).map(str::to_owned).collect();
        words.join(" ")
    }
}
