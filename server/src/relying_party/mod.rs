//! The relying party: signing in with somebody else's word (OpenID Connect Core §3.1, RFC 9700).
//!
//! [`RelyingParty::start`] sends a browser to a provider, [`RelyingParty::finish`] takes its answer
//! apart, once, in the same browser, and says whom the provider vouches for.

mod address_guard;
mod authorization_url;
mod cached;
mod callback;
mod claims;
mod client_request;
mod directory;
mod end_session;
mod error;
mod facebook;
mod fetch;
mod flow;
mod front_end;
mod id_token;
mod key_set;
mod logout_token;
mod metadata;
mod oauth2;
mod oidc;
mod own_page;
mod reach;
mod renewal;
mod return_path;
mod revocation;
mod service;
mod signed_token;
mod silent;
mod token_answer;
mod trial;
mod types;
mod upstream;
mod userinfo;
mod vouched;

pub use address_guard::PrivateAddress;
pub use callback::{AuthorizationResponse, ResponseError};
pub use claims::Claims;
pub use client_request::ClientRequests;
pub use directory::{Directory, DirectoryError, Source};
pub use end_session::EndSessionRequest;
pub use error::FinishError;
pub use fetch::{Answer, FetchError, Fetcher, Request};
pub use flow::{Display, Errand, FrontEnd, StartError, StartRequest, StartedSignIn};
pub use front_end::{FrontEndError, FrontEndProof};
pub use key_set::{KeySet, PRIVATE_MEMBERS};
pub use logout_token::{LogoutToken, LogoutTokenError};
pub use metadata::Metadata;
pub use own_page::PASSWORD_PAGE;
pub use renewal::{Renewal, RenewalError};
pub use return_path::ReturnPath;
pub use revocation::RevocationError;
pub use service::{Finished, RelyingParty, RelyingPartyParts};
pub use signed_token::{SignatureError, SignedToken, Trust, verify as verify_signature};
pub use silent::StartedCheck;
pub use token_answer::TokenAnswer;
pub use trial::trial_request;
pub use types::{Challenge, Channel};
pub use upstream::{Origin, TokenSet};
pub use vouched::Vouched;
