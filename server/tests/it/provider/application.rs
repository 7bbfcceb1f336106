//! An application of somebody else's, which signs people in at Gatepost: what it sends and what it gets back.

use axum::http::{Method, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use server::provider::{Actor, ClientDraft, ClientField};
use url::{Url, form_urlencoded};

use super::clients::{draft, registry};
use crate::support::{Answer, ApiClient, Browser, Site};

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CALLBACK: &str = "https://app.example.com/callback";

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct Application {
    pub id: String,
    pub secret: Option<String>,
    pub site: Url,
    pub program: ApiClient,
}

impl Application {
    /// One that staff have written down, with the usual fields and those.
    pub async fn registered(site: &Site, fields: &[(ClientField, &str)]) -> Self {
        Self::drafted(site, &draft(fields)).await
    }

    pub async fn drafted(site: &Site, draft: &ClientDraft) -> Self {
        let added = registry(site).add(draft, &Actor::default()).await.unwrap();
        Self {
            id: added.known.client.id.as_str().to_owned(),
            secret: added.secret.map(|secret| secret.show().to_owned()),
            site: site.url.clone(),
            program: site.api(""),
        }
    }

    /// Where it sends the browser.
    pub fn authorize(&self, parameters: &[(&str, &str)]) -> Url {
        let mut url = self.site.join("/oauth2/authorize").unwrap();
        let usual = [
            ("client_id", self.id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid email"),
            ("state", "s-1"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| parameters.iter().all(|(other, _)| name != other));
        let sent = parameters.iter().copied().filter(|(_, value)| !value.is_empty());
        url.query_pairs_mut().extend_pairs(kept.chain(sent));
        url
    }

    /// The browser is sent there.
    pub async fn send(&self, browser: &Browser, parameters: &[(&str, &str)]) -> Answer {
        let from: Url = "https://app.example.com/".parse().unwrap();
        browser.navigate(&self.authorize(parameters), Some(&from)).await
    }

    /// Its server asks an endpoint, having shown who it is.
    pub async fn ask(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let encoded =
            |form: &[(&str, &str)]| form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let (program, body) = match &self.secret {
            Some(secret) => {
                let basic = format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id)));
                (self.program.header("authorization", basic), encoded(form))
            }
            None => (self.program.clone(), encoded(&[form, &[("client_id", self.id.as_str())]].concat())),
        };
        program.call(Method::POST, path, Some(("application/x-www-form-urlencoded", body))).await
    }

    /// The tokens for a code.
    pub async fn redeem(&self, code: &str) -> Answer {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.ask("/oauth2/token", &form).await
    }

    pub async fn renew(&self, refresh_token: &str) -> Answer {
        self.ask("/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    pub async fn userinfo(&self, access_token: &str) -> Answer {
        self.program.header("authorization", format!("Bearer {access_token}")).get("/oauth2/userinfo").await
    }

    pub async fn introspect(&self, token: &str) -> Value {
        self.ask("/oauth2/introspect", &[("token", token)]).await.ok().json()
    }

    /// Whoever is signed in in that browser agrees, and the application has its tokens.
    pub async fn tokens(&self, browser: &Browser, parameters: &[(&str, &str)]) -> Value {
        self.redeem(&self.code(browser, parameters).await).await.ok().json()
    }

    /// The same, and the application has its code.
    pub async fn code(&self, browser: &Browser, parameters: &[(&str, &str)]) -> String {
        let begun = self.send(browser, parameters).await.expect(StatusCode::SEE_OTHER);
        if begun.location().as_str().starts_with(CALLBACK) {
            return answered(&begun.location(), "code");
        }
        answered(&agree(browser, &begun).await, "code")
    }
}

/// Presses the button that allows it, and is where the application is answered.
pub async fn agree(browser: &Browser, begun: &Answer) -> Url {
    back(&press(browser, begun, "allow").await)
}

/// Presses that button of the page that a request has led to.
pub async fn press(browser: &Browser, begun: &Answer, step: &str) -> Answer {
    let address = begun.location();
    let page = browser.visit(&format!("{}?{}", address.path(), address.query().unwrap())).await.ok();
    let field = |name: &str| page.attribute(&format!("form#{step} input[name={name}]"), "value");
    let fields = [("waiting", field("waiting")), ("session", field("session")), ("step", field("step"))];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(address.path(), "/oauth2/continue", &fields).await
}

/// Where a page that a form has led to sends the browser on.
pub fn back(page: &Answer) -> Url {
    page.attribute("main a.primary", "href").parse().unwrap()
}

/// A parameter of an answer to the application.
pub fn answered(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    found.unwrap_or_else(|| panic!("no {name} in {url}"))
}
