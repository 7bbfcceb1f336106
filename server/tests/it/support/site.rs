use std::{net::SocketAddr, sync::Arc, time::Duration};

use server::{
    clock::{Clock, Timestamp},
    config::{Config, Sources},
    http,
    mail::Outbox,
    random::SystemRandom,
    startup::{Gatepost, Rings, World},
    store::{FamilyRow, Store},
    upkeep,
};
use tokio::{net::TcpListener, sync::Mutex};
use url::Url;
use uuid::Uuid;

use super::{ApiClient, Browser, Database, Engine, Mailbox, ManualClock, at_once, claims, serving::Serving};

/// What seals keys in every test: 32 bytes in base64.
const ENCRYPTION_KEY: &str = "Z2F0ZXBvc3QncyBpbnRlZ3JhdGlvbiB0ZXN0cywgMzI=";

/// Gatepost on a socket of its own, with the demo provider on another. Browsers know Gatepost as
/// `localhost` and the demo provider as `127.0.0.1`: two sites.
pub struct Site {
    /// Gatepost's address, as browsers know it.
    pub url: Url,
    /// The demo provider's; Gatepost's own where there is none.
    pub demo: Url,
    /// Where this process listens: replicas share an address and listen on different ports.
    pub(super) address: SocketAddr,
    pub(super) client: reqwest::Client,
    /// The time, as this process sees it.
    pub clock: Arc<ManualClock>,
    /// What is kept.
    pub database: Arc<Database>,
    /// This process's way to it.
    pub store: Store,
    /// This process's keys.
    pub rings: Rings,
    /// Where mail is put.
    pub outbox: Arc<Outbox>,
    settings: Vec<(String, String)>,
    _gatepost_serving: Serving,
    demo_serving: Mutex<Option<Serving>>,
}

impl Site {
    /// With nothing configured that the tests could do without.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    /// With some settings of its own.
    pub async fn with(engine: Engine, settings: &[(&str, &str)]) -> Self {
        Self::over(Database::fresh(engine).await, settings).await
    }

    /// Over a database that is there already.
    pub async fn over(database: Database, settings: &[(&str, &str)]) -> Self {
        Self::with_demo(database, |_| owned(settings)).await
    }

    /// With a provider of that name that is Okta's stand-in in earnest: by its issuer, with settings
    /// beyond it.
    pub async fn with_oidc_provider(engine: Engine, id: &str, settings: &[(&str, &str)]) -> Self {
        let database = Database::fresh(engine).await;
        Self::with_demo(database, |demo| {
            let name = |key: &str| format!("providers.{id}.{key}");
            let mut all = vec![
                (name("issuer"), format!("{demo}oauth2/default")),
                (name("client_id"), "gatepost".to_owned()),
                (name("client_secret"), "a:b+c%/é".to_owned()),
            ];
            all.extend(settings.iter().map(|(key, value)| (name(key), (*value).to_owned())));
            all
        })
        .await
    }

    async fn with_demo(database: Database, settings: impl FnOnce(&Url) -> Vec<(String, String)>) -> Self {
        let (gatepost, demo) = (listen().await, listen().await);
        let mut all = basic(&database, &gatepost, &demo);
        all.extend(settings(&at("127.0.0.1", &demo)));
        Self::start(Arc::new(database), Arc::new(ManualClock::new()), all, (gatepost, Some(demo))).await
    }

    /// Several processes that start at the same moment on one database, known under the address of
    /// the first.
    pub async fn several_over(database: Database, many: usize) -> Vec<Self> {
        let (gatepost, demo) = (listen().await, listen().await);
        let settings = basic(&database, &gatepost, &demo);
        let (database, clock) = (Arc::new(database), ManualClock::new());
        let mut sockets = vec![(gatepost, Some(demo))];
        while sockets.len() < many {
            sockets.push((listen().await, None));
        }
        let mut sockets = sockets.into_iter();
        let mut sites = at_once(many, |_| {
            let clock = Arc::new(clock.of_another_process());
            Self::start(Arc::clone(&database), clock, settings.clone(), sockets.next().unwrap())
        })
        .await;
        sites.sort_by_key(|site| site.url.port() != Some(site.address.port()));
        sites
    }

