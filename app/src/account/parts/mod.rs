//! What these pages are made of.

mod field;
mod form;
mod panel;

pub(super) use field::{Input, NewPassword};
pub(super) use form::{Form, hidden};
pub(super) use panel::{button, done, external, panel, primary};
