use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Scope;

/// What an issuer calls a person: never reused, never an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// Up to 255 printable ASCII characters (OpenID Connect Core §2).
    pub fn parse(text: &str) -> Option<Self> {
        let printable = text.bytes().all(|byte| matches!(byte, 0x20..=0x7E));
        ((1..=255).contains(&text.len()) && printable).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of a person (OpenID Connect Core §5.1). What is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardClaims {
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the person is called where they signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Language, as in RFC 5646.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the issuer made sure that the address is the person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
}

impl StandardClaims {
    /// Those that the scope lets an application see (OpenID Connect Core §5.4).
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        self.among(scope, &BTreeSet::new())
    }

    /// Those that the scope lets an application see, and those of `asked` besides (OpenID Connect Core §5.5).
    #[must_use]
    pub fn among(&self, scope: &Scope, asked: &BTreeSet<String>) -> Self {
        let shown = |claim: &str, by: &str| scope.contains(by) || asked.contains(claim);
        let profile = |claim: &str, value: &Option<String>| value.clone().filter(|_| shown(claim, "profile"));
        Self {
            name: profile("name", &self.name),
            preferred_username: profile("preferred_username", &self.preferred_username),
            given_name: profile("given_name", &self.given_name),
            family_name: profile("family_name", &self.family_name),
            locale: profile("locale", &self.locale),
            email: self.email.clone().filter(|_| shown("email", "email")),
            email_verified: self.email_verified.filter(|_| shown("email_verified", "email") && self.email.is_some()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> StandardClaims {
        StandardClaims {
            name: Some("Ada".into()),
            preferred_username: Some("ada".into()),
            email: Some("ada@example.com".into()),
            email_verified: Some(true),
            ..StandardClaims::default()
        }
    }

    fn within(scope: &str) -> serde_json::Value {
        serde_json::to_value(ada().within(&Scope::parse(scope).unwrap())).unwrap()
    }

    #[test]
    fn a_claim_is_seen_only_with_its_scope() {
        assert_eq!(within("openid"), serde_json::json!({}));
        assert_eq!(within("openid profile"), serde_json::json!({"name": "Ada", "preferred_username": "ada"}));
        assert_eq!(within("openid email"), serde_json::json!({"email": "ada@example.com", "email_verified": true}));
    }

    #[test]
    fn no_address_is_not_a_verified_address() {
        let without = StandardClaims { email: None, ..ada() };
        assert_eq!(without.within(&Scope::parse("email").unwrap()), StandardClaims::default());
    }

    #[test]
    fn a_subject_is_printable_and_short() {
        assert!(Subject::parse("<script>").is_some());
        for text in ["", "é", "a\nb", &"a".repeat(256)] {
            assert!(Subject::parse(text).is_none(), "{text}");
        }
    }
}
