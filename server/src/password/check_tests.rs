use super::*;

const OWN: Cost = Cost { memory_kib: 64, iterations: 2, parallelism: 1 };
/// Django 5.2.19's, of `PASSWORD`.
const DJANGOS: &str = "pbkdf2_sha256$1000$seasalt2seasalt2seasa2$84ji8Nd+SnGZgqiAdkAMcvhNRnPKtALSZjvcr2rMFXg=";
const PASSWORD: &str = "correct horse battery staple";
/// Django 5.2.19's, of ten `e` each with U+0301 after it: it does not normalise.
const DECOMPOSED: &str = "pbkdf2_sha256$1000$seasalt2seasalt2seasa2$QRULj9XB1rENeLYTJQGIoYXDBkI5otFw9rYdIKvz2TM=";
/// Django 5.2.19's, of no character at all.
const EMPTY: &str = "pbkdf2_sha256$1000$seasalt2seasalt2seasa2$WfppapnIZYvGY+NddyVWAEl3ZoIyFr4vZhr17ipLWns=";

fn password(text: &str) -> Password {
    Password::new(text).unwrap()
}

fn checked(text: &str, stored: Option<&str>) -> Checked {
    check(&mut Memory::new(64), OWN, &password(text), stored, [1; SALT]).unwrap()
}

fn verdict(text: &str, stored: &str) -> Verdict {
    checked(text, Some(stored)).verdict
}

fn made(cost: Cost, text: &str) -> String {
    argon::hash(&mut Memory::new(64), cost, password(text).text().as_bytes(), [7; SALT]).unwrap()
}

#[test]
fn ours_is_right_or_wrong() {
    let stored = made(OWN, PASSWORD);
    assert_eq!(verdict(PASSWORD, &stored), Verdict::Right);
    assert_eq!(verdict("something else entirely", &stored), Verdict::Wrong);
}

#[test]
fn ours_of_other_settings_and_djangos_are_outdated() {
    let cheaper = made(Cost { iterations: 1, ..OWN }, PASSWORD);
    let dearer = made(Cost { memory_kib: 128, ..OWN }, PASSWORD);
    for stored in [cheaper.as_str(), &dearer, DJANGOS] {
        assert_eq!(verdict(PASSWORD, stored), Verdict::Outdated, "{stored}");
        assert_eq!(verdict("something else entirely", stored), Verdict::Wrong, "{stored}");
        assert!(checked("something else entirely", Some(stored)).foreign);
    }
}

#[test]
fn ours_fits_however_an_accent_was_typed() {
    let stored = made(OWN, "caf\u{e9} caf\u{e9} caf\u{e9}");
    assert_eq!(verdict("cafe\u{301} caf\u{e9} cafe\u{301}", &stored), Verdict::Right);
}

#[test]
fn djangos_fits_what_was_typed_then() {
    assert_eq!(verdict(&"e\u{301}".repeat(10), DECOMPOSED), Verdict::Outdated);
    assert_eq!(verdict(&"\u{e9}".repeat(10), DECOMPOSED), Verdict::Wrong);
}

#[test]
fn characters_to_the_last_count() {
    let stored = made(OWN, &format!("{}12345", "x".repeat(75)));
    assert_eq!(verdict(&format!("{}12345", "x".repeat(75)), &stored), Verdict::Right);
    assert_eq!(verdict(&format!("{}02345", "x".repeat(75)), &stored), Verdict::Wrong);
}

#[test]
fn an_empty_password_fits_nothing() {
    assert_eq!(verdict("", EMPTY), Verdict::Wrong);
    assert_eq!(verdict("", &made(OWN, "")), Verdict::Wrong);
    assert_eq!(checked("", None).verdict, Verdict::Wrong);
}

#[test]
fn without_a_hash_it_is_wrong_and_only_damage_is_told() {
    for (stored, unreadable) in [(None, false), (Some("!x"), false), (Some(""), false), (Some("md5$a$b"), true)] {
        let checked = checked(PASSWORD, stored);
        assert_eq!((checked.verdict, checked.unreadable), (Verdict::Wrong, unreadable), "{stored:?}");
    }
}

/// Counted by the memory that is touched: a hash of ours takes all 64 blocks, the rest of one fewer.
#[test]
fn a_wrong_password_costs_at_least_one_hash_of_ours() {
    let least = |stored: Option<&str>, own: Cost| {
        let mut memory = Memory::new(0);
        check(&mut memory, own, &password("something else entirely"), stored, [1; SALT]).unwrap();
        memory.taken()
    };
    assert_eq!(least(None, OWN), 64);
    assert_eq!(least(Some("md5$a$b"), OWN), 64);
    assert_eq!(least(Some("!"), OWN), 64);
    assert_eq!(least(Some(DJANGOS), OWN), 64);
    let small = made(Cost { memory_kib: 8, ..OWN }, PASSWORD);
    assert_eq!(least(Some(&small), OWN), 64 - 8);
    assert_eq!(least(Some(&made(OWN, PASSWORD)), OWN), 64);
}
