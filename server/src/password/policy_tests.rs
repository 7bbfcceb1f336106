use proptest::prelude::*;

use super::*;

fn judge(least: usize, text: &str) -> Vec<String> {
    let attributes = [("username", "josephine"), ("email address", "jo.bonaparte@example.org"), ("first name", "")];
    let password = Password::new(text).unwrap();
    Policy::new(least, &["Gatepost"]).judge(&password, &attributes).iter().map(ToString::to_string).collect()
}

const SHORT: &str = "This password is too short. It must contain at least 15 characters.";
const COMMON: &str = "This password is too common.";
const NUMERIC: &str = "This password is entirely numeric.";

#[test]
fn a_good_one_passes_whatever_it_is_made_of() {
    for text in [
        "correct horse battery staple",
        "mein hund heisst bello",
        "ein Bär, ein Bärtiger",
        "kV7!qpR2 zLm3#xW9",
        "пароль для входа в систему",
        &"a long sentence that goes on and on. ".repeat(20),
    ] {
        assert_eq!(judge(15, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn everything_wrong_is_told_at_once() {
    assert_eq!(judge(15, "12345678"), [SHORT, COMMON, NUMERIC]);
    assert_eq!(judge(15, "josephine"), ["The password is too similar to the username.", SHORT, COMMON]);
    assert_eq!(judge(15, ""), [SHORT]);
}

#[test]
fn length_counts_code_points() {
    assert_eq!(judge(15, "äöü-äöü-äöü-äöü"), Vec::<String>::new());
    assert_eq!(judge(15, "xkäöü-zbäöw-vö"), [SHORT]);
    assert_eq!(judge(8, "kV7!qp"), ["This password is too short. It must contain at least 8 characters."]);
}

#[test]
fn what_is_known_of_the_person_or_the_service_is_no_password() {
    for (text, attribute) in [
        ("Josephine 1815", "username"),
        ("Bonaparte-2026", "email address"),
        ("enihpesoj", "username"),
        ("GatePost-26", "name of this service"),
    ] {
        assert_eq!(judge(8, text)[0], format!("The password is too similar to the {attribute}."), "{text}");
    }
}

#[test]
fn the_list_and_what_is_made_of_it_are_common() {
    for text in ["trustno1", "  PassWord1  ", "1qaz2wsx3edc4rfv"] {
        assert!(judge(8, text).iter().any(|said| said == COMMON), "{text}");
    }
    for text in [
        "password123456789",
        "passwordpassword",
        "P@ssw0rdP@ssw0rd",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmno",
        "gatepostgatepost1",
    ] {
        assert_eq!(judge(15, text), [COMMON], "{text}");
    }
}

#[test]
fn digits_alone_are_no_password() {
    assert_eq!(judge(15, "8362047591637205"), [NUMERIC]);
    assert_eq!(judge(15, "٨٣٦٢٠٤٧٥٩١٦٣٧٢٠٥"), [NUMERIC]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_judges_anything(text in "\\PC{0,80}", value in "\\PC{0,300}", least in 8_usize..65) {
        let password = Password::new(&text).unwrap();
        let problems = Policy::new(least, &["Gatepost"]).judge(&password, &[("username", &value)]);
        let short = password.text().chars().count() < least;
        prop_assert_eq!(problems.contains(&PasswordProblem::TooShort { least }), short);
    }
}
