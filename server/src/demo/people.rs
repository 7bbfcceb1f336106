use super::stand_in::StandIn;

/// Somebody to sign in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DemoPerson {
    /// How the page's address names them.
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) email: Option<&'static str>,
    okta: &'static str,
    google: &'static str,
    facebook: &'static str,
}

/// The people who are there without anybody typing them in. The first is filled in.
pub(super) const PEOPLE: [DemoPerson; 4] = [
    DemoPerson {
        key: "ada",
        name: "Ada Lovelace",
        email: Some("ada.lovelace@example.com"),
        okta: "00u1815ada2lovelace7",
        google: "118151210000000000001",
        facebook: "1018151210000001",
    },
    DemoPerson {
        key: "grace",
        name: "Grace Hopper",
        email: Some("grace.hopper@example.com"),
        okta: "00u1906grace4hopper7",
        google: "119061209000000000002",
        facebook: "1019061209000002",
    },
    DemoPerson {
        key: "alan",
        name: "Alan Turing",
        email: Some("alan.turing@example.com"),
        okta: "00u1912alan6turing97",
        google: "119120623000000000003",
        facebook: "1019120623000003",
    },
    DemoPerson {
        key: "katherine",
        name: "Katherine Johnson",
        email: None,
        okta: "00u1918kat8johnson97",
        google: "119180826000000000004",
        facebook: "1019180826000004",
    },
];

impl DemoPerson {
    /// What that provider calls them.
    pub(super) fn subject(&self, stand_in: StandIn) -> &'static str {
        match stand_in {
            StandIn::Okta => self.okta,
            StandIn::Google => self.google,
            StandIn::Facebook => self.facebook,
        }
    }

    /// The one whom the page's address names.
    pub(super) fn by_key(key: &str) -> Option<&'static Self> {
        PEOPLE.iter().find(|person| person.key == key)
    }

    /// The one whom an application hints at: by address, or by what the provider calls them.
    pub(super) fn by_hint(stand_in: StandIn, hint: &str) -> Option<&'static Self> {
        PEOPLE.iter().find(|person| {
            person.subject(stand_in) == hint || person.email.is_some_and(|email| email.eq_ignore_ascii_case(hint))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_look_like_those_of_the_real_providers_and_do_not_repeat() {
        let mut seen = std::collections::BTreeSet::new();
        for person in PEOPLE {
            assert!(person.okta.starts_with("00u") && person.okta.len() == 20, "{}", person.okta);
            assert!(person.google.len() == 21 && person.google.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(person.facebook.len() == 16 && person.facebook.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(StandIn::ALL.iter().all(|stand_in| seen.insert(person.subject(*stand_in))));
        }
        assert!(PEOPLE.iter().any(|person| person.email.is_none()));
    }
}
