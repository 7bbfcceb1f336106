//! The secret of one popup: RFC 7636's verifier and challenge, and the name of the sign-in.
//!
//! All of it is computed at once, in the click: nothing may be awaited before `window.open`, and
//! `WebCrypto`'s digest would be.

use sha2::{Digest, Sha256};

/// What the opener keeps and what it shows.
pub(super) struct Secret {
    /// Names the sign-in and its channels; unguessable.
    pub(super) txn: String,
    /// Kept here; redeems the hand-off code.
    pub(super) verifier: String,
    /// S256 of the verifier; shown to the server.
    pub(super) challenge: String,
}

impl Secret {
    /// Of fresh random bytes.
    pub(super) fn new(txn: [u8; 16], verifier: [u8; 32]) -> Self {
        let verifier = base64url(&verifier);
        let challenge = base64url(&Sha256::digest(verifier.as_bytes()));
        Self { txn: base64url(&txn), verifier, challenge }
    }
}

/// RFC 4648 §5, without padding.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for sextet in 0..=chunk.len() {
            let index = bits >> (18 - 6 * sextet) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_of_every_length() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{3e}\u{3f}~", "Pj9-")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636_appendix_b() {
        let verifier = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let secret = Secret::new([0; 16], verifier);
        assert_eq!(secret.verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(secret.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(secret.txn.len(), 22);
    }
}
