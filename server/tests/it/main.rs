//! Gatepost from outside: every test on SQLite and on PostgreSQL, over real sockets.
//!
//! PostgreSQL is found through `GATEPOST_TEST_POSTGRES_URL`; `scripts/with-postgres.sh` starts one
//! and sets it. Without it those tests fail: a test that does not run proves nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::large_futures, reason = "a test is one future")]

mod accounts;
mod api;
mod auth;
mod commands;
mod doctor;
mod import;
mod joining;
mod mail;
mod pages;
mod provider;
mod replicas;
mod sf;
mod store;
mod support;
mod upkeep;
mod upstream;
mod well_known;
