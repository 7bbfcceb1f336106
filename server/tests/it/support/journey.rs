use axum::http::{Method, StatusCode};
use url::Url;

use super::{Answer, Browser, Kind, Request};

/// Somebody, as the form of the demo provider takes them.
#[derive(Clone, Debug)]
pub struct Person {
    /// The provider's name for them.
    pub sub: String,
    /// What they are called.
    pub name: String,
    /// Their address; may be empty.
    pub email: String,
}

impl Person {
    /// Ada Lovelace.
    pub fn ada() -> Self {
        Self::new("ada-1815", "Ada Lovelace", "ada.lovelace@example.com")
    }

    /// Grace Hopper.
    pub fn grace() -> Self {
        Self::new("grace-1906", "Grace Hopper", "grace.hopper@example.com")
    }

    /// Anybody else.
    pub fn new(sub: &str, name: &str, email: &str) -> Self {
        Self { sub: sub.to_owned(), name: name.to_owned(), email: email.to_owned() }
    }
}

/// The steps of a sign-in, each by itself.
impl Browser {
    /// A sign-in link of our own page is clicked; the address that it leads to at the provider.
    pub async fn begin(&self, start: &str) -> Url {
        self.click(start).await.location()
    }

    /// Fills in the provider's form and presses Continue; the address that it sends the browser to.
    pub async fn prove(&self, authorize: &Url, person: &Person) -> Url {
        self.press(authorize, person, "continue").await.location()
    }

    /// Presses Deny instead.
    pub async fn deny(&self, authorize: &Url) -> Url {
        self.press(authorize, &Person::ada(), "deny").await.location()
    }

    /// What the provider answers to a button of its form.
    pub async fn press(&self, authorize: &Url, person: &Person, button: &str) -> Answer {
        let page = self.navigate(authorize, Some(&self.at("/"))).await.ok();
        let action = page.url.join(&page.attribute("form", "action")).unwrap();
        let fields = [("sub", &*person.sub), ("name", &*person.name), ("email", &*person.email), ("decision", button)];
        self.send(Request::new(Method::POST, action, Kind::Navigation, Some(page.url)).form(&fields)).await
    }

    /// Comes back from the provider.
    pub async fn arrive(&self, callback: &Url) -> Answer {
        let provider = Url::parse("http://127.0.0.1/").unwrap();
        self.navigate(callback, Some(&provider)).await
    }

    /// Comes back from the provider with its answer in a form, which the browser posts across sites.
    pub async fn arrive_with_form(&self, page: &Answer) -> Answer {
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let action = Url::parse(&page.attribute("form", "action")).unwrap();
        let names = page.attributes("input[type=hidden]", "name");
        let values = page.attributes("input[type=hidden]", "value");
        let fields: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
        self.send(Request::new(Method::POST, action, Kind::Navigation, Some(page.url.clone())).form(&fields)).await
    }
}
