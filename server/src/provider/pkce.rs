use crate::digest;

/// Length of a SHA-256 in base64url without padding.
const CHALLENGE_LENGTH: usize = 43;

/// An `S256` challenge (RFC 7636 §4.2). `plain` does not exist here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge(String);

/// The secret whose hash a challenge is (RFC 7636 §4.1).
#[derive(Clone)]
pub struct Verifier(String);

impl Challenge {
    /// `None` for what SHA-256 in base64url never yields.
    pub fn parse(text: &str) -> Option<Self> {
        let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (text.len() == CHALLENGE_LENGTH && text.bytes().all(alphabet)).then(|| Self(text.to_owned()))
    }

    /// Whether it is the challenge of that verifier.
    pub fn is_of(&self, verifier: &Verifier) -> bool {
        digest::equal(&digest::sha256(&verifier.0), &self.0)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Verifier {
    /// `None` for what is too short to be a secret, too long, or outside the alphabet.
    pub fn parse(text: &str) -> Option<Self> {
        let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        ((43..=128).contains(&text.len()) && text.bytes().all(alphabet)).then(|| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_rfc_7636_appendix_b() {
        let challenge = Challenge::parse(CHALLENGE).unwrap();
        assert!(challenge.is_of(&Verifier::parse(VERIFIER).unwrap()));
        assert!(!challenge.is_of(&Verifier::parse(&VERIFIER.replace('d', "e")).unwrap()));
        // A challenge sent back as its own verifier is the attack that `plain` would allow.
        assert!(!challenge.is_of(&Verifier::parse(CHALLENGE).unwrap()));
    }

    #[test]
    fn lengths_and_alphabets() {
        for text in ["", &CHALLENGE[1..], &format!("{CHALLENGE}A"), &CHALLENGE.replace('E', "+")] {
            assert!(Challenge::parse(text).is_none(), "{text}");
        }
        for text in ["", &VERIFIER[1..], &"a".repeat(129), &VERIFIER.replace('d', "=")] {
            assert!(Verifier::parse(text).is_none(), "{text}");
        }
        assert!(Verifier::parse(&"~".repeat(128)).is_some());
    }
}
