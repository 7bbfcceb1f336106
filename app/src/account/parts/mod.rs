//! What these pages are made of.

mod field;
mod form;
mod panel;
mod silence;

pub(super) use field::{Input, NewPassword};
pub(super) use form::{Form, hidden};
pub(super) use panel::{button, done, external, panel, primary};
pub use silence::silence;
