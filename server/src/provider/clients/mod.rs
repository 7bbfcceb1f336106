//! The table of clients, and who may write what into it: staff at the command line and in pages, and, where it
//! is let in, anybody by dynamic registration (RFC 7591, RFC 7592).
//!
//! A [`ClientDraft`] is what somebody typed or sent. It becomes a client's metadata only if nothing is wrong with
//! it; everything that is wrong is told at once, by field. What is written counts from the next request on: whoever
//! serves reads the table.

mod addresses;
mod audiences;
mod claims;
mod draft;
mod field;
mod grants;
mod keys;
mod lives;
mod mistake;
mod people;
mod reading;
mod registration;
mod service;
mod sound;
#[cfg(test)]
mod tests;
mod words;

pub use draft::ClientDraft;
pub use field::{ClientField, FieldGroup, FieldKind};
pub use mistake::{ClientMistakes, Fault, Mistake};
pub use registration::{Registered, RegistrationError};
pub use service::{Actor, Added, ClientRegistry, ClientRegistryParts, ClientsError, KnownClient, Rotated};
pub use sound::ClientWarning;

use sound::Author;
