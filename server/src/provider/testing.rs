//! What tests of issuers run on: a database of their own, a clock they set, real keys.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Authentication, AuthorizationResponse, Clients, Parameters, People, Protocol, Provider, ProviderParts, Settings,
};
use crate::{
    clock::{Clock, Moment, Timestamp},
    provider::{StandardClaims, Subject},
    random::{SystemRandom, bytes, id},
    store::Store,
    token::{Algorithm, Keyring, MacRing, RingParts, RingPolicy, Vault},
};

pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const CALLBACK: &str = "http://localhost:3000/auth/okta/callback";

/// A clock that stands until it is moved.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn forward(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn moment(&self) -> Moment {
        let millis = self.0.load(Ordering::SeqCst);
        Moment { at: Timestamp::from_millis(millis), process: "test".into(), tick: millis }
    }
}

/// A database file that is gone with the test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Everything an issuer works with.
pub(crate) struct World {
    pub(crate) parts: ProviderParts,
    pub(crate) clock: Arc<TestClock>,
    _scratch: Scratch,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::signing_with(Algorithm::Es256).await
    }

    pub(crate) async fn signing_with(algorithm: Algorithm) -> Self {
        let scratch = Scratch(std::env::temp_dir().join(format!("gatepost-test-{}", id(&SystemRandom))));
        std::fs::create_dir(&scratch.0).unwrap();
        let store = Store::open(&format!("sqlite://{}", scratch.0.join("test.db").display()).into()).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)));
        let vault = Arc::new(Vault::from_base64(&STANDARD.encode(bytes::<32>(&SystemRandom)).into()).unwrap());
        let hour = Duration::from_hours(1);
        let policy = RingPolicy {
            ring: "demo",
            publish_ahead: hour,
            signs_for: 24 * hour,
            verifies_for: 2 * hour,
            known_for: 2 * hour,
        };
        let parts = RingParts { store: store.clone(), vault, clock: clock.clone(), random: Arc::new(SystemRandom) };
        let keys = Keyring::open(parts.clone(), policy, algorithm, &[]).await.unwrap();
        let macs = MacRing::open(parts, RingPolicy { ring: "refresh", ..policy }).await.unwrap();
        let parts = ProviderParts {
            store,
            keys: Arc::new(keys),
            macs: Arc::new(macs),
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
        };
        Self { parts, clock, _scratch: scratch }
    }

    pub(crate) fn provider(&self, protocol: Protocol) -> Provider {
        let settings = Settings {
            issuer: "http://localhost:3100/op".into(),
            audience: "http://localhost:3100/op/api".into(),
            protocol,
            token_endpoint: "http://localhost:3100/op/token".into(),
            clients: Clients::AnyOnLoopback,
            people: People::Told,
            scopes: &["openid", "profile", "email"],
            claims: &["amr", "name", "preferred_username", "email", "email_verified"],
        };
        Provider::new(settings, self.parts.clone())
    }
}

/// Parameters of a good authorization request.
pub(crate) fn request() -> Parameters {
    Parameters::default()
        .with("client_id", "app")
        .with("redirect_uri", CALLBACK)
        .with("response_type", "code")
        .with("scope", "openid profile email")
        .with("state", "s-1")
        .with("nonce", "n-1")
        .with("code_challenge", CHALLENGE)
        .with("code_challenge_method", "S256")
}

/// Parameters of the token request that belongs to it.
pub(crate) fn exchange(code: &str) -> Parameters {
    Parameters::default()
        .with("grant_type", "authorization_code")
        .with("code", code)
        .with("redirect_uri", CALLBACK)
        .with("code_verifier", VERIFIER)
        .with("client_id", "app")
        .with("client_secret", "secret")
}

pub(crate) fn ada(at: Timestamp) -> Authentication {
    Authentication {
        subject: Subject::parse("ada").unwrap(),
        claims: StandardClaims {
            name: Some("Ada Lovelace".into()),
            preferred_username: Some("ada@example.com".into()),
            email: Some("ada@example.com".into()),
            email_verified: Some(true),
            ..StandardClaims::default()
        },
        account: None,
        auth_time: at,
        amr: vec!["pwd".into()],
        annotations: None,
    }
}

pub(crate) fn code_in(response: &AuthorizationResponse) -> String {
    response.parameters.iter().find(|(name, _)| *name == "code").unwrap().1.clone()
}

/// The claims of a JWT, unchecked.
pub(crate) fn claims(jwt: &str) -> serde_json::Value {
    part(jwt, 1)
}

/// Header (0) or claims (1) of a JWT, unchecked.
pub(crate) fn part(jwt: &str, index: usize) -> serde_json::Value {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(index).unwrap()).unwrap()).unwrap()
}
