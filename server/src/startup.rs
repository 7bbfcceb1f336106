//! Puts the parts together and serves.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::watch};

use crate::{
    account::{Accounts, AccountsParts, KnownProviders, OldTokenParts},
    clock::{Clock, SystemClock},
    config::{Config, Delivery, ImportConfig, VaultKey},
    demo::{self, DemoParts, DemoState},
    doctor::Doctor,
    foreign_tokens::{ForeignTokens, ForeignTokensParts},
    http::{self, App, AppParts, Places, PlacesError},
    import::simplejwt::{BadKey, OldTokens},
    mail::{Inbox, MailError, Outbox, OutboxParts, Worker, WorkerParts},
    notices::Notices,
    password::{Passwords, Policy},
    provider::{ClientRegistry, ClientRegistryParts, Clients, People, Protocol, Provider, ProviderParts, Settings},
    random::{self, Random, SystemRandom},
    relying_party::{RelyingParty, RelyingPartyParts},
    serving::{self, ClientLimits},
    session::{SessionParts, Sessions},
    shop::{Orders, OrdersParts},
    sign_in::SignIn,
    store::{MigrationLock, Store, StoreError},
    token::{Algorithm, Keyring, LONGEST_LIFE, MacRing, RingParts, RingPolicy, TokenError, Vault},
    upkeep,
    upstream::{Upstream, UpstreamParts},
};

/// Passwords that are about us are guessed first.
const SERVICE_NAMES: [&str; 1] = ["gatepost"];
/// A token is accepted this long after its end, on a replica whose clock is behind.
const SKEW: Duration = Duration::from_secs(60);
/// How long requests under way may take once Gatepost was told to stop.
const LONGEST_STOP: Duration = Duration::from_secs(20);

/// How long the mails under way may take after that.
const LAST_MAIL: Duration = Duration::from_secs(10);

