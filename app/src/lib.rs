//! Gatepost's pages, wire types, server functions and browser session engine.

#[cfg(feature = "ssr")]
pub mod account;
pub mod alerts;
pub mod api;
pub mod app;
pub mod components;
mod erase;
mod json;
mod live;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod ports;
pub mod session;
pub mod shell;
pub mod wire;
pub mod words;
