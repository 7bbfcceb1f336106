//! `/api/auth/`: accounts of one's own, as a front end written for djoser and simplejwt uses them,
//! its people's mail, and those who mean them no good.

mod activation;
mod addresses;
mod audit;
pub(crate) mod client;
mod crossings;
mod crowd;
mod deleting;
mod devices;
mod enumeration;
mod former_tokens;
mod hashes;
mod limits;
mod odd_texts;
mod other_sites;
mod own_sessions;
mod passwords;
mod people;
mod registering;
mod resetting;
mod social;
mod takeover;
mod tokens;
