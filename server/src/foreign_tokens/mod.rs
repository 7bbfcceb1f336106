//! Access tokens that somebody else issues for our API, such as those of Okta's authorization server:
//! whose they are, and whether they count (RFC 9068 §4, RFC 7662, RFC 8725).
//!
//! Nothing of it is on unless a provider's section names an audience. What counts lets a person read;
//! a session it is not: nothing is renewed by it, and it proves nobody's presence.

mod claims;
mod envelope;
mod holder;
mod introspection;
mod keys;
mod refused;
mod service;
#[cfg(test)]
mod tests;

pub use holder::Holder;
pub use refused::{ForeignRefused, WhyInvalid};
pub use service::{ForeignCaller, ForeignTokens, ForeignTokensParts};
