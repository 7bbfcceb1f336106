use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

/// Bytes of UTF-8 that a password may have. NIST SP 800-63B-4 §3.1.1.2 wants 64 characters at least;
/// beyond this it is no password but a burden.
pub const MOST_BYTES: usize = 1024;

/// What somebody typed as a password. Does not print, and is wiped when it goes.
///
/// What counts is its normalisation form C, the one that NIST SP 800-63B-4 §3.1.1.2 names, so that
/// `é` is the same from every keyboard. Form KC, which the revision before allowed, would also make
/// `²` a `2` and so take from the password. The text as typed is kept beside it for the hashes of
/// systems that did not normalise.
///
/// May be empty: then it fits no hash at all.
#[derive(Clone)]
pub struct Password {
    typed: SecretString,
    /// `None` where it is what was typed, as it mostly is.
    normalised: Option<SecretString>,
}

/// The text has more than [`MOST_BYTES`] bytes. It was not cut: a password counts to its end.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a password has at most {MOST_BYTES} bytes")]
pub struct TooLong;

impl Password {
    /// From what was typed, spaces and all.
    pub fn new(text: &str) -> Result<Self, TooLong> {
        if text.len() > MOST_BYTES {
            return Err(TooLong);
        }
        let normalised = (!text.nfc().eq(text.chars())).then(|| {
            // Of exactly that size: a string that grows leaves copies of itself behind.
            let mut form = String::with_capacity(text.nfc().map(char::len_utf8).sum());
            form.extend(text.nfc());
            SecretString::from(form)
        });
        Ok(Self { typed: SecretString::from(text), normalised })
    }

    /// The text that is hashed, judged and measured.
    pub(super) fn text(&self) -> &str {
        self.normalised.as_ref().unwrap_or(&self.typed).expose_secret()
    }

    /// As it was typed, where that is something else.
    pub(super) fn typed(&self) -> Option<&str> {
        self.normalised.is_some().then(|| self.typed.expose_secret())
    }
}

/// Empty: it fits no hash.
impl Default for Password {
    fn default() -> Self {
        Self { typed: SecretString::from(""), normalised: None }
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn an_accent_is_the_same_from_every_keyboard() {
        let (one, two) = (Password::new("caf\u{e9}").unwrap(), Password::new("cafe\u{301}").unwrap());
        assert_eq!(one.text(), two.text());
        assert_eq!((one.typed(), two.typed()), (None, Some("cafe\u{301}")));
    }

    #[test]
    fn what_only_looks_alike_stays_different() {
        assert_ne!(Password::new("m²").unwrap().text(), Password::new("m2").unwrap().text());
    }

    #[test]
    fn too_long_is_told_and_never_cut() {
        assert_eq!(Password::new(&"x".repeat(MOST_BYTES)).unwrap().text().len(), MOST_BYTES);
        assert_eq!(Password::new(&"x".repeat(MOST_BYTES + 1)).unwrap_err(), TooLong);
        assert_eq!(Password::new(&"é".repeat(MOST_BYTES)).unwrap_err(), TooLong);
    }

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", Password::new("cafe\u{301}").unwrap()), "Password(…)");
    }

    proptest! {
        #[test]
        fn normalised_is_normalised_and_stays_so(text in "\\PC{0,60}") {
            let password = Password::new(&text).unwrap();
            prop_assert!(is_nfc(password.text()));
            let again = Password::new(password.text()).unwrap();
            prop_assert_eq!(again.text(), password.text());
            prop_assert_eq!(again.typed(), None);
            let decomposed: String = text.nfd().collect();
            let decomposed = Password::new(&decomposed).unwrap();
            prop_assert_eq!(decomposed.text(), password.text());
        }
    }
}
