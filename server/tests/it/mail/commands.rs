//! `gatepost mail`, as an operator runs it.

use std::process::{Command, Output};

use super::{DAY, KEY, Office, dead};
use crate::support::{Engine, Peer, on_both_engines};

on_both_engines! {
    mails_are_listed_and_shown,
    given_up_mails_are_sent_again,
}

fn run(office: &Office, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gatepost"))
        .arg("mail")
        .args(arguments)
        .current_dir(std::env::temp_dir())
        .env_clear()
        .env("GATEPOST__DATABASE__URL", office.database.url())
        .env("GATEPOST__KEYS__ENCRYPTION_KEY", KEY)
        .output()
        .unwrap()
}

/// What a command that works says.
fn ok(office: &Office, arguments: &[&str]) -> String {
    let output = run(office, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Why a command fails.
fn refused(office: &Office, arguments: &[&str]) -> String {
    let output = run(office, arguments);
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

async fn mails_are_listed_and_shown(engine: Engine) {
    let (office, peer) = (Office::on(engine).await, Peer::start().await);
    assert_eq!(ok(&office, &["list"]), "");
    for to in ["bounce@example.org", "Ada@example.org", "shut@example.org"] {
        office.post(to).await;
        office.wait(1);
    }
    office.worker_to(&peer).round().await.unwrap();
    let list = ok(&office, &["list"]);
    let order = ["shut", "Ada", "bounce"].map(|to| list.find(to).unwrap());
    assert!(order.is_sorted(), "the newest first: {list}");
    for (state, to) in [("dead", "bounce@"), ("sent", "Ada@"), ("waiting", "shut@")] {
        let list = ok(&office, &["list", "--state", state]);
        assert!(list.contains(to) && list.lines().count() == 1, "{state}: {list}");
    }
    assert!(ok(&office, &["list", "--to", "ada@EXAMPLE.org"]).contains("password_reset  Ada@example.org"));
    let id = office.mail("bounce@example.org").await.id;
    let shown = ok(&office, &["show", &id]);
    for told in [&*id, "2027-01-02T03:04:05Z", "dead", "bounce@example.org", "nobody of that name"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    assert!(!shown.contains("hush") && !list.contains("hush"));
    assert!(refused(&office, &["show", "nothing"]).contains("there is no mail nothing"));
}

async fn given_up_mails_are_sent_again(engine: Engine) {
    let (office, mut peer) = (Office::on(engine).await, Peer::start().await);
    for to in ["ada@example.org", "grace@example.org", "edsger@example.org"] {
        office.post(to).await;
    }
    office.wait(DAY);
    assert_eq!(office.worker_to(&peer).round().await.unwrap(), dead(3));
    let id = office.mail("ada@example.org").await.id;
    assert_eq!(ok(&office, &["resend", &id]), "1 to be sent again.\n");
    assert!(refused(&office, &["resend", &id]).contains("is waiting"));
    assert!(refused(&office, &["resend", "nothing"]).contains("there is no mail"));
    assert!(!run(&office, &["resend"]).status.success());
    assert_eq!(ok(&office, &["resend", "--all-dead"]), "2 to be sent again.\n");
    // The program's time is the computer's, not the story's.
    office.database.run("update outbox set due_at = 0, worth_until = 9000000000000").await;
    assert_eq!(office.worker_to(&peer).round().await.unwrap().sent, 3);
    for _ in 0..3 {
        peer.mail().await;
    }
    office.database.run("update outbox set state = 'uncertain', sealed = null").await;
    assert!(refused(&office, &["resend", &id]).contains("not kept any more"));
}
