//! From the transaction that posts a mail to the server that takes it.

use tokio::sync::watch;

use super::{CODE, Office, sent};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    a_mail_arrives_as_it_was_written,
    a_mail_of_what_did_not_happen_never_goes,
    mails_of_a_round_share_a_connection,
    what_is_posted_is_sent_at_once,
    what_another_process_posted_is_found,
    the_mail_under_way_is_finished_and_the_others_wait,
}

async fn a_mail_arrives_as_it_was_written(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    office.post("Ada@example.org").await;
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), sent(1));
    let mail = peer.mail().await;
    let row = office.mail("ada@EXAMPLE.org").await;
    let headers = &mail["headers"];
    assert_eq!(headers["From"], "Gatepost <no-reply@example.com>");
    assert_eq!(headers["To"], "Ada@example.org");
    assert_eq!(headers["Subject"], "Choose a new Gatepost password");
    assert_eq!(headers["Message-ID"], format!("<{}@id.example.com>", row.id));
    assert_eq!(headers["Date"], "Sat, 02 Jan 2027 03:04:05 +0000");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert_eq!((&mail["sender"], &mail["hello"]), (&"no-reply@example.com".into(), &"id.example.com".into()));
    let text = mail["text"].as_str().unwrap();
    let link = text.lines().find(|line| line.starts_with("http")).unwrap();
    assert_eq!(link, "https://id.example.com/reset?token=hush-hush");
    assert!(text.lines().any(|line| line == CODE));
    assert!(mail["html"].as_str().unwrap().contains(&format!("href=\"{link}\"")));
    assert_eq!((row.state.as_str(), row.attempts, row.settled_at), ("sent", 1, Some(office.now())));
    assert_eq!((row.kind.as_str(), row.last_error, row.kept), ("password_reset", None, false));
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), sent(0), "once");
}

async fn a_mail_of_what_did_not_happen_never_goes(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    let mut tx = office.store.begin().await.unwrap();
    let (address, language) = ("ada@example.org".parse().unwrap(), app::words::Language::En);
    let to = server::mail::Recipient { address: &address, language };
    office.outbox.post(&mut tx, to, &super::reset(), office.now()).await.unwrap();
    drop(tx);
    office.post("grace@example.org").await;
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), sent(1));
    assert_eq!(peer.rest().await.len(), 1);
    assert_eq!(office.database.count("outbox").await, 1);
}

async fn mails_of_a_round_share_a_connection(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    for number in 0..20 {
        office.post(&format!("ada{number}@example.org")).await;
    }
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), sent(20));
    for _ in 0..20 {
        assert!(peer.mail().await["connection"].as_u64().unwrap() <= 4, "four at a time");
    }
}

async fn what_is_posted_is_sent_at_once(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    let worker = office.worker_to(&peer);
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(async move { worker.run(stopping).await });
    for number in 0..5 {
        office.post(&format!("ada{number}@example.org")).await;
        assert_eq!(peer.mail().await["to"], format!("ada{number}@example.org"));
    }
    stop.send_replace(true);
    running.await.unwrap();
    assert_eq!(office.count("sent").await, 5);
}

async fn what_another_process_posted_is_found(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    let worker = office.replica().await.worker_to(&peer);
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(async move { worker.run(stopping).await });
    office.post("ada@example.org").await;
    peer.mail().await;
    stop.send_replace(true);
    running.await.unwrap();
    assert_eq!(office.count("sent").await, 1);
}

async fn the_mail_under_way_is_finished_and_the_others_wait(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    let mut config = super::smtp(&[("mail.smtp_url", &super::plain(&peer))]);
    config.concurrency = 1;
    let worker = office.worker(server::config::Delivery::Smtp(config));
    office.post("slow@example.org").await;
    office.wait(1);
    office.post("ada@example.org").await;
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(async move { worker.run(stopping).await });
    assert_eq!(peer.next().await["event"], "waiting");
    assert_eq!(office.mail("slow@example.org").await.state, "sending");
    stop.send_replace(true);
    peer.go();
    running.await.unwrap();
    assert_eq!(office.mail("slow@example.org").await.state, "sent");
    assert_eq!(office.mail("ada@example.org").await.state, "waiting");
}
