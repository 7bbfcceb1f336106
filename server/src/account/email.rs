use std::fmt;

use lettre::Address;
use unicode_normalization::UnicodeNormalization;

/// Characters of an address, as Django's column and RFC 5321 §4.5.3.1.3 have it.
const LONGEST: usize = 254;

/// An address that mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// `None` for what mail cannot be sent to. Spaces around it are nobody's intention. In one Unicode
    /// form (RFC 6532 §3.1): the Kelvin sign is a `K`, and not a letter whose small form is one.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfc().collect();
        let (local, domain) = text.rsplit_once('@')?;
        // A quoted local part and an address literal are addresses that no person has.
        let plain = !local.starts_with('"') && (domain.contains('.') || domain == "localhost");
        let fits = text.len() <= LONGEST && plain && !domain.starts_with('[') && !domain.ends_with('.');
        (fits && text.parse::<Address>().is_ok()).then_some(Self(text))
    }

    /// As the person wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In lower case: two that differ in case alone are one mailbox.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// Enough of it to be known by its owner, and no more: `a***@example.com`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn mask(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_can_be_sent_to_is_an_address() {
        for good in ["a@b.example", " Ada@Example.COM ", "a.b+c@d.e.example", "o'brien@x.ie", "root@localhost"] {
            assert!(EmailAddress::parse(good).is_some(), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "",
            "a",
            "@",
            "a@",
            "@b.example",
            "a b@c.example",
            "a@b",
            "a@b..example",
            "a@[127.0.0.1]",
            "\"a b\"@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "a@b.example,c@d.example",
            "a@b.example.",
            &long,
        ] {
            assert!(EmailAddress::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn twins_that_only_look_alike_are_two() {
        let folded = |text| EmailAddress::parse(text).map(|address| address.folded());
        assert_eq!(folded("Mike@Example.org"), folded("mike@example.ORG"));
        assert_ne!(folded("m\u{131}ke@example.org"), folded("mike@example.org"));
        let kelvin = EmailAddress::parse("mi\u{212a}e@example.org").unwrap();
        assert_eq!(kelvin.as_str(), "miKe@example.org", "what is one when folded is one when mailed");
        assert_eq!(folded("jose\u{301}@example.org"), folded("JOS\u{c9}@example.org"));
    }

    #[test]
    fn a_masked_address_tells_its_owner_enough() {
        assert_eq!(EmailAddress::parse("ada@example.com").unwrap().masked(), "a***@example.com");
    }
}
