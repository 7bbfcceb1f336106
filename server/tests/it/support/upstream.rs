use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use server::{
    clock::Clock,
    random::{SystemRandom, token},
};
use tokio::net::TcpListener;
use url::form_urlencoded;

use super::{Answer, Browser, Database, Engine, Forger, ManualClock, Site, serving::Serving};

/// What Gatepost is called there.
pub const CLIENT: &str = "gatepost-at-company";
const KEY: &str = "company-1";

/// How the token endpoint takes a refresh token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renewals {
    /// Each once, and the next with it.
    #[default]
    Rotating,
    /// Not any more: `invalid_grant`.
    Refused,
    /// 503, without a word.
    Down,
}

/// What a provider knows, and how it behaves.
#[derive(Default)]
pub struct Company {
    /// Who is signed in there: a subject.
    pub person: Option<String>,
    /// Their session there.
    pub sid: Option<String>,
    /// How refresh tokens are taken.
    pub renewals: Renewals,
    /// What a renewed ID token says instead, by claim.
    pub renewed: Value,
    /// Whether it hands out access tokens alone.
    pub without_refresh_tokens: bool,
    /// What it grants, whatever was asked for.
    pub grants: Option<String>,
    /// What it answers instead of a code.
    pub error: Option<&'static str>,
    codes: BTreeMap<String, (String, String, String)>,
    refresh_tokens: BTreeSet<String>,
    issued: usize,
    /// Form or query of each request, by path, in order.
    pub asked: Vec<(&'static str, BTreeMap<String, String>)>,
}

/// An OpenID Provider of the tests' own, that does what a test wants. Gone when dropped.
pub struct Upstream {
    /// Its issuer.
    pub issuer: String,
    /// What it knows.
    pub company: Arc<Mutex<Company>>,
    /// Its key.
    pub key: Arc<Forger>,
    /// Taken by whoever wants it off the net.
    pub serving: tokio::sync::Mutex<Option<Serving>>,
    clock: Arc<Mutex<Option<Arc<ManualClock>>>>,
}

#[derive(Clone)]
struct Parts {
    issuer: String,
    company: Arc<Mutex<Company>>,
    key: Arc<Forger>,
    clock: Arc<Mutex<Option<Arc<ManualClock>>>>,
}

impl Parts {
    fn now(&self) -> i64 {
        self.clock.lock().unwrap().as_ref().expect("the provider follows a clock").now().seconds()
    }
}

impl Upstream {
    /// A provider, and a Gatepost that knows it as `company`, with those settings of that section.
    pub async fn with_site(engine: Engine, settings: &[(&str, &str)]) -> (Self, Site) {
        let upstream = Self::start().await;
        let names: Vec<(String, &str)> =
            settings.iter().map(|(name, value)| (format!("providers.company.{name}"), *value)).collect();
        let mut all = vec![
            ("providers.company.issuer", upstream.issuer.as_str()),
            ("providers.company.client_id", CLIENT),
            ("providers.company.client_secret", "secret"),
            ("providers.company.label", "The Company"),
        ];
        all.extend(names.iter().map(|(name, value)| (name.as_str(), *value)));
        let site = Site::over(Database::fresh(engine).await, &all).await;
        *upstream.clock.lock().unwrap() = Some(Arc::clone(&site.clock));
        (upstream, site)
    }

    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let company = Arc::new(Mutex::new(Company {
            person: Some("ada".to_owned()),
            sid: Some("sid-1".to_owned()),
            ..Company::default()
        }));
        let (key, clock) = (Arc::new(Forger::new()), Arc::default());
        let parts = Parts {
            issuer: issuer.clone(),
            company: Arc::clone(&company),
            key: Arc::clone(&key),
            clock: Arc::clone(&clock),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(exchange))
            .route("/revoke", post(revoke))
            .route("/end-session", get(end_session))
            .with_state(parts);
        let serving = tokio::sync::Mutex::new(Some(Serving::start(listener, router)));
        Self { issuer, company, key, serving, clock }
    }

    /// Changes what it knows.
    pub fn set(&self, change: impl FnOnce(&mut Company)) {
        change(&mut self.company.lock().unwrap());
    }

    /// What was asked of that path so far, oldest first.
    pub fn asked(&self, path: &str) -> Vec<BTreeMap<String, String>> {
        let company = self.company.lock().unwrap();
        company.asked.iter().filter(|(asked, _)| *asked == path).map(|(_, fields)| fields.clone()).collect()
    }

    /// Takes it off the net.
    pub async fn unplug(&self) {
        if let Some(mut serving) = self.serving.lock().await.take() {
            serving.stop().await;
        }
    }

