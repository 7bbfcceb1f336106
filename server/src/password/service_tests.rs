use std::collections::BTreeSet;

use super::*;
use crate::{clock::SystemClock, random::SystemRandom};

fn passwords(cost: Cost) -> Passwords {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new("test".to_owned()));
    Passwords::new(&Workload { cost, threads: 1, queue: 64 }, &clock, Arc::new(SystemRandom)).unwrap()
}

const CHEAP: Cost = Cost { memory_kib: 64, iterations: 1, parallelism: 1 };

fn password(text: &str) -> Password {
    Password::new(text).unwrap()
}

#[tokio::test]
async fn what_was_hashed_is_verified() {
    let passwords = passwords(CHEAP);
    let secret = password("correct horse battery staple");
    let stored = passwords.hash(&secret).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
    assert_eq!(passwords.verify(&secret, Some(&stored)).await, Ok(Verdict::Right));
    assert_eq!(passwords.verify(&password("another"), Some(&stored)).await, Ok(Verdict::Wrong));
    assert_eq!(passwords.verify(&secret, None).await, Ok(Verdict::Wrong));
}

#[tokio::test]
async fn the_default_is_what_owasp_recommends() {
    let passwords = passwords(Cost::default());
    let stored = passwords.hash(&password("correct horse battery staple")).await.unwrap();
    let Some(rest) = stored.strip_prefix("$argon2id$v=19$m=19456,t=2,p=1$") else { panic!("{stored}") };
    // 16 bytes of salt and 32 of output, in base64 without padding.
    assert_eq!(rest.split('$').map(str::len).collect::<Vec<_>>(), [22, 43]);
}

#[tokio::test]
async fn no_two_hashes_are_the_same() {
    let passwords = passwords(CHEAP);
    let mut hashes = BTreeSet::new();
    for _ in 0..5 {
        hashes.insert(passwords.hash(&password("the same")).await.unwrap());
    }
    assert_eq!(hashes.len(), 5);
}

#[tokio::test]
async fn an_imported_hash_sets_the_pace_for_wrong_passwords() {
    let passwords = passwords(CHEAP);
    // Django 5.2.19's, with 2b$12: some hundred milliseconds even where this is optimised.
    let stored = "bcrypt_sha256$$2b$12$UjTRqOGZI8R/VA9ANT3QROKFsyPT1i0Mj7NmEIBqm4ppY6DmE84Fa";
    let secret = password("correct horse battery staple");
    assert_eq!(passwords.verify(&secret, Some(stored)).await, Ok(Verdict::Outdated));
    assert!(!passwords.pace.remaining(std::time::Duration::from_millis(5)).is_zero());
    assert!(!passwords.told.load(Ordering::Relaxed));
    assert_eq!(passwords.verify(&secret, Some("md5$a$b")).await, Ok(Verdict::Wrong));
    assert!(passwords.told.load(Ordering::Relaxed));
}

#[tokio::test]
async fn a_wrong_password_waits_where_a_right_one_does_not() {
    let passwords = passwords(CHEAP);
    let secret = password("correct horse battery staple");
    let stored = passwords.hash(&secret).await.unwrap();
    passwords.pace.learn(std::time::Duration::from_secs(60));
    let other = password("something else entirely");
    // Both are hashed, the wrong one first, by the one thread.
    tokio::select! {
        biased;
        verdict = passwords.verify(&other, Some(&stored)) => panic!("{verdict:?} did not wait"),
        verdict = passwords.verify(&secret, Some(&stored)) => assert_eq!(verdict, Ok(Verdict::Right)),
    }
}
