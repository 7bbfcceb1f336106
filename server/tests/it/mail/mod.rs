//! Mail, from the transaction that posts it to the server that takes it: `aiosmtpd`, which
//! `scripts/install/python.sh` installs.

mod at_rest;
mod commands;
mod inbox;
mod once;
mod retrying;
mod secure;
mod sending;

use std::{sync::Arc, time::Duration};

use app::words::Language;
use server::{
    clock::{Clock, Timestamp},
    config::{Config, Delivery, SmtpConfig, Sources},
    mail::{Address, Letter, Outbox, OutboxParts, Recipient, Tally, Worker, WorkerParts},
    random::SystemRandom,
    store::{MailRow, Store},
    token::Vault,
};
use url::Url;

use crate::support::{Database, Engine, ManualClock, Peer};

/// What seals mails: 32 bytes in base64.
const KEY: &str = "Z2F0ZXBvc3QncyBpbnRlZ3JhdGlvbiB0ZXN0cywgMzI=";
const CODE: &str = "493027";
const DAY: u64 = 24 * 60 * 60;

/// An outbox over a database of its own, and the time.
struct Office {
    database: Arc<Database>,
    store: Store,
    outbox: Arc<Outbox>,
    clock: Arc<ManualClock>,
}

impl Office {
    async fn on(engine: Engine) -> Self {
        Self::over(Arc::new(Database::fresh(engine).await), Arc::new(ManualClock::new())).await
    }

    /// Another process on the same database.
    async fn replica(&self) -> Self {
        Self::over(Arc::clone(&self.database), Arc::new(self.clock.of_another_process())).await
    }

    async fn over(database: Arc<Database>, clock: Arc<ManualClock>) -> Self {
        let store = Store::open(&database.url().to_owned().into()).await.unwrap();
        store.migrate().await.unwrap();
        let outbox = Arc::new(Outbox::new(OutboxParts {
            store: store.clone(),
            vault: Arc::new(Vault::from_base64(&KEY.to_owned().into()).unwrap()),
            random: Arc::new(SystemRandom),
            public_url: Url::parse("https://id.example.com").unwrap(),
        }));
        Self { database, store, outbox, clock }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Posts a letter that is good for an hour.
    async fn post(&self, to: &str) {
        self.post_letter(to, &reset()).await;
    }

    async fn post_letter(&self, to: &str, letter: &Letter) {
        self.post_letter_at(to, letter, self.now()).await;
    }

    async fn post_letter_at(&self, to: &str, letter: &Letter, now: Timestamp) {
        let mut tx = self.store.begin().await.unwrap();
        let address: Address = to.parse().unwrap();
        let to = Recipient { address: &address, language: Language::En };
        self.outbox.post(&mut tx, to, letter, now).await.unwrap();
        tx.save().await.unwrap();
    }

    fn worker(&self, delivery: Delivery) -> Worker {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        Worker::new(WorkerParts { outbox: Arc::clone(&self.outbox), delivery, clock }).unwrap()
    }

    /// One that sends to that server in the clear.
    fn worker_to(&self, peer: &Peer) -> Worker {
        self.worker(Delivery::Smtp(smtp(&[("mail.smtp_url", &plain(peer))])))
    }

    /// The only mail to that address.
    async fn mail(&self, to: &str) -> MailRow {
        let mut mails = self.store.read().await.unwrap().outbox().list(None, Some(to), 10).await.unwrap();
        assert_eq!(mails.len(), 1, "{mails:?}");
        mails.remove(0)
    }

    /// How many mails are in that state.
    async fn count(&self, state: &str) -> i64 {
        self.database.count(&format!("outbox where state = '{state}'")).await
    }
}

/// A letter that somebody asked for.
fn reset() -> Letter {
    Letter::PasswordReset {
        link: Url::parse("https://id.example.com/reset?token=hush-hush").unwrap(),
        code: CODE.to_owned(),
        username: Some("ada".to_owned()),
        valid_for: Duration::from_secs(3600),
    }
}

fn plain(peer: &Peer) -> String {
    format!("smtp://127.0.0.1:{}", peer.port())
}

/// The settings of a mail server.
fn smtp(settings: &[(&str, &str)]) -> SmtpConfig {
    let mut all = vec![("mail.from", "Gatepost <no-reply@example.com>")];
    all.extend(settings);
    match Config::read(Sources::from_pairs(&all)).unwrap().mail.delivery {
        Delivery::Smtp(config) => config,
        Delivery::Inbox => panic!("there is a server"),
    }
}

fn sent(many: u64) -> Tally {
    Tally { sent: many, ..Tally::default() }
}

fn put_off(many: u64) -> Tally {
    Tally { put_off: many, ..Tally::default() }
}

fn dead(many: u64) -> Tally {
    Tally { dead: many, ..Tally::default() }
}
