//! Pages on which an application of somebody else's finds out who a person is. They stand alone: in the
//! application's popup, or in the whole tab.

mod choose;
mod client_face;
mod consent;
mod notice;
mod sign_in;
mod sign_out;

pub use choose::ChoosePage;
pub use client_face::ClientFace;
pub use consent::ConsentPage;
pub use notice::{BackPage, CannotPage, SignedOutPage};
pub use sign_in::ClientSignInPage;
pub use sign_out::SignOutPage;

/// Where the forms of these pages post to.
const ACTION: &str = "/oauth2/continue";
