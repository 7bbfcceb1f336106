use aws_lc_rs::digest::{SHA256, digest};
use bcrypt::{HashParts, verify};

/// The most that is borne: the work doubles with each step, and 14 is a second of it. Django writes 12.
const MOST_COST: u32 = 14;

/// `bcrypt_sha256$$2b$12$…` or `bcrypt$$2b$12$…`.
pub(in crate::password) struct BcryptHash {
    hash: String,
    prehashed: bool,
}

impl BcryptHash {
    pub(in crate::password) fn read(kind: &str, rest: &str) -> Option<Self> {
        let parts: HashParts = rest.parse().ok()?;
        let bearable = parts.get_cost() <= MOST_COST;
        bearable.then(|| Self { hash: rest.to_owned(), prehashed: kind == "bcrypt_sha256" })
    }

    /// Plain `bcrypt` looks at the first 72 bytes alone, and so did Django when it wrote the hash. Who
    /// knows those is let in once more; then all of what they typed is hashed anew.
    pub(in crate::password) fn fits(&self, password: &str) -> bool {
        let fits = if self.prehashed { verify(hex(password), &self.hash) } else { verify(password, &self.hash) };
        // Refused only where the hash cannot be read, and it was.
        fits.unwrap_or(false)
    }
}

/// The SHA-256 of a password in hexadecimal, which is what `bcrypt_sha256` hashes: all of it counts.
fn hex(password: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest(&SHA256, password.as_bytes()).as_ref() {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}
