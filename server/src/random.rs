//! Randomness, as an argument.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::{Builder, Uuid};

/// Where unpredictable bytes come from.
pub trait Random: Send + Sync {
    /// Fills `bytes` with output of a cryptographically secure generator.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, through aws-lc.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            // Nothing this program does is safe without randomness, and no caller could recover.
            std::process::abort();
        }
    }
}

/// `N` random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// 256 bits in base64url: 43 characters. For states, nonces, codes and verifiers.
pub fn token(random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>(random))
}

/// An identifier: 122 random bits. Not a secret.
pub fn id(random: &dyn Random) -> Uuid {
    Builder::from_random_bytes(bytes(random)).into_uuid()
}

/// Eight characters a person can read out on the telephone, such as `K7MW-3XQD`.
pub fn support_code(random: &dyn Random) -> String {
    const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut code = String::with_capacity(9);
    for (index, byte) in bytes::<8>(random).into_iter().enumerate() {
        if index == 4 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_tokens_have_their_length_and_do_not_repeat() {
        assert_eq!(token(&SystemRandom).len(), 43);
        assert_ne!(token(&SystemRandom), token(&SystemRandom));
        let code = support_code(&SystemRandom);
        assert_eq!((code.len(), code.as_bytes()[4]), (9, b'-'));
        assert_ne!(id(&SystemRandom), id(&SystemRandom));
    }
}
