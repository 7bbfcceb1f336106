use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use aws_lc_rs::digest;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use server::clock::Timestamp;
use tokio::{net::TcpListener, task::JoinHandle};
use url::{Url, form_urlencoded};

use super::{Browser, Engine, Forger, Kind, Request, Site, answer::Answer};

/// A provider that says whatever a test wants it to: of itself, of people, at whatever cost.
#[derive(Clone)]
pub struct StubProvider {
    /// Its origin, with a slash.
    pub url: Url,
    says: Arc<Mutex<Says>>,
    _task: Arc<Stopped>,
}

struct Stopped(JoinHandle<()>);

impl Drop for Stopped {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Says {
    key: Arc<Forger>,
    answers: BTreeMap<String, Reply>,
    /// Whom the last ID token was about: so is userinfo, unless a test says otherwise.
    subject: Value,
    asked: Vec<Asked>,
}

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method and path, such as `POST /token`.
    pub what: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The form, where there is one.
    pub form: BTreeMap<String, String>,
}

/// How it answers at one path.
#[derive(Clone)]
pub enum Reply {
    /// With that JSON.
    Json(Value),
    /// With that status, type and body.
    Raw(StatusCode, &'static str, Vec<u8>),
    /// With that header beside `{}`.
    Header(&'static str, String),
    /// With a redirect.
    Redirect(String),
    /// It begins to answer, and never ends.
    Stall,
}

impl StubProvider {
    /// One that speaks OpenID Connect at its origin, with an ES256 key called `k1`.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port())).unwrap();
        let key = Arc::new(Forger::new());
        let says =
            Arc::new(Mutex::new(Says { key, answers: BTreeMap::new(), subject: Value::Null, asked: Vec::new() }));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&says));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let stub = Self { url, says, _task: Arc::new(Stopped(task)) };
        stub.says_of_itself("/", json!({}));
        stub.publishes(vec![stub.jwk()]);
        stub
    }

    /// Gatepost with this provider, called `stub`, by its issuer and those settings.
    pub async fn site(&self, engine: Engine, settings: &[(&str, &str)]) -> Site {
        let issuer = self.issuer();
        let mut all = vec![("issuer", issuer.as_str()), ("client_id", "gatepost"), ("client_secret", "hush")];
        all.extend(settings);
        let named: Vec<_> = all.iter().map(|(key, value)| (format!("providers.stub.{key}"), *value)).collect();
        let pairs: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        Site::with(engine, &pairs).await
    }

    /// Its issuer, without a slash.
    pub fn issuer(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// An address of it.
    pub fn at(&self, path: &str) -> String {
        self.url.join(path).unwrap().to_string()
    }

    /// How it answers at that path from now on.
    pub fn answers(&self, path: &str, reply: Reply) {
        self.says.lock().unwrap().answers.insert(path.to_owned(), reply);
    }

    /// Its metadata below that path, changed by those members; `null` takes one out.
    pub fn says_of_itself(&self, below: &str, changes: Value) {
        let issuer = format!("{}{}", self.issuer(), below.trim_end_matches('/'));
        let mut metadata = json!({
            "issuer": issuer,
            "authorization_endpoint": self.at("/authorize"),
            "token_endpoint": self.at("/token"),
            "userinfo_endpoint": self.at("/userinfo"),
            "jwks_uri": self.at("/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        });
        change(metadata.as_object_mut().unwrap(), &changes);
        let path = format!("{}/.well-known/openid-configuration", below.trim_end_matches('/'));
        self.answers(&path, Reply::Json(metadata));
    }

    /// Its keys from now on.
    pub fn publishes(&self, keys: Vec<Value>) {
        self.answers("/keys", Reply::Json(json!({ "keys": keys })));
    }

    /// The public half of the key that it signs with.
    pub fn jwk(&self) -> Value {
        let mut jwk = self.key().jwk();
        change(jwk.as_object_mut().unwrap(), &json!({ "kid": "k1", "use": "sig", "alg": "ES256" }));
        jwk
    }

    /// The key that it signs with.
    pub fn key(&self) -> Arc<Forger> {
        Arc::clone(&self.says.lock().unwrap().key)
    }

    /// Everything that it was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.says.lock().unwrap().asked.clone()
    }

    /// What it was asked last at that path, such as `POST /token`.
    pub fn asked_last(&self, what: &str) -> Asked {
        self.asked().into_iter().rev().find(|asked| asked.what == what).unwrap_or_else(|| panic!("nobody asked {what}"))
    }

    /// How often that was asked.
    pub fn times_asked(&self, what: &str) -> usize {
        self.asked().iter().filter(|asked| asked.what == what).count()
    }

    /// The claims of a good ID token for that request, with an address that is verified.
    pub fn claims(&self, authorize: &Url, now: Timestamp) -> Value {
        let parameter = |name: &str| authorize.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value);
        json!({
            "iss": self.issuer(),
            "sub": "ada-1815",
            "aud": parameter("client_id").unwrap(),
            "nonce": parameter("nonce"),
            "iat": now.seconds(),
            "exp": now.seconds() + 300,
            "auth_time": now.seconds(),
            "name": "Ada Lovelace",
            "email": "ada@example.com",
            "email_verified": true,
        })
    }

    /// From now on its token endpoint hands out an ID token of those claims.
    pub fn vouches(&self, claims: &Value) {
        self.vouches_with(&json!({ "alg": "ES256", "kid": "k1" }), claims);
    }

    /// The same with that header.
    pub fn vouches_with(&self, header: &Value, claims: &Value) {
        self.says.lock().unwrap().subject = claims["sub"].clone();
        self.hands_out(&self.key().sign(header, claims));
    }

    /// From now on its token endpoint hands out that text as an ID token.
    pub fn hands_out(&self, id_token: &str) {
        let tokens = json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300, "id_token": id_token,
        });
        self.answers("/token", Reply::Json(tokens));
    }

    /// A sign-in begins at the provider of that name and comes back with a code; the claims of the ID
    /// token are those of a good one with those changes.
    pub async fn sign_in(&self, site: &Site, id: &str, changes: Value) -> Answer {
        let browser = site.browser();
        self.sign_in_with(site, &browser, id, changes).await
    }

    /// The same in that browser.
    pub async fn sign_in_with(&self, site: &Site, browser: &Browser, id: &str, changes: Value) -> Answer {
        let authorize = browser.begin(&format!("/auth/{id}/start")).await;
        let mut claims = self.claims(&authorize, site.now());
        change(claims.as_object_mut().unwrap(), &changes);
        self.vouches(&claims);
        browser.arrive(&callback(&authorize, &[("code", "c-1")])).await
    }

    /// Posts its answer from its own page, as `form_post` has it.
    pub async fn posts(&self, browser: &Browser, authorize: &Url, fields: &[(&str, &str)]) -> Answer {
        let address = callback(authorize, fields);
        let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut bare = address.clone();
        bare.set_query(None);
        browser.send(Request::new(Method::POST, bare, Kind::Navigation, Some(self.url.clone())).form(&pairs)).await
    }
}

