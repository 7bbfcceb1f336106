//! Everything of Gatepost that needs a secret, a socket or a disk.
//!
//! CONTRIBUTING.md has the map of its modules and of who may import whom.

pub mod account;
pub mod audit;
pub mod clock;
pub mod config;
pub mod demo;
pub mod digest;
pub mod doctor;
pub mod foreign_tokens;
pub mod http;
pub mod import;
pub mod mail;
pub mod notices;
pub mod password;
pub mod provider;
pub mod random;
pub mod relying_party;
pub mod serving;
pub mod session;
pub mod shop;
pub mod sign_in;
pub mod startup;
pub mod store;
pub mod throttle;
pub mod token;
pub mod upkeep;
pub mod upstream;
pub mod user_agent;
