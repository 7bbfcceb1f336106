//! Taking over from Django: databases that Django itself has filled, on both engines on both sides.

mod again;
mod django;
mod old_tokens;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use secrecy::SecretString;
use serde::Deserialize;
use server::{
    clock::Timestamp,
    config::{Config, Sources},
    import::django::{Options, ProviderMap, Report, TrustAddresses, import},
    random::{SystemRandom, id},
    store::Store,
};

use crate::support::{Database, Engine};

const OKTA: &str = "https://dev-1.okta.com/oauth2/default";
const GOOGLE: &str = "https://accounts.google.com";

/// Somebody whom populate.py made, and what it knows of them.
#[derive(Deserialize)]
struct Known {
    id: String,
    email: String,
    username: String,
    active: bool,
    staff: bool,
    /// What has to come of them.
    expect: String,
    links: Vec<KnownLink>,
    allauth_verified: Option<bool>,
}

#[derive(Deserialize)]
struct KnownLink {
    provider: String,
    uid: String,
    usable: bool,
}

/// A Django database with people in it, and a Gatepost to bring them to.
struct Move {
    django: Database,
    people: Vec<Known>,
    gatepost: Database,
    store: Store,
    plain: bool,
}

impl Move {
    async fn new(from: Engine, to: Engine, number: usize) -> Self {
        Self::prepare(from, to, number, false).await
    }

    /// `plain` has Django's own user model: numbers for keys, addresses that repeat.
    async fn prepare(from: Engine, to: Engine, number: usize, plain: bool) -> Self {
        let django = Database::fresh(from).await;
        let people = populate(&django, number, plain);
        let gatepost = Database::fresh(to).await;
        let store = Store::open(&gatepost.url().to_owned().into()).await.unwrap();
        store.migrate().await.unwrap();
        Self { django, people, gatepost, store, plain }
    }

    fn options(&self) -> Options {
        let config = Config::read(Sources::from_pairs(&[])).unwrap();
        let providers = [
            format!("okta-openidconnect={OKTA}"),
            format!("google-oauth2={GOOGLE}"),
            format!("google={GOOGLE}"),
            "facebook=facebook".to_owned(),
        ];
        Options {
            database: SecretString::from(self.django.url().to_owned()),
            user_table: self.table().to_owned(),
            source: "django".to_owned(),
            providers: ProviderMap::read(&providers, &config).unwrap(),
            trust: TrustAddresses::Active,
            inactive_may_activate: false,
            registration_life: Duration::from_secs(30 * 24 * 60 * 60),
            dry_run: false,
        }
    }

    fn table(&self) -> &'static str {
        if self.plain { "auth_user" } else { "accounts_user" }
    }

    async fn run(&self) -> Report {
        self.run_with(&self.options()).await
    }

    async fn run_with(&self, options: &Options) -> Report {
        import(&self.store, options, now()).await.unwrap()
    }

    fn expected(&self, expect: &str) -> usize {
        self.people.iter().filter(|person| person.expect == expect).count()
    }

    /// Those who have to be people here.
    fn arrivals(&self) -> impl Iterator<Item = &Known> {
        self.people.iter().filter(|person| ["person", "unnamed", "no-password"].contains(&person.expect.as_str()))
    }

    fn named(&self, username: &str) -> &Known {
        self.people.iter().find(|person| person.username == username).unwrap()
    }

    /// Every row of Gatepost's that an import writes, as text.
    async fn everything(&self) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        for table in ["people", "identities", "registrations", "spent_jtis"] {
            rows.push((table.to_owned(), self.gatepost.text(table).await));
        }
        rows
    }
}

impl Known {
    fn usable_links(&self) -> impl Iterator<Item = &KnownLink> {
        self.links.iter().filter(|link| link.usable)
    }
}

fn now() -> Timestamp {
    Timestamp::from_seconds(1_900_000_000)
}

/// Has Django itself fill a database.
fn populate(django: &Database, number: usize, plain: bool) -> Vec<Known> {
    let manifest = std::env::temp_dir().join(format!("people-{}.json", id(&SystemRandom).simple()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python: PathBuf = root.join("../target/python/bin/python");
    assert!(python.exists(), "{} is missing: scripts/install/python.sh brings it", python.display());
    let output = Command::new(python)
        .arg(root.join("tests/peers/populate.py"))
        .args(["--database", django.url().trim_start_matches("sqlite://")])
        .args(["--people", &number.to_string()])
        .arg("--manifest")
        .arg(&manifest)
        .args(plain.then_some("--plain-users"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let people = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    std::fs::remove_file(manifest).unwrap();
    people
}
