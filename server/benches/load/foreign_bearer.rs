//! Access tokens of another issuer, signed RS256: that of Okta and most others.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{
    bare_route, bench::Bench, drive::CONNECTIONS, error::BenchError, requests::Repeat, rsa_key::RsaKey,
    start_up::EMBEDDED,
};

const AUDIENCE: &str = "api://default";

/// An issuer within this program: it is asked for its metadata and keys, and counts how often.
struct Issuer {
    url: String,
    key: RsaKey,
    asked: Arc<AtomicUsize>,
}

#[derive(Clone)]
struct Published {
    documents: Arc<[Value; 2]>,
    asked: Arc<AtomicUsize>,
}

impl Issuer {
    async fn start() -> Result<Self, BenchError> {
        let key = RsaKey::new()?;
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let asked = Arc::<AtomicUsize>::default();
        let published = Published { documents: Arc::new(key.documents(&url)), asked: asked.clone() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(async |state| answer(state, 0)))
            .route("/keys", get(async |state| answer(state, 1)))
            .with_state(published);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, key, asked })
    }

    fn settings(&self) -> [(&'static str, &str); 5] {
        [
            ("GATEPOST__PROVIDERS__ACME__ISSUER", &self.url),
            ("GATEPOST__PROVIDERS__ACME__CLIENT_ID", "gatepost"),
            ("GATEPOST__PROVIDERS__ACME__CLIENT_SECRET", "secret"),
            ("GATEPOST__PROVIDERS__ACME__API_AUDIENCE", AUDIENCE),
            ("GATEPOST__PROVIDERS__ACME__API_CREATE", "true"),
        ]
    }

    /// A token for somebody of that number, good for an hour.
    fn token(&self, number: usize) -> Result<String, BenchError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let claims = json!({
            "iss": self.url, "aud": AUDIENCE, "sub": format!("load-{number:02}"), "client_id": "load",
            "iat": now, "exp": now + 3600, "jti": format!("AT.{number}"), "scope": "openid",
            "email": format!("load-{number:02}@example.com"), "email_verified": true,
        });
        self.key.sign(&claims)
    }
}

fn answer(State(published): State<Published>, document: usize) -> Json<Value> {
    published.asked.fetch_add(1, Ordering::Relaxed);
    Json(published.documents[document].clone())
}

/// Every connection has a token of its own. What its issuer is asked for is a figure too.
pub async fn measure(bench: &mut Bench) -> Result<(), BenchError> {
    let issuer = Issuer::start().await?;
    let folder = bench.installation.empty_folder("foreign")?;
    let mut gatepost = bench.installation.start_with(&folder, EMBEDDED, &issuer.settings())?;
    gatepost.first_ok("/healthz").await?;
    let tokens = (0..CONNECTIONS).map(|number| issuer.token(number)).collect::<Result<Vec<_>, _>>()?;
    let bare = bare_route::start()?;
    let yardstick = Repeat::anonymous(bare.address, "/")?;
    bench.compare("foreign_bearer", Repeat::bearing(gatepost.app, &tokens)?, "bare_json_route", yardstick).await?;
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let asked = issuer.asked.load(Ordering::Relaxed) as f64;
    bench.report.amount("foreign_issuer_asked", asked, "calls")?;
    gatepost.stop().await
}
