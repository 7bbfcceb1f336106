//! Gatepost's pages, wire types, server functions and browser session engine.

pub mod alerts;
pub mod api;
#[cfg(feature = "ssr")]
pub mod ports;
pub mod session;
pub mod wire;
pub mod words;
