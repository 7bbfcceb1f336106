//! The relying party: signing in with somebody else's word (OpenID Connect Core §3.1, RFC 9700).
//!
//! [`RelyingParty::start`] sends a browser to a provider, [`RelyingParty::finish`] takes its answer
//! apart, once, in the same browser, and says whom the provider vouches for.

mod callback;
mod directory;
mod error;
mod facebook;
mod fetch;
mod flow;
mod id_token;
mod oidc;
mod own_page;
mod return_path;
mod service;
mod types;

pub use callback::{AuthorizationResponse, ResponseError};
pub use directory::DirectoryError;
pub use error::FinishError;
pub use fetch::{FetchError, Fetcher};
pub use flow::{Display, Errand, StartError, StartRequest, StartedSignIn};
pub use own_page::PASSWORD_PAGE;
pub use return_path::ReturnPath;
pub use service::{Finished, RelyingParty, RelyingPartyParts, Vouched};
pub use types::{Challenge, Channel};
