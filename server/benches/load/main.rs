//! Gatepost's figures beside their yardsticks, from one run on one machine.
//!
//! It starts `target/release/gatepost` (or `GATEPOST_BINARY`) as anybody would, signs in through
//! the demo provider and loads it over loopback. A yardstick says what the machine itself gives:
//! it is measured in turns with its figure, with the same client, so that a noisy minute or a slow
//! disk weighs on both and the ratio holds. Names as arguments choose figures:
//! `scripts/bench.sh profile start`.
//!
//! A figure that misses its target is printed as missed and fails nothing. What could not be
//! measured does.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its terminal is where a benchmark answers")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

mod api_refresh;
mod bare_route;
mod bench;
mod beside;
mod client;
mod commits;
mod drive;
mod error;
mod foreign_bearer;
mod hashing;
mod machine;
mod million;
mod password_sign_in;
mod people;
mod plan;
mod popup_sign_in;
mod postgres;
mod process;
mod provider;
mod raw_argon2id;
mod report;
mod requests;
mod rsa_key;
mod seed;
mod seed_sql;
mod sign_in;
mod sqlite;
mod start_up;
mod table;
mod targets;
mod wanted;

use std::process::ExitCode;

use self::{error::BenchError, plan::Plan};

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let names: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match run(&names) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `#[tokio::main]` and nothing set, as in Gatepost itself: the yardsticks run on what it runs on.
#[tokio::main]
async fn run(names: &[String]) -> Result<(), BenchError> {
    match names {
        [only] if only == bare_route::ARGUMENT => bare_route::serve().await,
        [first, patience] if first == provider::ARGUMENT => provider::serve(patience).await,
        _ => Plan::new(names)?.carry_out().await,
    }
}
