//! Passwords: hashed, verified and judged. Knows no HTTP and no SQL.
//!
//! Three things are kept apart. [`Passwords`] hashes and verifies, on threads of its own; [`Policy`]
//! judges a password that somebody wants to have; [`strength`] says how long one would stand.
//!
//! What is stored is argon2id as a PHC string. What Django stored is verified as Django wrote it, and
//! comes back as [`Verdict::Outdated`], so that it is hashed anew while the password is at hand.

mod argon;
mod check;
mod common;
mod cost;
mod django;
mod error;
mod job;
mod memory;
mod pace;
mod policy;
mod pool;
mod priority;
mod problem;
mod queue;
mod secret;
mod service;
mod similarity;
mod stored;
mod strength;

pub use check::Verdict;
pub use cost::{Cost, Workload};
pub use error::PasswordError;
pub use policy::Policy;
pub use problem::PasswordProblem;
pub use secret::{MOST_BYTES, Password, TooLong};
pub use service::Passwords;
pub use strength::{Strength, strength};
