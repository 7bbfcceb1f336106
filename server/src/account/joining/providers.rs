use std::collections::BTreeMap;

use crate::{
    account::ExternalIdentity,
    config::{AddressTrust, ProviderConfig},
};

/// The providers as accounts know them: which there are, what people call them, and how far their word of
/// an address goes.
#[derive(Debug, Default)]
pub struct KnownProviders(BTreeMap<String, Known>);

#[derive(Debug)]
struct Known {
    label: String,
    trust: AddressTrust,
}

impl KnownProviders {
    /// Those of the configuration.
    pub fn new(providers: &[ProviderConfig], trust: &BTreeMap<String, AddressTrust>) -> Self {
        let known = |provider: &ProviderConfig| {
            let trust = trust.get(&provider.id).cloned().unwrap_or_default();
            (provider.id.clone(), Known { label: provider.label.clone(), trust })
        };
        Self(providers.iter().map(known).collect())
    }

    /// Whether anybody can sign in there.
    pub fn is_configured(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// Its name for people; its id where it is no longer configured.
    pub fn label(&self, id: &str) -> String {
        self.0.get(id).map_or_else(|| id.to_owned(), |known| known.label.clone())
    }

    /// The address of an identity, in lower case, where it is as good as shown to be the person's.
    pub fn verified_address(&self, identity: &ExternalIdentity) -> Option<String> {
        let trusted = self.0.get(&identity.provider).is_some_and(|known| known.trust.trust_email);
        let address = identity.email.as_deref().filter(|_| identity.email_verified || trusted);
        address.map(str::to_lowercase)
    }

    /// Whether that provider has the say of that address (in lower case), so that nobody need be asked.
    pub fn joins_without_asking(&self, id: &str, folded: &str) -> bool {
        self.0.get(id).is_some_and(|known| known.trust.auto_join.covers(folded))
    }
}