    /// A logout token's claims: good ones.
    pub fn logout_claims(&self, site: &Site) -> Value {
        let now = site.now().seconds();
        json!({
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": token(&SystemRandom),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        })
    }

    /// A JWT of its key, of that type.
    pub fn sign(&self, typ: &str, claims: &Value) -> String {
        self.key.sign(&json!({ "alg": "ES256", "kid": KEY, "typ": typ }), claims)
    }
}

impl Browser {
    /// Signs in with the company, whoever is signed in there.
    pub async fn sign_in_at_company(&self) -> Answer {
        let authorize = self.begin("/auth/company/start?return_to=/profile").await;
        let answer = self.come_back_from(&authorize).await;
        assert!(answer.session_cookie().is_some(), "not signed in: {} {answer:?}", answer.text());
        answer
    }

    /// Goes there and comes back with its answer.
    pub async fn come_back_from(&self, authorize: &url::Url) -> Answer {
        let callback = self.navigate(authorize, Some(&self.at("/"))).await.location();
        self.arrive(&callback).await
    }
}

async fn discovery(State(parts): State<Parts>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", parts.issuer);
    Json(json!({
        "issuer": parts.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "end_session_endpoint": at("/end-session"), "revocation_endpoint": at("/revoke"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"], "backchannel_logout_supported": true,
    }))
}

async fn keys(State(parts): State<Parts>) -> Json<Value> {
    let mut jwk = parts.key.jwk();
    jwk["kid"] = json!(KEY);
    jwk["use"] = json!("sig");
    Json(json!({ "keys": [jwk] }))
}

fn fields(encoded: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

async fn authorize(State(parts): State<Parts>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(query.unwrap_or_default().as_bytes());
    let mut company = parts.company.lock().unwrap();
    company.asked.push(("/authorize", asked.clone()));
    let silent = asked.get("prompt").is_some_and(|prompt| prompt == "none");
    let error = company.error.or((silent && company.person.is_none()).then_some("login_required"));
    let answer = match error {
        Some(error) => ("error", error.to_owned()),
        None => {
            let person = company.person.clone().unwrap_or_else(|| "ada".to_owned());
            let code = token(&SystemRandom);
            let scope = company.grants.clone().unwrap_or_else(|| asked["scope"].clone());
            company.codes.insert(code.clone(), (person, asked["nonce"].clone(), scope));
            ("code", code)
        }
    };
    let mut url = url::Url::parse(&asked["redirect_uri"]).unwrap();
    url.query_pairs_mut().append_pair(answer.0, &answer.1).append_pair("state", &asked["state"]);
    (StatusCode::SEE_OTHER, [(header::LOCATION, url.to_string())]).into_response()
}

async fn exchange(State(parts): State<Parts>, body: Bytes) -> Response {
    let asked = fields(&body);
    let refused = || (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    let mut company = parts.company.lock().unwrap();
    company.asked.push(("/token", asked.clone()));
    let (person, nonce, scope) = if asked["grant_type"] == "authorization_code" {
        match company.codes.remove(&asked["code"]) {
            Some((person, nonce, scope)) => (person, Some(nonce), scope),
            None => return refused(),
        }
    } else {
        match company.renewals {
            Renewals::Refused => return refused(),
            Renewals::Down => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Renewals::Rotating => {}
        }
        if !company.refresh_tokens.remove(&asked["refresh_token"]) {
            return refused();
        }
        let scope = asked.get("scope").cloned().unwrap_or_else(|| "openid profile email".to_owned());
        ("ada".to_owned(), None, company.grants.clone().unwrap_or(scope))
    };
    company.issued += 1;
    let refresh_token = format!("refresh-{}", token(&SystemRandom));
    company.refresh_tokens.insert(refresh_token.clone());
    let now = parts.now();
    let mut claims = json!({
        "iss": parts.issuer, "aud": CLIENT, "sub": person, "iat": now, "exp": now + 3600, "auth_time": 1_798_859_000,
        "name": person, "email": format!("{person}@company.example"), "email_verified": true, "sid": company.sid,
    });
    match (nonce, company.renewed.as_object()) {
        (Some(nonce), _) => claims["nonce"] = json!(nonce),
        (None, Some(other)) => claims.as_object_mut().unwrap().extend(other.clone()),
        (None, None) => {}
    }
    let id_token = parts.key.sign(&json!({ "alg": "ES256", "kid": KEY, "typ": "JWT" }), &claims);
    let refresh_token = (!company.without_refresh_tokens).then_some(refresh_token);
    let access_token = format!("access-{}-{}", company.issued, token(&SystemRandom));
    Json(json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh_token,
        "id_token": id_token, "scope": scope,
    }))
    .into_response()
}

async fn revoke(State(parts): State<Parts>, body: Bytes) -> StatusCode {
    let asked = fields(&body);
    let mut company = parts.company.lock().unwrap();
    company.refresh_tokens.remove(&asked["token"]);
    company.asked.push(("/revoke", asked));
    StatusCode::OK
}

async fn end_session(State(parts): State<Parts>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(query.unwrap_or_default().as_bytes());
    let mut company = parts.company.lock().unwrap();
    company.asked.push(("/end-session", asked.clone()));
    company.person = None;
    let mut url = url::Url::parse(&asked["post_logout_redirect_uri"]).unwrap();
    url.query_pairs_mut().append_pair("state", &asked["state"]);
    (StatusCode::SEE_OTHER, [(header::LOCATION, url.to_string())]).into_response()
}
