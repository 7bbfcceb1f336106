//! What a leak of the database yields: no key, no token.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use server::{
    clock::Clock,
    config::{Config, Sources},
    random::SystemRandom,
    startup::{Gatepost, World},
    token::Algorithm,
};

use crate::support::{Database, Engine, ManualClock, Person, Site, on_both_engines};

on_both_engines! {
    the_database_holds_no_key_and_no_token,
    another_encryption_key_is_told_in_words,
    without_a_key_in_the_configuration_one_is_kept_beside_the_database,
}

async fn the_database_holds_no_key_and_no_token(engine: Engine) {
    for algorithm in Algorithm::ALL.map(Algorithm::name) {
        let site = Site::with(engine, &[("keys.algorithm", algorithm)]).await;
        let browser = site.browser();
        let popup = browser.start_popup("okta").await;
        let code = popup.finish(&Person::ada()).await.code();
        let before = browser.refresh_token();
        let token = browser.access_token().await;
        let everything = site.database.everything().await;
        let text = String::from_utf8_lossy(&everything).to_lowercase();
        let secrets = [&before, &browser.refresh_token(), &code, &token, &popup.verifier];
        for secret in secrets.map(|secret| secret.to_lowercase()) {
            assert!(!text.contains(&secret), "{secret}");
        }
        assert!(!text.contains("begin private"));
        for object in PRIVATE_KEYS {
            let bytes: Vec<u8> = hex(object);
            assert!(
                !everything.windows(bytes.len()).any(|window| window == bytes) && !text.contains(object),
                "{object}"
            );
        }
        assert!(text.contains("ada.lovelace@example.com"), "this is the database");
    }
}

/// How PKCS #8 of P-256, P-521, RSA and Ed25519 keys begins, after its length.
const PRIVATE_KEYS: [&str; 4] = [
    "020100301306072a8648ce3d0201",
    "020100301006072a8648ce3d0201",
    "020100300d06092a864886f70d010101",
    "300506032b6570",
];

async fn another_encryption_key_is_told_in_words(engine: Engine) {
    let site = Site::on(engine).await;
    let key = STANDARD.encode([7; 32]);
    let error = assemble(&site.database, &key).await.unwrap_err();
    assert!(error.contains("encryption"), "{error}");
    assert!(!error.contains(&key), "{error}");
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
}

async fn without_a_key_in_the_configuration_one_is_kept_beside_the_database(engine: Engine) {
    let database = Database::fresh(engine).await;
    // A database on a server has no beside.
    let Some(folder) = database.folder().cloned() else { return };
    let first = assemble(&database, "").await.unwrap();
    let second = assemble(&database, "").await.unwrap();
    assert_eq!(first, second, "the same keys, opened with the same file");
    let file = folder.join("gatepost.key");
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777,
        0o600
    );
    let key = std::fs::read_to_string(file).unwrap();
    assert!(!String::from_utf8_lossy(&database.everything().await).contains(&key));
}

/// The ids of the keys that a process with that encryption key opens, or why it does not start.
async fn assemble(database: &Database, key: &str) -> Result<Vec<String>, String> {
    let mut settings = vec![("database.url", database.url())];
    if !key.is_empty() {
        settings.push(("keys.encryption_key", key));
    }
    let config = Config::read(Sources::from_pairs(&settings)).unwrap();
    let clock = Arc::new(ManualClock::new()) as Arc<dyn Clock>;
    let world = World { clock, random: Arc::new(SystemRandom) };
    let gatepost = Gatepost::assemble(&config, world).await.map_err(|error| error.to_string())?;
    Ok(gatepost.rings.access.keys().into_iter().map(|key| key.id).collect())
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
