//! HTTP: what is asked for, by whom, and how the answer is written. No rules of its own and no SQL.

mod accept;
mod account_pages;
mod api;
mod api_auth;
mod auth;
mod auth_password;
mod bearer;
mod boot;
mod cookies;
mod device;
mod document;
mod flash;
mod guard;
mod headers;
mod health;
mod held;
mod inbox;
mod jwks;
mod pages;
mod places;
mod popup_page;
mod ports;
mod refusals;
mod router;
mod session;
mod site;
mod start_query;
mod state;
mod upstream;
mod visitor;

pub use places::{Places, PlacesError};
pub use router::router;
pub use state::{App, AppParts};
