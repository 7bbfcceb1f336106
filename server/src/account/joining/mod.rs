//! More than one way into an account: an identity is joined to it once its own person has shown who they
//! are, and parted from it again.
//!
//! A person is (issuer, subject). An address alone joins nothing: where a provider vouches for one that
//! another account has, the identity waits (a *pending join*) until that account is shown to be the same
//! person's, by its password, through another provider of its, or by a mailed code.

mod attach;
mod error;
mod identity;
mod part;
mod pending;
mod prove;
mod providers;
mod ways;

pub use attach::AttachTo;
pub use error::JoinError;
pub use identity::JoiningIdentity;
pub use pending::{BegunJoin, JoinGone, PendingJoin};
pub use providers::KnownProviders;
pub use ways::WaysToProve;
