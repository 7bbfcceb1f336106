use std::collections::BTreeMap;

use crate::config::{AutoJoin, ProviderConfig};

/// The providers as accounts know them: which there are, what people call them, and whose addresses they
/// have the say of.
#[derive(Debug, Default)]
pub struct KnownProviders(BTreeMap<String, Known>);

#[derive(Debug)]
struct Known {
    label: String,
    auto_join: AutoJoin,
}

impl KnownProviders {
    /// Those of the configuration.
    pub fn new(providers: &[ProviderConfig], auto_join: &BTreeMap<String, AutoJoin>) -> Self {
        let known = |provider: &ProviderConfig| {
            let auto_join = auto_join.get(&provider.id).cloned().unwrap_or_default();
            (provider.id.clone(), Known { label: provider.label.clone(), auto_join })
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

    /// Whether that provider has the say of that address (in lower case), so that nobody need be asked.
    pub fn joins_without_asking(&self, id: &str, folded: &str) -> bool {
        self.0.get(id).is_some_and(|known| known.auto_join.covers(folded))
    }
}
