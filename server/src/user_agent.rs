//! What a browser is called by its person.

use woothee::parser::Parser;

/// `Firefox, Linux`; empty where nobody can tell.
pub fn name(user_agent: &str) -> String {
    let Some(found) = Parser::new().parse(user_agent) else { return String::new() };
    let known = |name: &str| (name != "UNKNOWN" && !name.is_empty()).then(|| name.to_owned());
    [known(found.name), known(found.os)].into_iter().flatten().collect::<Vec<_>>().join(", ")
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
