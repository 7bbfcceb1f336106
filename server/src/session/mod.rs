//! The browser session: refresh-token families and what is done with them.

mod bearer;
mod family;
mod handoff;
mod limits;
mod service;
mod standing;
mod viewer;

pub use bearer::{Caller, NotAuthenticated};
pub use family::{Answer, Live, Refusal};
pub use limits::Limits;
pub use service::{BROWSER_CLIENT, Proof, RefreshError, Renewed, SessionParts, Sessions, Started};
pub use viewer::Viewer;

#[cfg(test)]
mod simulation;
