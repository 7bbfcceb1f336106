//! The program's commands, as an operator runs them.

use std::process::{Command, Output};

use serde_json::Value;
use server::{
    clock::{Clock, SystemClock, Timestamp},
    store::{AuditRow, PersonRow, Store},
    token::Algorithm,
};

use crate::support::{Database, Engine, on_both_engines};

on_both_engines! {
    keys_are_rotated_and_listed,
    whoever_rotates_too_soon_is_told,
    a_database_is_brought_up_to_date_as_often_as_one_likes,
    every_mistake_of_a_configuration_is_told,
    the_audit_log_is_printed_and_filtered,
    the_audit_log_is_shown_whole_to_programs_and_harmless_to_people,
    somebody_is_found_in_the_audit_log_by_what_they_are_called,
}

/// `gatepost` in a folder of its own, on that database.
struct Operator {
    database: Database,
    folder: std::path::PathBuf,
}

impl Operator {
    async fn on(engine: Engine) -> Self {
        let database = Database::fresh(engine).await;
        let name = database.url().rsplit('/').next().unwrap().replace('.', "_");
        let folder = std::env::temp_dir().join(format!("operator-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { database, folder }
    }

    /// The database, brought up to date.
    async fn store(&self) -> Store {
        let store = Store::open(&self.database.url().to_owned().into()).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        let key = self.folder.join("key");
        Command::new(env!("CARGO_BIN_EXE_gatepost"))
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .env("GATEPOST__DATABASE__URL", self.database.url())
            .env("GATEPOST__KEYS__ENCRYPTION_KEY_FILE", &key)
            .envs(settings.iter().copied())
            .output()
            .unwrap()
    }

    /// What a command that works says.
    fn ok(&self, arguments: &[&str], settings: &[(&str, &str)]) -> String {
        let output = self.run(arguments, settings);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn signing(&self, algorithm: &str) -> String {
        let list = self.ok(&["keys", "list"], &[]);
        let words = list.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let mut signing = words.filter(|words| words[..2] == ["access", algorithm] && words[3] == "active");
        let key = signing.next().unwrap()[2].to_owned();
        assert_eq!(signing.next(), None, "one key signs: {list}");
        key
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn keys_are_rotated_and_listed(engine: Engine) {
    let operator = Operator::on(engine).await;
    let algorithms = Algorithm::ALL.map(Algorithm::name);
    let mut known = algorithms.map(|algorithm| operator.signing(algorithm)).to_vec();
    for _ in 0..2 {
        let list = operator.ok(&["keys", "rotate"], &[]);
        for old in &known {
            assert!(list.contains(&format!("{old}  retired")), "{list}");
        }
        for algorithm in algorithms {
            let next = |line: &&str| line.starts_with(&format!("access   {algorithm}")) && line.ends_with("  next");
            assert_eq!(list.lines().filter(next).count(), 1, "{list}");
            let now = operator.signing(algorithm);
            assert!(!known.contains(&now), "another key signs");
            known.push(now);
        }
    }
    let list = operator.ok(&["keys", "list"], &[]);
    for ring in ["refresh  HS256", "demo     RS256"] {
        assert_eq!(list.lines().filter(|line| line.starts_with(ring)).count(), 1, "{list}");
    }
}

async fn whoever_rotates_too_soon_is_told(engine: Engine) {
    let operator = Operator::on(engine).await;
    let told = |settings: &[(&str, &str)]| {
        let output = operator.run(&["keys", "rotate"], settings);
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap().contains("keys.publish_ahead")
    };
    let soon = [("GATEPOST__KEYS__PUBLISH_AHEAD", "2")];
    assert!(told(&soon), "the next key was made just now");
    let next = operator.database.count("signing_keys where ring = 'access' and state = 'next'").await;
    assert_eq!(next, 4);
    operator.database.run("update signing_keys set created_at = created_at - 2000").await;
    assert!(!told(&soon));
    assert!(told(&[]), "an hour is the default");
}

async fn a_database_is_brought_up_to_date_as_often_as_one_likes(engine: Engine) {
    let operator = Operator::on(engine).await;
    for _ in 0..2 {
        assert_eq!(operator.ok(&["migrate"], &[]), "The database is up to date.\n");
    }
    assert_eq!(operator.database.count("people").await, 0);
}

async fn every_mistake_of_a_configuration_is_told(engine: Engine) {
    let operator = Operator::on(engine).await;
    assert_eq!(operator.ok(&["check"], &[]), "The configuration is sound.\n");
    let mistakes = [
        ("GATEPOST__SERVER__BIND", "nowhere"),
        ("GATEPOST__KEYS__ALGORITHM", "HS256"),
        ("GATEPOST__KEYS__ENCRYPTION_KEY", "hush"),
        ("GATEPOST__SESSION__COLOUR", "red"),
        ("GATEPOST__PROVIDERS__COMPANY__ISSUER", "http://id.example"),
        ("GATEPOST__PROVIDERS__COMPANY__PROMPT", "maybe"),
        ("GATEPOST__PROVIDERS__COMPANY__EXTRA_PARAMS", "state=hush"),
        ("GATEPOST__PROVIDERS__COMPANY__ALGORITHMS", "none"),
        ("GATEPOST__PROVIDERS__COMPANY__PRIVATE_KEY", "hush"),
        ("GATEPOST__PROVIDERS__APPLE__CLIENT_ID", "x"),
        ("OIDC_VERIFY_SSL", "False"),
    ];
    for arguments in [&["check"][..], &["migrate"], &["keys", "list"], &[]] {
        let output = operator.run(arguments, &mistakes);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        for name in [
            "server.bind",
            "keys.algorithm",
            "keys.encryption_key",
            "session.colour",
            "providers.company.client_id",
            "providers.company.issuer",
            "providers.company.prompt",
            "providers.company.extra_params",
            "providers.company.algorithms",
            "providers.company.private_key",
            "providers.apple.team_id",
            "providers.apple.private_key",
            "OIDC_VERIFY_SSL",
        ] {
            assert!(told.contains(name), "{arguments:?}: {told}");
        }
        assert!(!told.contains("hush"), "{told}");
    }
}

/// Events of the last hours, the oldest first.
async fn with_events(engine: Engine) -> Operator {
    let operator = Operator::on(engine).await;
    let store = operator.store().await;
    let mut db = store.write().await.unwrap();
    for event in [
        event("e-1", 50 * 60, "sign_in", "ok"),
        AuditRow { support_code: Some("K7QX-2M9P".to_owned()), ..event("e-2", 3 * 60, "sign_in", "failed") },
        AuditRow { family_id: Some("f-3".to_owned()), ..event("e-3", 30, "sign_out", "ok") },
        AuditRow {
            actor_id: Some("p-1".to_owned()),
            person_id: None,
            ..event("e-4", 10, "account_deleted", "refused")
        },
        AuditRow { ip: "2001:db8::7".to_owned(), person_id: None, ..event("e-5", 1, "registration", "ok") },
    ] {
        db.audit_events().insert(&event).await.unwrap();
    }
    operator
}

fn event(id: &str, minutes_ago: i64, kind: &str, outcome: &str) -> AuditRow {
    AuditRow {
        id: id.to_owned(),
        at: Timestamp::from_millis(SystemClock::new(String::new()).now().millis() - minutes_ago * 60_000),
        kind: kind.to_owned(),
        outcome: outcome.to_owned(),
        person_id: Some("p-1".to_owned()),
        actor_id: None,
        family_id: None,
        provider: Some("okta".to_owned()),
        ip: "192.0.2.1".to_owned(),
        user_agent: "Mozilla/5.0".to_owned(),
        support_code: None,
        detail: String::new(),
    }
}

async fn the_audit_log_is_printed_and_filtered(engine: Engine) {
    let operator = with_events(engine).await;
    let shown = |arguments: &[&str]| {
        let lines = operator.ok(&[&["audit", "--json"], arguments].concat(), &[]);
        let ids =
            lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&[]), "e-1 e-2 e-3 e-4 e-5", "the newest last");
    assert_eq!(shown(&["--limit", "2"]), "e-4 e-5", "the newest of them");
    assert_eq!(shown(&["K7QX-2M9P"]), "e-2");
    assert_eq!(shown(&[" k7qx-2m9p "]), "e-2", "as it was said on the telephone");
    assert_eq!(shown(&["XXXX-XXXX"]), "");
    assert_eq!(shown(&["--kind", "sign_in"]), "e-1 e-2");
    assert_eq!(shown(&["--kind", "sign_in", "--outcome", "failed"]), "e-2");
    assert_eq!(shown(&["--outcome", "refused"]), "e-4");
    assert_eq!(shown(&["--ip", "2001:db8::7"]), "e-5");
    assert_eq!(shown(&["--family", "f-3"]), "e-3");
    assert_eq!(shown(&["--since", "1h"]), "e-3 e-4 e-5");
    assert_eq!(shown(&["--since", "7d", "--until", "1h"]), "e-1 e-2");
    assert_eq!(shown(&["--until", "2000-01-01T00:00:00Z"]), "");
    assert_eq!(shown(&["--since", "2000-01-01T01:00:00+02:00"]), "e-1 e-2 e-3 e-4 e-5");
    for wrong in [&["--since", "yesterday"][..], &["--outcome", "maybe"], &["--limit", "0"], &["--kind"]] {
        let output = operator.run(&[&["audit"], wrong].concat(), &[]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

async fn the_audit_log_is_shown_whole_to_programs_and_harmless_to_people(engine: Engine) {
    let operator = Operator::on(engine).await;
    let agent = "Mozilla\r\n2000-01-01T00:00:00Z  ok  \u{1b}[2J\u{9b}\u{202e}";
    let hostile = AuditRow { user_agent: agent.to_owned(), ..event("e-1", 0, "sign_in", "ok") };
    operator.store().await.write().await.unwrap().audit_events().insert(&hostile).await.unwrap();
    for arguments in [&["audit"][..], &["audit", "--json"]] {
        let told = operator.ok(arguments, &[]);
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.trim_end().chars().all(|char| !char.is_control() && char != '\u{202e}'), "{told:?}");
    }
    let line = operator.ok(&["audit"], &[]);
    for told in ["sign_in", "ok", "192.0.2.1", "person=p-1", "provider=okta", r"\u001b[2J"] {
        assert!(line.contains(told), "{line}");
    }
    let event: Value = serde_json::from_str(&operator.ok(&["audit", "--json"], &[])).unwrap();
    assert_eq!(event["agent"], agent);
}

async fn somebody_is_found_in_the_audit_log_by_what_they_are_called(engine: Engine) {
    let operator = with_events(engine).await;
    let id = "0190a3c0-0000-7000-8000-000000000001";
    let store = operator.store().await;
    let person = PersonRow {
        id: id.to_owned(),
        name: "Ada".to_owned(),
        email: Some("Ada@Example.com".to_owned()),
        verified_email: Some("ada@example.com".to_owned()),
        created_at: Timestamp::from_seconds(0),
    };
    let mut db = store.write().await.unwrap();
    db.people().insert(&person).await.unwrap();
    let hers = AuditRow { person_id: Some(id.to_owned()), ..event("e-6", 0, "sign_in", "ok") };
    let by_her = AuditRow { actor_id: Some(id.to_owned()), ..event("e-7", 0, "account_deleted", "ok") };
    for event in [&hers, &by_her] {
        db.audit_events().insert(event).await.unwrap();
    }
    drop(db);
    operator
        .database
        .run(&format!("update people set username = 'Ada.L', folded_username = 'ada.l' where id = '{id}'"))
        .await;
    for who in [id, &id.to_uppercase(), "ada@example.com", " ADA@example.COM ", "ada.l", "Ada.L"] {
        let lines = operator.ok(&["audit", "--person", who], &[]);
        assert_eq!(lines.lines().count(), 2, "{who}: {lines}");
    }
    let output = operator.run(&["audit", "--person", "nobody@example.com"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nobody is called nobody@example.com"));
    let unknown = "0190a3c0-0000-7000-8000-000000000002";
    assert_eq!(operator.ok(&["audit", "--person", unknown], &[]), "", "an id may outlive its account");
}
