//! The pages of an account: register, activate, reset, change, end.
//!
//! They are forms, written by the server alone: their markup and their words are not in the WASM.
//! Each page is plain data that [`Page::section`] turns into HTML; the browser adopts it as it
//! stands ([`crate::components::Written`]). Every form works without script, and comes back with
//! what was typed and what was wrong with it; a password never comes back.

mod activate;
mod alone;
mod check_mail;
mod confirm_email;
mod for_client;
mod form;
mod join_page;
mod on_the_way;
mod parts;
mod password_page;
mod register;
mod reset;
mod section;
mod settings;
mod sign_in;
pub mod words;

pub use activate::{ActivateCodePage, ActivatePage};
pub use alone::Dressing;
pub use check_mail::{CheckMailPage, Errand};
pub use confirm_email::{ConfirmEmailPage, EmailCodePage, EmailErrand};
pub use for_client::{
    BackPage, CannotPage, ChoosePage, ClientFace, ClientSignInPage, ConsentPage, SignOutPage, SignedOutPage,
};
pub use form::{Asked, Complaint, Errors, Field, LoginKind};
pub use join_page::JoinPage;
pub use on_the_way::OnTheWayPage;
pub use parts::silence;
pub use password_page::{PasswordPage, WayOut};
pub use register::RegisterPage;
pub use reset::{ResetCodePage, ResetLinkPage, ResetPage};
pub use section::{Page, Section};
pub use settings::{
    DeleteCard, DeleteProof, DeletedPage, EmailCard, Method, MethodsCard, PasswordCard, ProfileCard, Proof,
    SavedChange, SessionLine, SettingsPage,
};
pub use sign_in::SignInForm;

#[cfg(test)]
mod tests;