/// Why Gatepost does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The client for providers.
    #[error(transparent)]
    Fetcher(#[from] crate::relying_party::FetchError),
    /// The demo provider may not stand where it was put.
    #[error(transparent)]
    Demo(#[from] demo::Refusal),
    /// Mail cannot be sent as configured.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The database of places cannot be read.
    #[error("server.places cannot be read: {0}")]
    Places(#[from] PlacesError),
    /// The key of old tokens is none.
    #[error(transparent)]
    OldTokens(#[from] BadKey),
    /// The system gives no threads.
    #[error("there are no threads for passwords: {0}")]
    Threads(#[from] std::io::Error),
    /// A socket cannot be opened.
    #[error("{address} cannot be listened on: {source}")]
    Bind {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Time and randomness, from outside.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl World {
    /// The computer's own.
    pub fn real() -> Self {
        let random = Arc::new(SystemRandom);
        Self { clock: Arc::new(SystemClock::new(random::id(random.as_ref()).to_string())), random }
    }
}

/// The keys of every purpose.
#[derive(Clone)]
pub struct Rings {
    /// Sign everything that we issue under our public address, by any algorithm: one key set holds all
    /// keys of that issuer.
    pub access: Arc<Keyring>,
    /// Derive refresh tokens.
    pub refresh: Arc<MacRing>,
    /// Sign the demo provider's tokens; `None` when it is off.
    pub demo: Option<Arc<Keyring>>,
    /// What seals them, and other secrets at rest.
    pub vault: Arc<Vault>,
    /// How often they are to be looked after.
    pub look_every: Duration,
}

/// Gatepost, put together and not yet serving.
pub struct Gatepost {
    /// The application.
    pub app: App,
    /// The demo provider.
    pub demo: Option<axum::Router>,
    /// The store.
    pub store: Store,
    /// The keys.
    pub rings: Rings,
    /// Where mail is put.
    pub outbox: Arc<Outbox>,
    /// What sends it.
    pub mail: Worker,
    /// Time and randomness.
    pub world: World,
}

impl Rings {
    /// Opens them; makes first keys where there are none.
    pub async fn open(config: &Config, store: &Store, world: &World) -> Result<Self, StartupError> {
        let vault = Arc::new(open_vault(config, store, world.random.as_ref()).await?);
        let (keys, limits) = (&config.keys, &config.session.limits);
        let parts = RingParts {
            store: store.clone(),
            vault: Arc::clone(&vault),
            clock: Arc::clone(&world.clock),
            random: Arc::clone(&world.random),
        };
        let policy = |ring, verifies_for, known_for: Duration| RingPolicy {
            ring,
            publish_ahead: keys.publish_ahead,
            signs_for: keys.rotate_every,
            verifies_for,
            known_for: known_for.max(verifies_for),
        };
        // Whoever signs out somewhere brings the ID token that the session began with.
        let issued = policy("access", LONGEST_LIFE + SKEW, limits.absolute + SKEW);
        let derived = policy("refresh", limits.absolute + SKEW, Duration::ZERO);
        let access = Keyring::open(parts.clone(), issued, keys.algorithm, &Algorithm::ALL);
        let refresh = MacRing::open(parts.clone(), derived);
        let demo = async {
            if config.demo.is_none() {
                return Ok(None);
            }
            let ring = Keyring::open(
                parts.clone(),
                policy("demo", LONGEST_LIFE + SKEW, Duration::ZERO),
                Algorithm::Rs256,
                &[],
            )
            .await?;
            Ok::<_, TokenError>(Some(Arc::new(ring)))
        };
        let (access, refresh, demo) = tokio::try_join!(access, refresh, demo)?;
        Ok(Self { access: Arc::new(access), refresh: Arc::new(refresh), demo, vault, look_every: keys.look_every() })
    }
}

async fn open_vault(config: &Config, store: &Store, random: &dyn Random) -> Result<Vault, StartupError> {
    let named = match &config.keys.vault {
        VaultKey::Given(key) => return Ok(Vault::from_base64(key)?),
        VaultKey::File(named) => named.clone(),
    };
    let database = store.file().cloned().unwrap_or_else(|| PathBuf::from("gatepost"));
    let path = named.unwrap_or_else(|| database.with_file_name("gatepost.key"));
    let _lock = MigrationLock::acquire(&database).await?;
    Ok(Vault::from_file(&path, random)?)
}

impl Gatepost {
    /// Opens the store, brings it up to date, loads the keys and puts everything together.
    pub async fn assemble(config: &Config, world: World) -> Result<Self, StartupError> {
        let store = Store::open(&config.database.url).await?;
        store.migrate().await?;
        let rings = Rings::open(config, &store, &world).await?;
        let demo = match (&config.demo, &rings.demo) {
            (Some(demo), Some(keys)) => {
                demo::check(demo.bind, &demo.public_url, &config.server.public_url)?;
                Some(demo::router(DemoState::new(DemoParts {
                    store: store.clone(),
                    keys: Arc::clone(keys),
                    macs: Arc::clone(&rings.refresh),
                    clock: Arc::clone(&world.clock),
                    random: Arc::clone(&world.random),
                    public_url: demo.public_url.clone(),
                    relying_party: config.server.public_url.clone(),
                })))
            }
            _ => None,
        };
        let (outbox, mail) = mail(config, &store, &rings, &world)?;
        let app = App::new(app_parts(config, &store, &rings, &world, Arc::clone(&outbox))?);
        Ok(Self { app, demo, store, rings, outbox, mail, world })
    }
}

fn mail(config: &Config, store: &Store, rings: &Rings, world: &World) -> Result<(Arc<Outbox>, Worker), MailError> {
    let outbox = Arc::new(Outbox::new(OutboxParts {
        store: store.clone(),
        vault: Arc::clone(&rings.vault),
        random: Arc::clone(&world.random),
        public_url: config.server.public_url.clone(),
    }));
    let worker = Worker::new(WorkerParts {
        outbox: Arc::clone(&outbox),
        delivery: config.mail.delivery.clone(),
        clock: Arc::clone(&world.clock),
    })?;
    Ok((outbox, worker))
}

/// The demo's stand-in for everybody's mailbox. Nowhere else: whoever sees the page reads all mail.
fn inbox(config: &Config, store: &Store, rings: &Rings) -> Option<Inbox> {
    let shown = config.demo.is_some() && matches!(config.mail.delivery, Delivery::Inbox);
    shown.then(|| Inbox::new(store.clone(), Arc::clone(&rings.vault)))
}

fn app_parts(
    config: &Config,
    store: &Store,
    rings: &Rings,
    world: &World,
    outbox: Arc<Outbox>,
) -> Result<AppParts, StartupError> {
    let World { clock, random } = world.clone();
    let outbox = config.accounts.mails.then_some(outbox);
    let notices = Arc::new(Notices::new(outbox, config.server.public_url.clone()));
    let sessions = Arc::new(Sessions::new(SessionParts {
        store: store.clone(),
        keys: Arc::clone(&rings.access),
        macs: Arc::clone(&rings.refresh),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        notices: Arc::clone(&notices),
        issuer: config.server.origin(),
        limits: config.session.limits,
    }));
    let relying_party = Arc::new(RelyingParty::new(RelyingPartyParts {
        store: store.clone(),
        providers: config.providers.clone(),
        public_url: config.server.public_url.clone(),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
    })?);
    let foreign = ForeignTokensParts {
        store: store.clone(),
        relying_party: Arc::clone(&relying_party),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
    };
    let foreign_tokens = ForeignTokens::new(foreign, &config.providers).map(Arc::new);
    let orders = Arc::new(Orders::new(OrdersParts {
        store: store.clone(),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        max_auth_age: config.shop.max_auth_age,
    }));
    let providers = Arc::new(KnownProviders::new(&config.providers, &config.auto_join));
    let upstream = Arc::new(Upstream::new(UpstreamParts {
        store: store.clone(),
        vault: Arc::clone(&rings.vault),
        relying_party: Arc::clone(&relying_party),
        sessions: Arc::clone(&sessions),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
    }));
    let sign_in = Arc::new(SignIn {
        store: store.clone(),
        sessions: Arc::clone(&sessions),
        upstream: Arc::clone(&upstream),
        notices: Arc::clone(&notices),
        providers: Arc::clone(&providers),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
    });
    let accounts = Arc::new(Accounts::new(AccountsParts {
        store: store.clone(),
        sessions: Arc::clone(&sessions),
        sign_in: Arc::clone(&sign_in),
        passwords: Arc::new(Passwords::new(&config.passwords.workload, &clock, Arc::clone(&random))?),
        policy: Policy::new(config.passwords.min_length, &SERVICE_NAMES),
        notices,
        macs: Arc::clone(&rings.refresh),
        vault: Arc::clone(&rings.vault),
        providers,
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        config: config.accounts.clone(),
        limits: config.limits.clone(),
        old_tokens: old_tokens(&config.import)?,
    }));
    Ok(AppParts {
        provider: Arc::new(provider(config, store, rings, world)),
        sign_in,
        accounts,
        clients: client_registry(config, store, world),
        registration: config.registration.clone(),
        places: config.server.places.as_deref().map_or_else(|| Ok(Places::default()), Places::open)?,
        store: store.clone(),
        keys: Arc::clone(&rings.access),
        sessions,
        relying_party,
        doctor: Doctor::of(config, Arc::clone(&clock), Arc::clone(&random)),
        foreign_tokens,
        upstream,
        orders,
        inbox: inbox(config, store, rings),
        clock,
        random,
        server: config.server.clone(),
        ui: config.ui,
        demo: config.demo.is_some(),
        checkout_max_auth_age: config.shop.max_auth_age,
    })
}

/// The issuer that we are to applications: our public address.
fn provider(config: &Config, store: &Store, rings: &Rings, world: &World) -> Provider {
    let issuer = config.server.origin();
    let settings = Settings {
        audience: format!("{issuer}/oauth2/userinfo"),
        token_endpoint: format!("{issuer}/oauth2/token"),
        issuer,
        protocol: Protocol::OpenIdAndOAuth2,
        clients: Clients::Registered,
        people: People::Accounts,
        scopes: &["openid", "profile", "email", "offline_access"],
        claims: &[
            "amr",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
            "locale",
            "email",
            "email_verified",
            "sid",
            "c_hash",
        ],
    };
    let parts = ProviderParts {
        store: store.clone(),
        keys: Arc::clone(&rings.access),
        macs: Arc::clone(&rings.refresh),
        clock: Arc::clone(&world.clock),
        random: Arc::clone(&world.random),
    };
    Provider::new(settings, parts)
}

/// The table of clients, for whoever writes it.
pub fn client_registry(config: &Config, store: &Store, world: &World) -> ClientRegistry {
    ClientRegistry::new(ClientRegistryParts {
        store: store.clone(),
        clock: Arc::clone(&world.clock),
        random: Arc::clone(&world.random),
        issuer: config.server.public_url.clone(),
    })
}

fn old_tokens(config: &ImportConfig) -> Result<Option<OldTokenParts>, StartupError> {
    let Some(settings) = &config.simplejwt else { return Ok(None) };
    Ok(Some(OldTokenParts { tokens: OldTokens::new(settings)?, source: config.source.clone() }))
}

/// Serves until it is told to stop; requests under way are finished first.
pub async fn serve(config: Config) -> Result<(), StartupError> {
    let gatepost = Gatepost::assemble(&config, World::real()).await?;
    // Last: whoever can connect gets an answer.
    let listener = bind(config.server.bind).await?;
    let demo_listener = match &config.demo {
        Some(demo) => Some(bind(demo.bind).await?),
        None => None,
    };
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        stop.send_replace(true);
    });
    tokio::spawn(upkeep::run(gatepost.store.clone(), gatepost.rings.clone(), gatepost.world.clone()));
    let mail = gatepost.mail.clone();
    let mail_stop = stopping.clone();
    let mail = tokio::spawn(async move { mail.run(mail_stop).await });
    announce(&config);

    let limits = ClientLimits::of_this_process(1 + u64::from(demo_listener.is_some()));
    let main = serve_on(listener, http::router(gatepost.app), limits, stopping.clone());
    let demo = async {
        if let (Some(listener), Some(router)) = (demo_listener, gatepost.demo) {
            serve_on(listener, router, limits, stopping.clone()).await;
        }
    };
    tokio::select! {
        ((), ()) = async { tokio::join!(main, demo) } => {}
        () = patience(stopping.clone()) => tracing::warn!("requests that did not end in time were cut off"),
    }
    if tokio::time::timeout(LAST_MAIL, mail).await.is_err() {
        tracing::warn!("a mail that the server did not take in time was left in the outbox");
    }
    gatepost.store.close().await;
    Ok(())
}

/// Ends when Gatepost was told to stop and has waited long enough for the requests under way.
async fn patience(mut stopping: watch::Receiver<bool>) {
    // An error means that nobody can tell us to stop any more: stop.
    let _ = stopping.wait_for(|stop| *stop).await;
    tokio::time::sleep(LONGEST_STOP).await;
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartupError> {
    TcpListener::bind(address).await.map_err(|source| StartupError::Bind { address, source })
}

async fn serve_on(
    listener: TcpListener,
    router: axum::Router,
    limits: ClientLimits,
    mut stopping: watch::Receiver<bool>,
) {
    let stopped = async move {
        // An error means that nobody can tell us to stop any more: stop.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    serving::serve(listener, router, limits, stopped).await;
}

#[expect(clippy::print_stdout, reason = "the address is what whoever starts Gatepost wants to read")]
fn announce(config: &Config) {
    println!("Gatepost is at {}", config.server.origin());
    if let Some(demo) = &config.demo {
        println!("The demo provider is at {}", demo.public_url.origin().ascii_serialization());
    }
}

async fn wait_for_signal() {
    let interrupt = async {
        // Without a handler the process ends all the same.
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
