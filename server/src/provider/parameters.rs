use std::collections::{BTreeMap, BTreeSet};

use url::form_urlencoded;

/// The one parameter that may stand several times (RFC 8707 §2).
const RESOURCE: &str = "resource";

/// Parameters of a request, as a query or a form carries them. Each but `resource` stands there at most
/// once, and an empty one counts as absent (RFC 6749 §3.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    values: BTreeMap<String, String>,
    resources: BTreeSet<String>,
}

/// Parameters that break the rules of RFC 6749 §3.1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Malformed {
    /// Those that can be read in one way only: enough to know where an error may be sent to.
    pub readable: Parameters,
    /// What is wrong.
    pub why: &'static str,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(encoded: &str) -> Result<Self, Malformed> {
        let (mut values, mut resources) = (BTreeMap::new(), BTreeSet::new());
        let mut refused = BTreeSet::new();
        let mut why = None;
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()).into_owned() {
            if value.is_empty() {
                continue;
            }
            if !is_text(&name) || !is_text(&value) {
                why = Some("a parameter is not text in UTF-8");
                refused.insert(name);
            } else if name == RESOURCE {
                resources.insert(value);
            } else if values.insert(name.clone(), value).is_some() {
                why = Some("a parameter stands more than once");
                refused.insert(name);
            }
        }
        values.retain(|name, _| !refused.contains(name));
        let readable = Self { values, resources };
        match why {
            None => Ok(readable),
            Some(why) => Err(Malformed { readable, why }),
        }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The APIs named by `resource` (RFC 8707 §2).
    pub fn resources(&self) -> &BTreeSet<String> {
        &self.resources
    }

    /// All of them, by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let values = self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        values.chain(self.resources.iter().map(|resource| (RESOURCE, resource.as_str())))
    }

    /// These, with `name` set to `value`.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// These but for `name`.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.values.remove(name);
        self
    }

    /// As a query or a form carries them.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }
}

impl Malformed {
    /// What can be read in one way only.
    pub fn readable(parameters: &Result<Parameters, Self>) -> &Parameters {
        parameters.as_ref().unwrap_or_else(|malformed| &malformed.readable)
    }
}

/// The decoder writes U+FFFD for what is no UTF-8; PostgreSQL keeps no NUL.
fn is_text(text: &str) -> bool {
    !text.contains(['\0', char::REPLACEMENT_CHARACTER])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_parameter_is_absent_and_does_not_count_as_a_repetition() {
        let parameters = Parameters::parse("a=&a=1&b=").unwrap();
        assert_eq!((parameters.get("a"), parameters.get("b")), (Some("1"), None));
    }

    #[test]
    fn a_repeated_parameter_is_refused_and_none_of_its_values_is_read() {
        for encoded in ["a=1&a=2&b=3", "a=1&b=3&a=1", "a=1&a=2&a=3&b=3"] {
            let malformed = Parameters::parse(encoded).unwrap_err();
            assert_eq!((malformed.readable.get("a"), malformed.readable.get("b")), (None, Some("3")), "{encoded}");
        }
    }

    #[test]
    fn several_resources_are_several() {
        let parameters =
            Parameters::parse("resource=https%3A%2F%2Fb.example&resource=https%3A%2F%2Fa.example").unwrap();
        assert_eq!(parameters.resources().iter().collect::<Vec<_>>(), ["https://a.example", "https://b.example"]);
        assert_eq!(Parameters::parse(&parameters.encode()).unwrap(), parameters);
    }

    #[test]
    fn what_no_database_keeps_is_refused() {
        for encoded in ["a=%00", "a=%ff", "%00=a", "a=x%C3"] {
            assert!(Parameters::parse(encoded).is_err(), "{encoded}");
        }
    }

    #[test]
    fn special_characters_survive() {
        let parameters = Parameters::parse("state=a%20b%26c%22'%3C%C3%A9").unwrap();
        assert_eq!(parameters.get("state"), Some("a b&c\"'<é"));
        assert_eq!(Parameters::parse(&parameters.encode()).unwrap(), parameters);
    }
}
