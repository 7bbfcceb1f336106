//! What a mail server refuses, puts off or does not answer.

use std::time::Duration;

use server::{config::Delivery, mail::Letter};

use super::{DAY, Office, dead, put_off, sent};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    a_busy_server_gets_the_mail_later,
    a_bad_address_is_given_up_and_holds_nobody_up,
    a_mail_that_is_refused_for_its_text_is_given_up,
    a_server_that_says_nothing_gets_it_again,
    a_server_that_hangs_up_gets_it_again,
    a_server_that_took_it_and_did_not_say_so_knows_it_by_its_id,
    a_mail_is_tried_for_three_days,
    a_mail_whose_link_has_run_out_is_not_sent,
    what_was_given_up_is_sent_again_when_an_operator_says_so,
}

/// Longer than the first wait with all that chance may add.
const FIRST_WAIT: u64 = 67;

async fn a_busy_server_gets_the_mail_later(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("busy@example.org").await;
    let worker = office.worker_to(&peer);
    assert_eq!(worker.round().await.unwrap(), put_off(1));
    assert_eq!(peer.next().await["event"], "put off");
    let row = office.mail("busy@example.org").await;
    assert!(row.last_error.unwrap().contains("come back later"));
    let wait = row.due_at.since(office.now());
    assert!((60..=66).contains(&wait.as_secs()), "{wait:?}");
    office.wait(59);
    assert_eq!(worker.round().await.unwrap(), sent(0), "not before");
    office.wait(8);
    assert_eq!(worker.round().await.unwrap(), sent(1));
    let mail = peer.mail().await;
    let row = office.mail("busy@example.org").await;
    assert_eq!(mail["headers"]["Message-ID"], format!("<{}@id.example.com>", row.id));
    assert_eq!((row.attempts, row.last_error), (2, None));
}

async fn a_bad_address_is_given_up_and_holds_nobody_up(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    let mut config = super::smtp(&[("mail.smtp_url", &super::plain(&peer))]);
    config.concurrency = 1;
    for to in ["ada", "bounce", "shut", "grace", "bounce2", "edsger"] {
        office.post(&format!("{to}@example.org")).await;
        office.wait(1);
    }
    let tally = office.worker(Delivery::Smtp(config)).round().await.unwrap();
    assert_eq!((tally.sent, tally.dead, tally.put_off), (3, 2, 1));
    let row = office.mail("bounce@example.org").await;
    assert_eq!((row.state.as_str(), row.attempts), ("dead", 1));
    assert!(row.last_error.unwrap().contains("nobody of that name"));
    let taken: Vec<_> = peer.rest().await.into_iter().filter(|event| event["event"] == "taken").collect();
    assert!(taken.iter().all(|mail| mail["connection"] == 1), "over one and the same connection");
    assert_eq!(taken.len(), 3);
}

async fn a_mail_that_is_refused_for_its_text_is_given_up(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    office.post("full@example.org").await;
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), dead(1));
    assert!(office.mail("full@example.org").await.last_error.unwrap().contains("no room"));
}

async fn a_server_that_says_nothing_gets_it_again(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    let mut config = super::smtp(&[("mail.smtp_url", &super::plain(&peer))]);
    config.answer_timeout = Duration::from_millis(700);
    office.post("stall@example.org").await;
    let worker = office.worker(Delivery::Smtp(config));
    assert_eq!(worker.round().await.unwrap(), put_off(1));
    assert_eq!(peer.next().await["event"], "stalled");
    assert!(office.mail("stall@example.org").await.last_error.unwrap().contains("no answer within 700 ms"));
    office.wait(FIRST_WAIT);
    assert_eq!(worker.round().await.unwrap(), sent(1));
    peer.mail().await;
}

async fn a_server_that_hangs_up_gets_it_again(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("drop@example.org").await;
    let worker = office.worker_to(&peer);
    assert_eq!(worker.round().await.unwrap(), put_off(1));
    assert_eq!(peer.next().await["event"], "dropped");
    office.wait(FIRST_WAIT);
    assert_eq!(worker.round().await.unwrap(), sent(1));
    peer.mail().await;
}

/// The one way in which a mail comes twice: the server does not keep to its protocol.
async fn a_server_that_took_it_and_did_not_say_so_knows_it_by_its_id(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("deaf@example.org").await;
    let worker = office.worker_to(&peer);
    assert_eq!(worker.round().await.unwrap(), put_off(1));
    office.wait(FIRST_WAIT);
    assert_eq!(worker.round().await.unwrap(), sent(1));
    let (first, second) = (peer.mail().await, peer.mail().await);
    assert_eq!(first["headers"]["Message-ID"], second["headers"]["Message-ID"]);
    assert_eq!(first["text"], second["text"]);
}

async fn a_mail_is_tried_for_three_days(engine: Engine) {
    let office = Office::on(engine).await;
    let nobody = "smtp://127.0.0.1:1";
    let worker = office.worker(Delivery::Smtp(super::smtp(&[("mail.smtp_url", nobody)])));
    office.post_letter("ada@example.org", &Letter::AccountDeleted { at: office.now() }).await;
    let mut tries = 0;
    while office.count("waiting").await == 1 {
        tries += 1;
        assert_eq!(worker.round().await.unwrap(), if tries < 9 { put_off(1) } else { dead(1) }, "try {tries}");
        office.clock.advance(office.mail("ada@example.org").await.due_at.since(office.now()));
    }
    let row = office.mail("ada@example.org").await;
    assert_eq!((row.state.as_str(), row.attempts, tries), ("dead", 9, 9));
    let tried_for = row.settled_at.unwrap().since(row.created_at).as_secs();
    assert!((2 * DAY + DAY / 2..=3 * DAY + DAY / 4).contains(&tried_for), "{tried_for} s");
}

async fn a_mail_whose_link_has_run_out_is_not_sent(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    office.post("ada@example.org").await;
    office.post("shut@example.org").await;
    office.wait(3600);
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), dead(2));
    assert!(office.mail("ada@example.org").await.last_error.unwrap().contains("run out"));
    assert!(peer.rest().await.is_empty());
}

async fn what_was_given_up_is_sent_again_when_an_operator_says_so(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("ada@example.org").await;
    office.wait(DAY);
    let worker = office.worker_to(&peer);
    assert_eq!(worker.round().await.unwrap(), dead(1));
    let id = office.mail("ada@example.org").await.id;
    let now = office.now();
    let again = async |id| {
        let mut db = office.store.write().await.unwrap();
        db.outbox().resend(id, now, now + Duration::from_secs(DAY)).await.unwrap()
    };
    assert_eq!(again(Some(&*id)).await, 1);
    assert_eq!(again(Some(&*id)).await, 0, "it waits already");
    assert_eq!(worker.round().await.unwrap(), sent(1));
    peer.mail().await;
    assert_eq!(again(Some(&*id)).await, 0, "what was sent is not sent again");
}
