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
            Self::Domains(domains) => {
                folded_address.rsplit_once('@').is_some_and(|(_, domain)| domains.iter().any(|listed| listed == domain))
            }
        }
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// What the sections of providers say of it. Read before the sections themselves, so that the demo's
/// stand-ins can have it too.
pub(super) fn read(reader: &mut Reader) -> BTreeMap<String, AutoJoin> {
    let ids = reader.subsections("providers").into_iter();
    let joined =
        ids.filter_map(|id| Some((id.clone(), reader.optional(&format!("providers.{id}.auto_join"), str::parse)?)));
    joined.collect()
}

/// Refuses it of providers that are not there.
pub(super) fn check(reader: &mut Reader, auto_join: &BTreeMap<String, AutoJoin>, providers: &[ProviderConfig]) {
    for id in auto_join.keys() {
        if !providers.iter().any(|provider| provider.id == *id) {
            reader.mistake(&format!("providers.{id}.auto_join"), "is of a provider that is not there");
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
