//! Each mail once, whatever ends in between and however many processes send.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use server::{
    random::{SystemRandom, bytes},
    startup::World,
};
use tokio::task::JoinSet;

use super::{KEY, Office, plain, reset, sent};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    two_processes_send_each_of_a_hundred_mails_once,
    a_crash_between_any_two_steps_sends_nothing_twice_and_loses_nothing,
    a_server_killed_at_any_moment_sends_nothing_twice_and_loses_nothing,
    a_process_that_was_away_for_too_long_sends_nothing_that_another_took_up,
    what_a_process_left_with_the_server_is_uncertain_until_it_says_so,
}

/// Longer than any lease.
const LEASE: u64 = 700;
/// Mails of which nobody knows yet what becomes of them.
const UNSETTLED: &str = "outbox where state in ('waiting', 'sending')";

async fn two_processes_send_each_of_a_hundred_mails_once(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    let replica = office.replica().await;
    for number in 0..100 {
        office.post(&address(number)).await;
    }
    let mut rounds = JoinSet::new();
    for worker in [office.worker_to(&peer), replica.worker_to(&peer)] {
        rounds.spawn(async move { worker.round().await.unwrap().sent });
    }
    let shares = rounds.join_all().await;
    assert_eq!(shares.iter().sum::<u64>(), 100);
    let arrived = arrivals(peer.rest().await);
    assert_eq!(arrived.len(), 100);
    assert!(arrived.values().all(|times| *times == 1), "{arrived:?}");
}

/// A worker that is cut off wherever it stands leaves what a process leaves that ends there.
async fn a_crash_between_any_two_steps_sends_nothing_twice_and_loses_nothing(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    for number in 0..60 {
        office.post_letter(&address(number), &server::mail::Letter::AccountDeleted { at: office.now() }).await;
    }
    for _ in 0..40 {
        let worker = office.worker_to(&peer);
        let moment = Duration::from_micros(u64::from(u16::from_be_bytes(bytes(&SystemRandom)) % 40_000));
        let _ = tokio::time::timeout(moment, worker.round()).await;
        office.wait(LEASE);
    }
    // The database may finish a statement whose sender is gone: more than one round may be needed.
    while office.database.count(UNSETTLED).await > 0 {
        office.worker_to(&peer).round().await.unwrap();
        office.wait(LEASE);
    }
    account_for(&office, peer.rest().await, 60).await;
}

async fn a_server_killed_at_any_moment_sends_nothing_twice_and_loses_nothing(engine: Engine) {
    const MAILS: usize = 200;
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    // Its clock, too.
    let computer = World::real().clock;
    let mut posted = 0;
    let mut arrived = Vec::new();
    while posted < MAILS {
        let server = Gatepost::start(&office, &peer);
        let lucky = usize::from(u16::from_be_bytes(bytes(&SystemRandom)) % 20) + 5;
        for _ in 0..20.min(MAILS - posted) {
            office.post_letter_at(&address(posted), &reset(), computer.now()).await;
            posted += 1;
        }
        // In the middle of everything: other mails are on their way when this one has arrived.
        for _ in 0..lucky.min(posted - arrived.len()) {
            let Ok(mail) = tokio::time::timeout(Duration::from_secs(10), peer.mail()).await else { break };
            arrived.push(mail);
        }
        drop(server);
        // Its leases run out.
        office.database.run("update outbox set due_at = 0 where state in ('waiting', 'sending')").await;
    }
    let server = Gatepost::start(&office, &peer);
    let mut looks = tokio::time::interval(Duration::from_millis(50));
    while office.database.count(UNSETTLED).await > 0 {
        looks.tick().await;
    }
    drop(server);
    arrived.extend(peer.rest().await);
    account_for(&office, arrived, MAILS).await;
}

