//! The browser session: refresh-token families and what is done with them.

mod bearer;
mod ending;
mod family;
mod handoff;
mod limits;
mod service;
mod standing;
mod viewer;

pub use bearer::{Caller, NotAuthenticated, TokenOrigin};
pub use ending::{Ended, RefreshStanding};
pub use family::{Answer, Live, Refusal};
pub use limits::Limits;
pub use service::{
    API_CLIENT, BROWSER_CLIENT, DEACTIVATED, PASSWORD_PROVIDER, Proof, RefreshError, Renewed, Replaced, SessionParts,
    Sessions, Started,
};
pub use viewer::Viewer;

#[cfg(test)]
mod simulation;