    /// Another process on the same database, known under the same address, with a demo provider
    /// that nobody is sent to.
    pub async fn replica(&self) -> Self {
        self.replica_with(&[]).await
    }

    /// Another process, with other settings.
    pub async fn replica_with(&self, other: &[(&str, &str)]) -> Self {
        let clock = Arc::new(self.clock.of_another_process());
        let mut settings = self.settings.clone();
        settings.extend(owned(other));
        Self::start(Arc::clone(&self.database), clock, settings, (listen().await, None)).await
    }

    async fn start(
        database: Arc<Database>,
        clock: Arc<ManualClock>,
        settings: Vec<(String, String)>,
        (listener, demo_listener): (TcpListener, Option<TcpListener>),
    ) -> Self {
        let pairs: Vec<_> = settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let config = Config::read(Sources::from_pairs(&pairs)).unwrap();
        let world = World { clock: Arc::clone(&clock) as Arc<dyn Clock>, random: Arc::new(SystemRandom) };
        let Gatepost { app, demo, store, rings, outbox, .. } = Gatepost::assemble(&config, world).await.unwrap();
        let address = listener.local_addr().unwrap();
        let demo_serving = demo_listener.zip(demo).map(|(listener, router)| Serving::start(listener, router));
        Self {
            url: config.server.public_url.clone(),
            demo: config.demo.map_or_else(|| config.server.public_url.clone(), |demo| demo.public_url),
            address,
            client: client(),
            clock,
            database,
            store,
            rings,
            outbox,
            settings,
            _gatepost_serving: Serving::start(listener, http::router(app)),
            demo_serving: Mutex::new(demo_serving),
        }
    }

    /// Gatepost's origin, without a slash: `iss` and `aud` of its tokens.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// An address of Gatepost.
    pub fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// A program that calls the API with that token, or with none.
    pub fn api(&self, token: &str) -> ApiClient {
        ApiClient::new(self, token)
    }

    /// Everybody's mail to that address.
    pub fn mailbox(&self, address: &str) -> Mailbox {
        Mailbox::new(self, address)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What a process does with its keys every few seconds.
    pub async fn look_after_keys(&self) {
        upkeep::keys(&self.rings).await.unwrap();
        upkeep::next_keys(&self.rings).await.unwrap();
    }

    /// Lets seconds pass.
    pub fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// The row of the session that an access token belongs to.
    pub async fn family_of(&self, access_token: &str) -> FamilyRow {
        self.family(claims(access_token)["sid"].as_str().unwrap()).await
    }

    /// The row of a session.
    pub async fn family(&self, id: &str) -> FamilyRow {
        assert!(Uuid::parse_str(id).is_ok(), "{id}");
        self.store.read().await.unwrap().families().find(id).await.unwrap().unwrap().family
    }

    /// How often Gatepost's server asked the demo provider for that, such as `POST /token`.
    pub async fn times_demo_was_asked(&self, what: &str) -> usize {
        self.demo_serving.lock().await.as_ref().map_or(0, |serving| serving.times_asked(what))
    }

    /// Takes the demo provider off the net.
    pub async fn unplug_demo(&self) {
        if let Some(mut serving) = self.demo_serving.lock().await.take() {
            serving.stop().await;
        }
    }
}

/// What every site is told. Passwords are hashed as cheaply as can be, and nobody is too fast: tests
/// of either say so.
fn basic(database: &Database, gatepost: &TcpListener, demo: &TcpListener) -> Vec<(String, String)> {
    owned(&[
        ("server.public_url", at("localhost", gatepost).as_str()),
        ("demo.bind", &demo.local_addr().unwrap().to_string()),
        ("demo.public_url", at("127.0.0.1", demo).as_str()),
        ("database.url", database.url()),
        ("keys.encryption_key", ENCRYPTION_KEY),
        ("passwords.memory_kib", "8"),
        ("passwords.iterations", "1"),
        ("limits.enabled", "false"),
    ])
}

fn owned(settings: &[(&str, &str)]) -> Vec<(String, String)> {
    settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

fn at(host: &str, listener: &TcpListener) -> Url {
    Url::parse(&format!("http://{host}:{}", listener.local_addr().unwrap().port())).unwrap()
}

/// What all actors of a site talk through. It knows nothing of redirects, cookies or proxies.
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_built_in_root_certs(false)
        .build()
        .unwrap()
}
