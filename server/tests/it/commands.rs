//! The program's commands, as an operator runs them.

use std::process::{Command, Output};

use crate::support::{Database, Engine, on_both_engines};

on_both_engines! {
    keys_are_rotated_and_listed,
    another_algorithm_signs_from_the_next_rotation_on,
    a_database_is_brought_up_to_date_as_often_as_one_likes,
    every_mistake_of_a_configuration_is_told,
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

    fn signing(&self, settings: &[(&str, &str)]) -> String {
        let list = self.ok(&["keys", "list"], settings);
        let mut signing = list.lines().filter_map(|line| line.strip_suffix("  active")).map(str::to_owned);
        let key = signing.next().unwrap();
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
    let mut known = vec![operator.signing(&[])];
    for _ in 0..3 {
        let list = operator.ok(&["keys", "rotate"], &[]);
        let now = operator.signing(&[]);
        assert!(!known.contains(&now), "another key signs");
        for old in &known {
            assert!(list.contains(&format!("{old}  retired")), "{list}");
        }
        assert_eq!(list.lines().filter(|line| line.ends_with("  next")).count(), 1, "{list}");
        known.push(now);
    }
}

async fn another_algorithm_signs_from_the_next_rotation_on(engine: Engine) {
    let operator = Operator::on(engine).await;
    operator.ok(&["keys", "rotate"], &[]);
    for algorithm in ["EdDSA", "RS256", "ES256"] {
        let before = operator.signing(&[]);
        let settings = [("GATEPOST__KEYS__ALGORITHM", algorithm)];
        assert_eq!(operator.signing(&settings), before, "not before");
        operator.ok(&["keys", "rotate"], &settings);
        let signing = operator.signing(&settings);
        let filter = format!("signing_keys where id = '{signing}' and state = 'active' and algorithm = '{algorithm}'");
        assert_eq!(operator.database.count(&filter).await, 1, "{algorithm}");
    }
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
    ];
    for arguments in [&["check"][..], &["migrate"], &["keys", "list"], &[]] {
        let output = operator.run(arguments, &mistakes);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        for name in ["server.bind", "keys.algorithm", "keys.encryption_key", "session.colour"] {
            assert!(told.contains(name), "{arguments:?}: {told}");
        }
        assert!(!told.contains("hush"), "{told}");
    }
}
