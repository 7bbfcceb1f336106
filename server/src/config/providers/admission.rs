use super::Section;

/// Whom a provider's word lets in.
#[derive(Clone, Debug)]
pub struct AdmissionConfig {
    /// Whether somebody who has no account here gets one.
    pub create: bool,
    /// Addresses that are let in, in lower case. With one of the allowed lists set, nobody else is.
    pub allowed_emails: Vec<String>,
    /// Domains of addresses that are let in, in lower case.
    pub allowed_domains: Vec<String>,
    /// Addresses that are not.
    pub blocked_emails: Vec<String>,
    /// Domains of addresses that are not.
    pub blocked_domains: Vec<String>,
}

/// Why somebody is not let in: for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// The address or its domain is blocked.
    #[error("the address is blocked")]
    Blocked,
    /// Only some addresses are let in, and the provider tells none that it vouches for.
    #[error("no verified address, and only some addresses are let in")]
    NoAddress,
    /// Only some addresses are let in, and this is none of them.
    #[error("the address is not among those that are let in")]
    NotListed,
}

impl AdmissionConfig {
    /// Everybody.
    pub(super) fn everybody() -> Self {
        Self {
            create: true,
            allowed_emails: Vec::new(),
            allowed_domains: Vec::new(),
            blocked_emails: Vec::new(),
            blocked_domains: Vec::new(),
        }
    }

    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            create: section.flag("create", true),
            allowed_emails: list(section, "allowed_emails", true),
            allowed_domains: list(section, "allowed_domains", false),
            blocked_emails: list(section, "blocked_emails", true),
            blocked_domains: list(section, "blocked_domains", false),
        }
    }

    /// Whether somebody with that address is let in. An address that nobody vouches for is as good as
    /// none: whoever is not on the list could have typed one that is.
    pub fn judge(&self, email: Option<&str>, verified: bool) -> Result<(), NotAdmitted> {
        let address = email.map(str::to_lowercase);
        let listed = |emails: &[String], domains: &[String], address: &str| {
            let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
            emails.iter().any(|one| one == address) || domains.iter().any(|one| one == domain)
        };
        if address.as_deref().is_some_and(|address| listed(&self.blocked_emails, &self.blocked_domains, address)) {
            return Err(NotAdmitted::Blocked);
        }
        if self.allowed_emails.is_empty() && self.allowed_domains.is_empty() {
            return Ok(());
        }
        match address.filter(|_| verified) {
            None => Err(NotAdmitted::NoAddress),
            Some(address) if listed(&self.allowed_emails, &self.allowed_domains, &address) => Ok(()),
            Some(_) => Err(NotAdmitted::NotListed),
        }
    }
}

fn list(section: &mut Section<'_>, key: &str, addresses: bool) -> Vec<String> {
    let words: Vec<String> = section.words(key).iter().map(|word| word.to_lowercase()).collect();
    if addresses && words.iter().any(|word| word.split('@').filter(|part| !part.is_empty()).count() != 2) {
        section.mistake(key, "is addresses such as ada@example.com");
    }
    if !addresses && words.iter().any(|word| word.contains(['@', '*', '/']) || !word.contains('.')) {
        section.mistake(key, "is domains such as example.com, whole and without @");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_example() -> AdmissionConfig {
        AdmissionConfig {
            allowed_emails: vec!["guest@other.example".into()],
            allowed_domains: vec!["example.com".into()],
            blocked_emails: vec!["mallory@example.com".into()],
            ..AdmissionConfig::everybody()
        }
    }

    #[test]
    fn without_lists_everybody_is_let_in() {
        assert_eq!(AdmissionConfig::everybody().judge(None, false), Ok(()));
    }

    #[test]
    fn an_allow_list_lets_in_verified_addresses_of_it_and_nobody_else() {
        let admission = only_example();
        for good in ["ada@example.com", "ADA@Example.COM", "guest@other.example"] {
            assert_eq!(admission.judge(Some(good), true), Ok(()), "{good}");
        }
        for (address, verified, why) in [
            (None, false, NotAdmitted::NoAddress),
            (None, true, NotAdmitted::NoAddress),
            (Some("ada@example.com"), false, NotAdmitted::NoAddress),
            (Some("ada@other.example"), true, NotAdmitted::NotListed),
            (Some("ada@sub.example.com"), true, NotAdmitted::NotListed),
            (Some("ada@evil.example@notexample.com"), true, NotAdmitted::NotListed),
            (Some("example.com"), true, NotAdmitted::NotListed),
            (Some("Mallory@example.com"), true, NotAdmitted::Blocked),
        ] {
            assert_eq!(admission.judge(address, verified), Err(why), "{address:?}");
        }
    }

    #[test]
    fn a_blocked_address_is_refused_even_if_nobody_vouches_for_it() {
        let admission =
            AdmissionConfig { blocked_domains: vec!["spam.example".into()], ..AdmissionConfig::everybody() };
        assert_eq!(admission.judge(Some("a@SPAM.example"), false), Err(NotAdmitted::Blocked));
        assert_eq!(admission.judge(Some("a@ham.example"), false), Ok(()));
    }
}
