//! Applications that sign people in here: who they are, what they may do, how they prove it.

mod credentials;
mod id;
mod metadata;
mod origin;
mod registered;
mod secret;

pub use credentials::{ClientCredentials, ClientError, Shown};
pub use id::ClientId;
pub use metadata::{Attribute, AuthMethod, ClientMetadata, ExtraClaim, GrantType, Lives, ResponseType, SubjectType};
pub use origin::Origin;
pub use registered::{Client, Clients, Redirects, Secret};
pub use secret::{ClientSecret, HashedSecret};
