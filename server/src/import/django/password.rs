//! Which of Django's hashes let somebody in here.

/// What a hash is worth.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hash {
    /// Of a kind that is verified here.
    Usable,
    /// Nobody signs in with it, in Django neither: `set_unusable_password`.
    None,
    /// Of a kind that is not, or broken.
    Unknown,
}

/// By the hash's form alone; it is never printed.
pub(super) fn judge(encoded: &str) -> Hash {
    let parts: Vec<&str> = encoded.split('$').collect();
    let numbers = |texts: &[&str]| texts.iter().all(|text| text.parse::<u32>().is_ok());
    let sound = match parts.as_slice() {
        [text] if text.starts_with('!') => return Hash::None,
        ["pbkdf2_sha256", rounds, salt, hash] => numbers(&[rounds]) && !salt.is_empty() && !hash.is_empty(),
        ["argon2", "argon2id" | "argon2i" | "argon2d", version, work, salt, hash] => {
            version.starts_with("v=") && work.starts_with("m=") && !salt.is_empty() && !hash.is_empty()
        }
        ["bcrypt_sha256", "", "2b" | "2a" | "2y", cost, hash] => numbers(&[cost]) && hash.len() == 53,
        ["scrypt", n, salt, r, p, hash] => numbers(&[n, r, p]) && !salt.is_empty() && !hash.is_empty(),
        _ => false,
    };
    if sound { Hash::Usable } else { Hash::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_that_django_writes_are_known_by_their_form() {
        let bcrypt = format!("bcrypt_sha256$$2b$12${}", "x".repeat(53));
        for usable in [
            "pbkdf2_sha256$1000000$salt$aGFzaA==",
            "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",
            "scrypt$16384$salt$8$5$aGFzaA==",
            &bcrypt,
        ] {
            assert_eq!(judge(usable), Hash::Usable, "{usable}");
        }
        assert_eq!(judge("!bf6rRK2zo2gbiKbePqm9"), Hash::None);
        for unknown in
            ["", "letmein", "md5$salt$0123", "pbkdf2_sha256$1000$salt", "pbkdf2_sha256$x$salt$hash", "bcrypt$$2b$12$x"]
        {
            assert_eq!(judge(unknown), Hash::Unknown, "{unknown}");
        }
    }
}
