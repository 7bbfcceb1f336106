//! `/.well-known/jwks.json` and the keys behind it.

mod at_rest;
mod jwks;
mod rotation;
