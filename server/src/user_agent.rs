//! What a browser is called by its person.

use woothee::parser::Parser;

/// A browser, as far as it says what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Such as `Firefox`.
    pub name: Option<String>,
    /// Such as `Linux`.
    pub system: Option<String>,
    /// Whether it is held in a hand.
    pub is_mobile: bool,
}

impl Browser {
    /// By its `User-Agent`.
    pub fn of(user_agent: &str) -> Self {
        let Some(found) = Parser::new().parse(user_agent) else { return Self::default() };
        let known = |name: &str| (name != "UNKNOWN" && !name.is_empty()).then(|| name.to_owned());
        Self { name: known(found.name), system: known(found.os), is_mobile: found.category == "smartphone" }
    }
}

/// `Firefox, Linux`; empty where nobody can tell.
pub fn name(user_agent: &str) -> String {
    let Browser { name, system, .. } = Browser::of(user_agent);
    [name, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_browser_is_called_what_its_person_calls_it() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(name(firefox), "Firefox, Linux");
        assert_eq!(name(""), "");
        assert_eq!(name("<script>"), "");
    }
}
