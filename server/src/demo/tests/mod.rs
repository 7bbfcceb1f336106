//! The demo provider over HTTP, from outside.

mod facebook;
mod faults;
mod open_id;
mod pages;

use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;
use url::Url;

use super::{DemoParts, DemoState, router, stand_in::OKTA};
use crate::provider::{
    Parameters,
    testing::{World, exchange, request},
};

const ORIGIN: &str = "http://localhost:3100";
const OKTA_ISSUER: &str = "http://localhost:3100/oauth2/default";

/// A demo provider on a database of its own.
struct Bench {
    world: World,
    app: Router,
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    /// The parameters of the address it redirects to.
    fn redirected(&self) -> Parameters {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        let address = Url::parse(self.header("location")).unwrap();
        Parameters::parse(address.query().unwrap()).unwrap()
    }

    fn page(&self) -> scraper::Html {
        assert!(self.header("content-type").starts_with("text/html"), "{}", self.body);
        scraper::Html::parse_document(&self.body)
    }

    /// That attribute of the first element that the selector finds.
    fn attribute(&self, selector: &str, name: &str) -> String {
        let page = self.page();
        let selector = scraper::Selector::parse(selector).unwrap();
        let element = page.select(&selector).next().unwrap_or_else(|| panic!("no {selector:?} in {}", self.body));
        element.attr(name).unwrap_or_default().to_owned()
    }
}

impl Bench {
    async fn new() -> Self {
        let world = World::new().await;
        let state = DemoState::new(DemoParts {
            store: world.parts.store.clone(),
            keys: world.parts.keys.clone(),
            macs: world.parts.macs.clone(),
            clock: world.parts.clock.clone(),
            random: world.parts.random.clone(),
            public_url: ORIGIN.parse().unwrap(),
            relying_party: "http://localhost:3000".parse().unwrap(),
        });
        Self { world, app: router(state) }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &Parameters) -> Answer {
        self.post_with(path, form, &[]).await
    }

    async fn post_with(&self, path: &str, form: &Parameters, headers: &[(&str, &str)]) -> Answer {
        let request = headers.iter().fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(form.encode().into()).unwrap()).await
    }

    /// Goes to the page of that request and presses Continue as whoever is filled in.
    async fn press_continue(&self, path: &str, request: &Parameters) -> Answer {
        let page = self.get(&format!("{path}?{}", request.encode())).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let field = |name: &str| page.attribute(&format!("input[name={name}]"), "value");
        let form = Parameters::default()
            .with("sub", &field("sub"))
            .with("name", &field("name"))
            .with("email", &field("email"))
            .with("decision", "continue");
        self.post(&format!("{path}{}", page.attribute("form", "action")), &form).await
    }

    /// What Okta's token endpoint answers to a sign-in with that fault.
    async fn okta_tokens(&self, fault: &str) -> Answer {
        let request = if fault.is_empty() { request() } else { request().with("demo_fault", fault) };
        let answer = self.press_continue(OKTA.authorize, &request).await;
        self.post(OKTA.token, &exchange(answer.redirected().get("code").unwrap())).await
    }
}
