use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Forger, serving::Serving};

/// An authorization server for an API: it publishes a key, signs ES256, and knows opaque tokens. It has one
/// client, `gatepost` with the secret `a:b+c`, and one redirect URI, and nobody is signed in there.
pub struct Issuer {
    /// Its address, and its `iss`.
    pub url: String,
    /// Its key.
    pub key: Forger,
    known: Known,
    serving: Serving,
}

type Known = Arc<Mutex<HashMap<String, Value>>>;

#[derive(Clone)]
struct Published {
    url: String,
    jwk: Value,
    known: Known,
}

impl Issuer {
    /// One with a key of its own, that knows no token.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (key, known) = (Forger::new(), Known::default());
        let mut jwk = key.jwk();
        jwk["kid"] = "issuer-1".into();
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(async |State(published): State<Published>| Json(json!({ "keys": [published.jwk] }))))
            .route("/introspect", post(introspect))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(Published { url: url.clone(), jwk, known: Arc::clone(&known) });
        Self { url, key, known, serving: Serving::start(listener, router) }
    }

    /// From now on that opaque token is good for those claims.
    pub fn knows(&self, token: &str, claims: Value) {
        self.known.lock().unwrap().insert(token.to_owned(), claims);
    }

    /// From now on that opaque token is good for nothing.
    pub fn forgets(&self, token: &str) {
        self.known.lock().unwrap().remove(token);
    }

    /// An access token of those claims.
    pub fn sign(&self, claims: &Value) -> String {
        self.key.sign(&json!({ "alg": "ES256", "typ": "at+jwt", "kid": "issuer-1" }), claims)
    }

    /// How often that was asked, such as `POST /introspect`.
    pub fn times_asked(&self, what: &str) -> usize {
        self.serving.times_asked(what)
    }

    /// Nobody answers there any more.
    pub async fn stop(&mut self) {
        self.serving.stop().await;
    }
}

async fn discovery(State(published): State<Published>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", published.url);
    Json(json!({
        "issuer": published.url,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "introspection_endpoint": at("/introspect"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

const REDIRECT_URI: &str = "http://localhost:3000/auth/acme/callback";

async fn authorize(Query(query): Query<HashMap<String, String>>) -> Response {
    match (query.get("redirect_uri").map(String::as_str), query.get("prompt").map(String::as_str)) {
        (Some(REDIRECT_URI), Some("none")) => {
            let back = format!("{REDIRECT_URI}?error=login_required&state={}", query["state"]);
            (StatusCode::FOUND, [("location", back)]).into_response()
        }
        (Some(REDIRECT_URI), _) => "Who are you?".into_response(),
        _ => (StatusCode::BAD_REQUEST, "That redirect_uri is not registered.").into_response(),
    }
}

async fn token(headers: HeaderMap) -> Response {
    let error = |status, error| (status, Json(json!({ "error": error }))).into_response();
    if is_client(&headers) {
        error(StatusCode::BAD_REQUEST, "invalid_grant")
    } else {
        error(StatusCode::UNAUTHORIZED, "invalid_client")
    }
}

/// As RFC 6749 §2.3.1 writes it: `gatepost:a%3Ab%2Bc`.
fn is_client(headers: &HeaderMap) -> bool {
    headers.get("authorization").is_some_and(|value| value == "Basic Z2F0ZXBvc3Q6YSUzQWIlMkJj")
}

/// RFC 7662.
async fn introspect(
    State(published): State<Published>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    if !is_client(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let known = published.known.lock().unwrap().get(&form["token"]).cloned();
    let answer = known.map_or_else(
        || json!({ "active": false }),
        |mut claims| {
            claims["active"] = true.into();
            claims
        },
    );
    Json(answer).into_response()
}
