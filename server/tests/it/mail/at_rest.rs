//! What a leak of the database yields of mails: to whom and when, and no link that works.

use server::{config::Delivery, upkeep};

use super::{CODE, DAY, Office, sent};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    the_database_holds_no_link_and_no_code,
    what_is_sent_is_forgotten_and_what_is_given_up_is_kept_for_a_week,
    after_three_months_nobody_knows_of_a_mail,
}

async fn the_database_holds_no_link_and_no_code(engine: Engine) {
    let office = Office::on(engine).await;
    office.post("ada@example.org").await;
    let everything = office.database.everything().await;
    // PostgreSQL shows bytes as hexadecimal digits.
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let text = String::from_utf8_lossy(&everything);
    for secret in ["hush-hush", CODE, "Choose a new"] {
        assert!(!text.contains(secret) && !text.contains(&hex(secret)), "{secret}");
    }
    assert!(text.contains("ada@example.org"), "this is the database");
}

async fn what_is_sent_is_forgotten_and_what_is_given_up_is_kept_for_a_week(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("ada@example.org").await;
    office.post("bounce@example.org").await;
    assert_eq!(office.worker_to(&peer).round().await.unwrap().dead, 1);
    peer.next().await;
    assert!(!office.mail("ada@example.org").await.kept);
    office.wait(7 * DAY);
    upkeep::purge(&office.store, office.now()).await.unwrap();
    assert!(office.mail("bounce@example.org").await.kept);
    office.wait(1);
    upkeep::purge(&office.store, office.now()).await.unwrap();
    assert!(!office.mail("bounce@example.org").await.kept);
    let now = office.now();
    assert_eq!(office.store.write().await.unwrap().outbox().resend(None, now, now).await.unwrap(), 0);
}

async fn after_three_months_nobody_knows_of_a_mail(engine: Engine) {
    let office = Office::on(engine).await;
    office.post("ada@example.org").await;
    assert_eq!(office.worker(Delivery::Inbox).round().await.unwrap(), sent(1));
    office.post("grace@example.org").await;
    office.wait(90 * DAY);
    upkeep::purge(&office.store, office.now()).await.unwrap();
    assert_eq!(office.database.count("outbox").await, 2);
    office.wait(1);
    upkeep::purge(&office.store, office.now()).await.unwrap();
    assert_eq!(office.mail("grace@example.org").await.state, "waiting", "what is not settled stays");
    assert_eq!(office.database.count("outbox").await, 1);
}
