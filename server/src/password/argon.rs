use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

use super::{cost::Cost, error::PasswordError, memory::Memory, stored::equal};

/// Bytes of a new hash's salt and output: RFC 9106 §3.1 recommends 16, §4 uses 32.
pub(super) const SALT: usize = 16;
const OUTPUT: usize = 32;

/// A new argon2id hash as a PHC string.
pub(super) fn hash(
    memory: &mut Memory,
    cost: Cost,
    password: &[u8],
    salt: [u8; SALT],
) -> Result<String, PasswordError> {
    let Cost { memory_kib, iterations, parallelism } = cost;
    let params = Params::new(memory_kib, iterations, parallelism, Some(OUTPUT)).map_err(failed)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut output = [0; OUTPUT];
    fill(memory, &argon, password, &salt, &mut output)?;
    let (salt, output) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(output));
    Ok(format!("$argon2id$v=19$m={memory_kib},t={iterations},p={parallelism}${salt}${output}"))
}

/// An argon2 hash of any kind and cost, as it is stored.
pub(super) struct ArgonHash {
    argon: Argon2<'static>,
    /// What it cost.
    pub(super) cost: Cost,
    salt: Vec<u8>,
    output: Vec<u8>,
    current: bool,
}

impl ArgonHash {
    /// Reads a PHC string; `None` for what is none, or asks for more than is borne.
    pub(super) fn read(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok()?;
        let algorithm: Algorithm = hash.algorithm.as_str().parse().ok()?;
        // Hashes from before there were versions have none: they are of version 1.0.
        let version = Version::try_from(hash.version.unwrap_or(0x10)).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let cost = Cost { memory_kib: params.m_cost(), iterations: params.t_cost(), parallelism: params.p_cost() };
        if !cost.is_bearable() {
            return None;
        }
        let (salt, output) = (hash.salt?.to_vec(), hash.hash?.as_bytes().to_vec());
        let current = algorithm == Algorithm::Argon2id
            && version == Version::V0x13
            && (salt.len(), output.len()) == (SALT, OUTPUT);
        Some(Self { argon: Argon2::new(algorithm, version, params), cost, salt, output, current })
    }

    /// Whether a hash made now would be of the same kind.
    pub(super) fn is_current(&self, cost: Cost) -> bool {
        self.current && self.cost == cost
    }

    pub(super) fn fits(&self, memory: &mut Memory, password: &[u8]) -> Result<bool, PasswordError> {
        let mut output = vec![0; self.output.len()];
        fill(memory, &self.argon, password, &self.salt, &mut output)?;
        Ok(equal(&output, &self.output))
    }
}

fn fill(
    memory: &mut Memory,
    argon: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    output: &mut [u8],
) -> Result<(), PasswordError> {
    let blocks = memory.blocks(argon.params().block_count()).map_err(failed)?;
    argon.hash_password_into_with_memory(password, salt, output, blocks).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> PasswordError {
    tracing::error!(%error, "argon2 refuses a password");
    PasswordError::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, iterations: 2, parallelism: 1 };

    fn fits(memory: &mut Memory, hash: &str, password: &str) -> bool {
        ArgonHash::read(hash).unwrap().fits(memory, password.as_bytes()).unwrap()
    }

    /// RFC 9106 §5.3 takes a secret and associated data, which PHC strings of passwords have not:
    /// this one is from the `argon2` command of the reference implementation's test.c.
    #[test]
    fn the_reference_implementations_vector() {
        let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(fits(&mut Memory::new(256), hash, "password"));
        assert!(!fits(&mut Memory::new(256), hash, "passwore"));
    }

    #[test]
    fn memory_used_before_changes_no_hash() {
        let mut memory = Memory::new(64);
        let first = hash(&mut memory, CHEAP, b"one", [7; SALT]).unwrap();
        for (memory_kib, parallelism) in [(8, 1), (200, 3), (1000, 1)] {
            let cost = Cost { memory_kib, parallelism, ..CHEAP };
            let other = hash(&mut memory, cost, b"other", [9; SALT]).unwrap();
            assert_eq!(other, hash(&mut Memory::new(0), cost, b"other", [9; SALT]).unwrap());
            memory.settle();
        }
        assert_eq!(hash(&mut memory, CHEAP, b"one", [7; SALT]).unwrap(), first);
        assert!(fits(&mut memory, &first, "one"));
    }

    #[test]
    fn only_what_would_be_made_now_is_current() {
        let made = hash(&mut Memory::new(64), CHEAP, b"one", [7; SALT]).unwrap();
        assert!(ArgonHash::read(&made).unwrap().is_current(CHEAP));
        for cost in
            [Cost { memory_kib: 128, ..CHEAP }, Cost { iterations: 1, ..CHEAP }, Cost { parallelism: 2, ..CHEAP }]
        {
            assert!(!ArgonHash::read(&made).unwrap().is_current(cost), "{cost:?}");
        }
        let short = made.replacen("argon2id", "argon2i", 1);
        assert!(!ArgonHash::read(&short).unwrap().is_current(CHEAP));
    }

    #[test]
    fn a_corrupt_row_asks_for_nothing_unbearable() {
        for costs in ["m=262145,t=1,p=1", "m=64,t=17,p=1", "m=640,t=1,p=17", "m=8,t=1,p=8", "m=64,t=0,p=1"] {
            let hash = format!("$argon2id$v=19${costs}$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
            assert!(ArgonHash::read(&hash).is_none(), "{costs}");
        }
    }
}
