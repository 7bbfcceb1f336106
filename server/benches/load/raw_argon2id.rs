//! The yardstick of password sign-ins: argon2id as fast as this processor makes it.

use std::{
    io::{Read, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use server::password::Cost;

use super::{drive::Workload, error::BenchError};

const BINARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/native/release/raw-argon2id");

/// A process that hashes on one thread whenever it is asked to.
pub struct RawArgon2id {
    child: Child,
    asked: ChildStdin,
    answered: ChildStdout,
}

impl RawArgon2id {
    /// One for each core.
    pub fn all(cores: usize, cost: Cost) -> Result<Vec<Self>, BenchError> {
        (0..cores).map(|_| Self::start(cost)).collect()
    }

    fn start(cost: Cost) -> Result<Self, BenchError> {
        let mut command = Command::new(BINARY);
        command.args([cost.memory_kib, cost.iterations, cost.parallelism].map(|part| part.to_string()));
        command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|_| BenchError::NoBinary(PathBuf::from(BINARY)))?;
        let (Some(asked), Some(answered)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("a process without pipes").into());
        };
        Ok(Self { child, asked, answered })
    }
}

impl Workload for RawArgon2id {
    async fn once(&mut self) -> Result<(), BenchError> {
        tokio::task::block_in_place(|| {
            self.asked.write_all(&[0])?;
            Ok(self.answered.read_exact(&mut [0])?)
        })
    }
}

impl Drop for RawArgon2id {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
