//! The yardstick of password hashing: argon2id and nothing else, on one thread, in memory that is
//! used again from hash to hash. `scripts/bench.sh` builds it for the processor it runs on.
//!
//! `raw-argon2id KIB ITERATIONS LANES` makes one hash for each byte that it reads, and answers with
//! one byte.

use std::{
    error::Error,
    io::{Read, Write},
};

use argon2::{Algorithm, Argon2, Block, Params, Version};

/// Bytes of a hash, as Gatepost makes them.
const OUTPUT: usize = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let costs = std::env::args().skip(1).map(|cost| cost.parse()).collect::<Result<Vec<u32>, _>>()?;
    let &[memory_kib, iterations, lanes] = costs.as_slice() else {
        return Err("raw-argon2id KIB ITERATIONS LANES".into());
    };
    let params = Params::new(memory_kib, iterations, lanes, Some(OUTPUT))?;
    let mut memory = vec![Block::new(); params.block_count()];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut asked, mut told) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut output = [0; OUTPUT];
    while asked.read(&mut [0])? == 1 {
        argon.hash_password_into_with_memory(b"load bearing password", &[7; 16], &mut output, &mut memory)?;
        told.write_all(&output[..1])?;
        told.flush()?;
    }
    Ok(())
}