/// The access token that it hands out.
pub const ACCESS_TOKEN: &str = "stub-access-token";

/// `at_hash` of that token under ES256.
pub fn at_hash() -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, ACCESS_TOKEN.as_bytes()).as_ref()[..16])
}

/// The address that an answer to that request goes to.
pub fn callback(authorize: &Url, fields: &[(&str, &str)]) -> Url {
    let parameter = |name: &str| authorize.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned();
    let mut url = Url::parse(&parameter("redirect_uri")).unwrap();
    url.query_pairs_mut().append_pair("state", &parameter("state")).extend_pairs(fields);
    url
}

fn change(members: &mut Map<String, Value>, changes: &Value) {
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
}

async fn answer(
    State(says): State<Arc<Mutex<Says>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = form_urlencoded::parse(&body).into_owned().collect();
    let reply = {
        let mut says = says.lock().unwrap();
        says.asked.push(Asked { what: format!("{method} {}", uri.path()), headers, form });
        let about = (uri.path() == "/userinfo").then(|| Reply::Json(json!({ "sub": says.subject })));
        says.answers.get(uri.path()).cloned().or(about)
    };
    match reply {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Reply::Json(value)) => axum::Json(value).into_response(),
        Some(Reply::Raw(status, kind, body)) => (status, [("content-type", kind)], body).into_response(),
        Some(Reply::Header(name, value)) => ([(name, value)], "{}").into_response(),
        Some(Reply::Redirect(to)) => (StatusCode::TEMPORARY_REDIRECT, [("location", to)]).into_response(),
        Some(Reply::Stall) => Body::new(Stalled::default()).into_response(),
    }
}

/// One byte, and then nothing for ever.
#[derive(Default)]
struct Stalled {
    begun: bool,
}

impl hyper::body::Body for Stalled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        if std::mem::replace(&mut self.begun, true) {
            return Poll::Pending;
        }
        Poll::Ready(Some(Ok(hyper::body::Frame::data(Bytes::from_static(b"{")))))
    }
}
