//! People: whom a provider's word lets in and as whom, and accounts with a password of their own.

mod activate;
mod address;
mod asker;
mod delete;
mod email;
mod failures;
mod mail_token;
mod old_tokens;
mod own_sessions;
mod password;
mod password_sign_in;
mod problem;
mod profile;
mod proof;
mod register;
mod reset;
mod service;
mod shown;
mod sign_in;
mod uid;
mod username;
mod users;

pub use activate::Activated;
pub use asker::Asker;
pub use email::EmailAddress;
pub use mail_token::Purpose;
pub use old_tokens::{OldTokenParts, OldTokenRefused};
pub use password_sign_in::{Credentials, PasswordRefused, Verified};
pub use problem::{NO_FIELD, Problem, Problems};
pub use profile::{LONGEST_NAME, ProfileChange};
pub use proof::{FRESH, Proven, Reproof, SignedInPerson};
pub use register::{Registered, RegistrationForm};
pub use service::{AccountError, Accounts, AccountsParts, Link, Shown};
pub use sign_in::{ExternalIdentity, SignInError, admit};
pub use username::{LONGEST_USERNAME, Username};
pub use users::PeoplePage;
