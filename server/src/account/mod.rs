//! People: whom a provider's word lets in, and as whom.

mod sign_in;

pub use sign_in::{ExternalIdentity, SignInError, admit};
