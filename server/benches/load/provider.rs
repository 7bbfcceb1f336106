//! The provider of the sign-ins that are measured: a process of its own, so that its work is not counted.
//!
//! Nobody types anything there. The browser's way through it costs Gatepost nothing and is left out: whoever
//! signs in makes up the code that it would have given.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    beside::{self, Beside},
    client::{Client, expect, get as ask},
    error::BenchError,
    rsa_key::RsaKey,
};

/// The argument that makes this program the provider; the next one is how many milliseconds its token
/// endpoint takes.
pub const ARGUMENT: &str = "provider";

const CLIENT_ID: &str = "gatepost";
const MOST: &str = "/most";

/// The provider, as Gatepost is told of it.
pub struct Provider {
    beside: Beside,
    url: String,
}

impl Provider {
    /// Starts one whose token endpoint takes that long.
    pub fn start(patience: Duration) -> Result<Self, BenchError> {
        let beside = Beside::start(&[ARGUMENT, &patience.as_millis().to_string()])?;
        let url = format!("http://{}", beside.address);
        Ok(Self { beside, url })
    }

    /// Gatepost's settings for it: its id is `acme`.
    pub fn settings(&self) -> [(&'static str, &str); 3] {
        [
            ("GATEPOST__PROVIDERS__ACME__ISSUER", &self.url),
            ("GATEPOST__PROVIDERS__ACME__CLIENT_ID", CLIENT_ID),
            ("GATEPOST__PROVIDERS__ACME__CLIENT_SECRET", "secret"),
        ]
    }

    /// The code that it gives somebody of that number.
    pub fn code(number: usize, nonce: &str) -> String {
        format!("{number}.{nonce}")
    }

    /// The most codes that it was exchanging at once.
    pub async fn most_at_once(&self) -> Result<f64, BenchError> {
        let answer = expect(Client::new(self.beside.address).send(ask(MOST, &[])?).await?, StatusCode::OK, MOST)?;
        Ok(serde_json::from_slice(answer.body())?)
    }
}

struct Serving {
    url: String,
    key: RsaKey,
    patience: Duration,
    exchanging: AtomicUsize,
    most: AtomicUsize,
}

/// Is the provider.
pub async fn serve(patience: &str) -> Result<(), BenchError> {
    let patience = Duration::from_millis(patience.parse().map_err(std::io::Error::other)?);
    beside::serve(|address| {
        let (url, key) = (format!("http://{address}"), RsaKey::new()?);
        let [metadata, keys] = key.documents(&url);
        let serving = Serving { url, key, patience, exchanging: AtomicUsize::default(), most: AtomicUsize::default() };
        Ok(Router::new()
            .route("/.well-known/openid-configuration", get(async || Json(metadata)))
            .route("/keys", get(async || Json(keys)))
            .route("/token", post(token))
            .route(MOST, get(async |State(serving): State<Arc<Serving>>| Json(serving.most.load(Ordering::Relaxed))))
            .with_state(Arc::new(serving)))
    })
    .await
}

#[derive(Deserialize)]
struct Exchange {
    code: String,
}

async fn token(
    State(serving): State<Arc<Serving>>,
    Form(Exchange { code }): Form<Exchange>,
) -> Result<Json<Value>, StatusCode> {
    let exchanging = serving.exchanging.fetch_add(1, Ordering::Relaxed) + 1;
    serving.most.fetch_max(exchanging, Ordering::Relaxed);
    tokio::time::sleep(serving.patience).await;
    serving.exchanging.fetch_sub(1, Ordering::Relaxed);
    let (number, nonce) = code.split_once('.').ok_or(StatusCode::BAD_REQUEST)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let claims = json!({
        "iss": serving.url, "aud": CLIENT_ID, "sub": format!("load-{number}"), "nonce": nonce,
        "iat": now, "exp": now + 300, "auth_time": now,
        "name": format!("Load {number}"), "email": format!("load-{number}@example.com"), "email_verified": true,
    });
    let id_token = serving.key.sign(&claims).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(json!({ "access_token": code, "token_type": "Bearer", "expires_in": 300, "id_token": id_token })))
}
