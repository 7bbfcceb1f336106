use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{Algorithm, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, derive};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::password::stored::equal;

/// The most iterations that are borne, a second or two of work. Django 5.2 writes 1,000,000 and adds a
/// fifth with each version.
const MOST_ITERATIONS: u32 = 5_000_000;

/// `pbkdf2_sha256$ITERATIONS$SALT$BASE64`, or `pbkdf2_sha1`.
pub(in crate::password) struct Pbkdf2Hash {
    algorithm: Algorithm,
    iterations: NonZeroU32,
    salt: String,
    output: Vec<u8>,
}

impl Pbkdf2Hash {
    pub(in crate::password) fn read(kind: &str, rest: &str) -> Option<Self> {
        let (algorithm, bytes) = if kind == "pbkdf2_sha1" { (PBKDF2_HMAC_SHA1, 20) } else { (PBKDF2_HMAC_SHA256, 32) };
        let [iterations, salt, output] = rest.split('$').collect::<Vec<_>>().try_into().ok()?;
        let iterations = iterations.parse().ok().filter(|given: &NonZeroU32| given.get() <= MOST_ITERATIONS)?;
        let output = STANDARD.decode(output).ok().filter(|output| output.len() == bytes)?;
        Some(Self { algorithm, iterations, salt: salt.to_owned(), output })
    }

    pub(in crate::password) fn fits(&self, password: &str) -> bool {
        let mut output = vec![0; self.output.len()];
        derive(self.algorithm, self.iterations, self.salt.as_bytes(), password.as_bytes(), &mut output);
        equal(&output, &self.output)
    }
}
