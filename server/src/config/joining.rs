use std::{collections::BTreeMap, str::FromStr};

use super::{ProviderConfig, Reader};

/// For which addresses a provider's identity is joined to the account of that address without asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AutoJoin {
    /// For none: whoever's account it is shows that first.
    #[default]
    Never,
    /// For those of the domains that the provider has the say of, in lower case.
    Domains(Vec<String>),
    /// For all.
    Always,
}

/// How far what a provider says of addresses is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressTrust {
    /// Whether an address counts as verified that the provider does not call so.
    pub trust_email: bool,
    /// Which accounts it may join without asking.
    pub auto_join: AutoJoin,
}

impl FromStr for AutoJoin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "false" => return Ok(Self::Never),
            "true" => return Ok(Self::Always),
            _ => {}
        }
        let domains: Vec<String> = text.split([',', ' ']).filter(|part| !part.is_empty()).map(lower).collect();
        let is_domain = |domain: &String| domain.contains('.') && !domain.contains(['@', '*', '/']);
        if domains.is_empty() || !domains.iter().all(is_domain) {
            return Err("is false, true, or domains such as example.com");
        }
        Ok(Self::Domains(domains))
    }
}

impl AutoJoin {
    /// Whether it covers that address, in lower case. A subdomain is another domain.
    pub fn covers(&self, folded_address: &str) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Domains(domains) => folded_address
                .rsplit_once('@')
                .is_some_and(|(_, domain)| domains.iter().any(|listed| listed == domain)),
        }
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// What the sections of providers say of it. Read before the sections themselves, so that the demo's
/// stand-ins can have it too.
pub(super) fn read(reader: &mut Reader) -> BTreeMap<String, AddressTrust> {
    let mut all = BTreeMap::new();
    for id in reader.subsections("providers") {
        let trust = AddressTrust {
            trust_email: reader.flag(&format!("providers.{id}.trust_email")).unwrap_or_default(),
            auto_join: reader.get(&format!("providers.{id}.auto_join"), AutoJoin::Never, str::parse),
        };
        if trust != AddressTrust::default() {
            all.insert(id, trust);
        }
    }
    all
}

/// Refuses what is said of providers that are not there.
pub(super) fn check(reader: &mut Reader, trust: &BTreeMap<String, AddressTrust>, providers: &[ProviderConfig]) {
    for id in trust.keys() {
        if !providers.iter().any(|provider| provider.id == *id) {
            reader.mistake(&format!("providers.{id}"), "has trust_email or auto_join, and nothing that makes a provider");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_has_the_say_of_whole_domains_and_no_others() {
        let domains: AutoJoin = "Example.com, corp.example".parse().unwrap();
        assert!(domains.covers("ada@example.com") && domains.covers("ada@corp.example"));
        for other in ["ada@evil-example.com", "ada@sub.example.com", "example.com", "ada@example.com@evil.example"] {
            assert!(!domains.covers(other), "{other}");
        }
        assert!("true".parse::<AutoJoin>().unwrap().covers("ada@any.example"));
        assert!(!"false".parse::<AutoJoin>().unwrap().covers("ada@any.example"));
        for wrong in ["", "yes", "*.example.com", "@example.com", "com"] {
            assert!(wrong.parse::<AutoJoin>().is_err(), "{wrong}");
        }
    }
}
