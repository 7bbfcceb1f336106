use serde::{Deserialize, Serialize};

use crate::{account::ExternalIdentity, clock::Timestamp, store::IdentityRow};

/// What is kept of an identity that is joined to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoiningIdentity {
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's name for the person.
    pub subject: String,
    /// Id of the provider in our configuration.
    pub provider: String,
    /// The address that the provider tells.
    pub email: Option<String>,
}

impl From<&ExternalIdentity> for JoiningIdentity {
    fn from(identity: &ExternalIdentity) -> Self {
        Self {
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
            provider: identity.provider.clone(),
            email: identity.email.clone(),
        }
    }
}

impl JoiningIdentity {
    /// As that person's.
    pub fn bound_to(&self, person_id: &str, now: Timestamp) -> IdentityRow {
        IdentityRow {
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
            person_id: person_id.to_owned(),
            provider: self.provider.clone(),
            email: self.email.clone(),
            created_at: now,
            last_used_at: now,
        }
    }
}