async fn a_process_that_was_away_for_too_long_sends_nothing_that_another_took_up(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    office.post("ada@example.org").await;
    let mut db = office.store.write().await.unwrap();
    let now = office.now();
    let lease = Duration::from_secs(LEASE);
    let mail = db.outbox().claim("away", now, now + lease).await.unwrap().unwrap();
    assert_eq!(db.outbox().claim("other", now, now + lease).await.unwrap(), None, "it is taken");
    drop(db);
    office.wait(LEASE);
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), sent(1));
    let mut db = office.store.write().await.unwrap();
    let now = office.now();
    assert!(!db.outbox().hand_over(&mail.id, "away", now + lease).await.unwrap());
    assert!(!db.outbox().put_off(&mail.id, "away", now, "no").await.unwrap());
    assert!(!db.outbox().give_up(&mail.id, "away", now, "no").await.unwrap());
    assert!(!db.outbox().sent(&mail.id, "away", now, true).await.unwrap());
    drop(db);
    assert_eq!(office.mail("ada@example.org").await.state, "sent");
    assert_eq!(peer.rest().await.len(), 1);
}

async fn what_a_process_left_with_the_server_is_uncertain_until_it_says_so(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    let replica = office.replica().await;
    office.post("slow@example.org").await;
    let worker = office.worker_to(&peer);
    let waiting = tokio::spawn(async move { worker.round().await.unwrap() });
    assert_eq!(peer.next().await["event"], "waiting");
    office.wait(LEASE);
    let other = replica.worker_to(&peer);
    assert_eq!(other.round().await.unwrap().uncertain, 1);
    assert_eq!(other.round().await.unwrap(), sent(0), "nobody sends it again by himself");
    let row = office.mail("slow@example.org").await;
    assert_eq!(row.state, "uncertain");
    assert!(row.kept && row.last_error.unwrap().contains("may have arrived"));
    // It was not gone, only slow.
    peer.go();
    assert_eq!(waiting.await.unwrap(), sent(1));
    assert_eq!(office.mail("slow@example.org").await.state, "sent");
    assert_eq!(peer.rest().await.len(), 1);
}

fn address(number: usize) -> String {
    format!("ada{number}@example.org")
}

/// How often each Message-ID arrived.
fn arrivals(events: Vec<Value>) -> BTreeMap<String, usize> {
    let mut arrived = BTreeMap::new();
    for event in events.iter().filter(|event| event["event"] == "taken") {
        *arrived.entry(event["headers"]["Message-ID"].to_string()).or_default() += 1;
    }
    arrived
}

/// Nothing came twice; what is noted as sent came; what did not come is held as uncertain.
#[expect(clippy::print_stdout, reason = "the figures")]
async fn account_for(office: &Office, events: Vec<Value>, many: usize) {
    let arrived = arrivals(events);
    let mails = office.store.read().await.unwrap().outbox().list(None, None, 1000).await.unwrap();
    assert_eq!(mails.len(), many);
    let came = |id: &str| arrived.get(&format!("\"<{id}@id.example.com>\"")).copied().unwrap_or(0);
    for mail in &mails {
        let times = came(&mail.id);
        match mail.state.as_str() {
            "sent" => assert_eq!(times, 1, "{mail:?}"),
            "uncertain" => assert!(times <= 1, "{mail:?}"),
            _ => panic!("{mail:?}"),
        }
    }
    let uncertain: Vec<_> = mails.iter().filter(|mail| mail.state == "uncertain").collect();
    let of_them_arrived = uncertain.iter().filter(|mail| came(&mail.id) == 1).count();
    println!(
        "{many} mails: {} arrived, 0 twice; {} uncertain, {of_them_arrived} of them arrived",
        arrived.len(),
        uncertain.len()
    );
}

/// The program itself, which is killed when this is dropped.
struct Gatepost(Child);

impl Gatepost {
    fn start(office: &Office, peer: &Peer) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_gatepost"))
            .current_dir(std::env::temp_dir())
            .env_clear()
            .env("GATEPOST__SERVER__BIND", "127.0.0.1:0")
            .env("GATEPOST__SERVER__PUBLIC_URL", "https://id.example.com")
            .env("GATEPOST__PROVIDERS__GOOGLE__CLIENT_ID", "id")
            .env("GATEPOST__PROVIDERS__GOOGLE__CLIENT_SECRET", "secret")
            .env("GATEPOST__DATABASE__URL", office.database.url())
            .env("GATEPOST__KEYS__ENCRYPTION_KEY", KEY)
            .env("GATEPOST__MAIL__SMTP_URL", plain(peer))
            .env("GATEPOST__MAIL__FROM", "Gatepost <no-reply@example.com>")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(process.unwrap())
    }
}

impl Drop for Gatepost {
    fn drop(&mut self) {
        // SIGKILL.
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
