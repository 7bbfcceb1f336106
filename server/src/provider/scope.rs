use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

/// What an application may do: a set of names (RFC 6749 §3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(BTreeSet<String>);

/// A scope holds characters that RFC 6749 §3.3 does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope holds characters that are not allowed")]
pub struct InvalidScope;

impl TryFrom<String> for Scope {
    type Error = InvalidScope;

    fn try_from(text: String) -> Result<Self, InvalidScope> {
        Self::parse(&text)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl Scope {
    /// Those names, which are known to be good.
    pub fn of(names: &[&str]) -> Self {
        Self(names.iter().map(|&name| name.to_owned()).collect())
    }

    /// From names separated by spaces.
    pub fn parse(text: &str) -> Result<Self, InvalidScope> {
        let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
        let names: BTreeSet<String> = text.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        if names.iter().all(|name| name.bytes().all(allowed)) { Ok(Self(names)) } else { Err(InvalidScope) }
    }

    /// These but for those.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|name| !names.contains(&name.as_str()));
        self
    }

    /// These, and those of `other`.
    #[must_use]
    pub fn joined_with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Those that `other` has too.
    #[must_use]
    pub fn shared_with(mut self, other: &Self) -> Self {
        self.0.retain(|name| other.0.contains(name));
        self
    }

    /// Whether everything in it is in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `name` is in it.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names().enumerate() {
            f.write_str(if index == 0 { "" } else { " " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_repetition_do_not_matter() {
        assert_eq!(Scope::parse("openid email").unwrap(), Scope::parse(" email  openid email").unwrap());
        assert_eq!(Scope::parse("openid email").unwrap().to_string(), "email openid");
    }

    #[test]
    fn only_what_is_supported_is_granted() {
        let scope = Scope::parse("openid email admin").unwrap().shared_with(&Scope::of(&["openid", "email"]));
        assert!(scope.contains("email") && !scope.contains("admin"));
    }

    #[test]
    fn characters_outside_the_grammar_are_refused() {
        for text in ["open\"id", "a\\b", "é", "a\tb", "a\nb"] {
            assert_eq!(Scope::parse(text), Err(InvalidScope), "{text}");
        }
    }
}
