//! Whom mail and passwords are given to.

use server::config::Delivery;

use super::{Office, put_off, sent, smtp};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    a_certificate_that_nobody_vouches_for_is_refused,
    a_certificate_for_another_name_is_refused,
    a_private_authority_is_believed_when_it_is_named,
    tls_that_is_required_and_not_offered_ends_it,
    a_server_that_wants_a_login_gets_one,
    a_wrong_password_kills_no_mail_and_is_told_nowhere,
}

/// Tries to send a mail with those settings, and says what the outbox noted if it failed.
async fn attempt(office: &Office, settings: &[(&str, &str)]) -> Result<(), String> {
    let to = "ada@example.org";
    office.post(to).await;
    let tally = office.worker(Delivery::Smtp(smtp(settings))).round().await.unwrap();
    let error = office.mail(to).await.last_error;
    office.database.run("delete from outbox").await;
    match error {
        None => {
            assert_eq!(tally, sent(1));
            Ok(())
        }
        Some(error) => {
            assert_eq!(tally, put_off(1));
            Err(error)
        }
    }
}

async fn a_certificate_that_nobody_vouches_for_is_refused(engine: Engine) {
    let office = Office::on(engine).await;
    let (starttls, implicit) = (Peer::with_starttls().await, Peer::with_implicit_tls().await);
    for url in [
        format!("smtp://localhost:{}?tls=required", starttls.port()),
        format!("smtp://localhost:{}?tls=opportunistic", starttls.port()),
        format!("smtps://localhost:{}", implicit.port()),
    ] {
        let error = attempt(&office, &[("mail.smtp_url", &url)]).await.unwrap_err();
        assert!(error.contains("certificate"), "{url}: {error}");
    }
    assert!(starttls.rest().await.is_empty() && implicit.rest().await.is_empty());
}

async fn a_certificate_for_another_name_is_refused(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::with_implicit_tls().await);
    let url = format!("smtps://127.0.0.1:{}", peer.port());
    let error = attempt(&office, &[("mail.smtp_url", &url), ("mail.ca_file", &peer.ca_file())]).await.unwrap_err();
    assert!(error.contains("certificate"), "{error}");
    assert!(peer.rest().await.is_empty());
}

async fn a_private_authority_is_believed_when_it_is_named(engine: Engine) {
    let office = Office::on(engine).await;
    let (mut starttls, mut implicit) = (Peer::with_starttls().await, Peer::with_implicit_tls().await);
    for (url, peer) in [
        (format!("smtp://localhost:{}?tls=required", starttls.port()), &mut starttls),
        (format!("smtps://localhost:{}", implicit.port()), &mut implicit),
    ] {
        attempt(&office, &[("mail.smtp_url", &url), ("mail.ca_file", &peer.ca_file())]).await.unwrap();
        let mail = peer.mail().await;
        assert!(mail["tls"] == true || url.starts_with("smtps"), "{mail}");
    }
}

async fn tls_that_is_required_and_not_offered_ends_it(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    let url = format!("smtp://localhost:{}?tls=required", peer.port());
    let error = attempt(&office, &[("mail.smtp_url", &url)]).await.unwrap_err();
    assert!(error.contains("STARTTLS"), "{error}");
    assert!(peer.rest().await.is_empty());
}

async fn a_server_that_wants_a_login_gets_one(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::with_login("ada:p@ss:word").await);
    let url = format!("smtp://ada:p%40ss%3Aword@localhost:{}", peer.port());
    attempt(&office, &[("mail.smtp_url", &url)]).await.unwrap();
    peer.mail().await;
}

async fn a_wrong_password_kills_no_mail_and_is_told_nowhere(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::with_login("ada:right").await);
    for login in ["ada:hush-hush@", ""] {
        let url = format!("smtp://{login}localhost:{}", peer.port());
        let error = attempt(&office, &[("mail.smtp_url", &url)]).await.unwrap_err();
        assert!(error.contains("53") && !error.contains("hush"), "{error}");
    }
    assert!(peer.rest().await.is_empty());
}
