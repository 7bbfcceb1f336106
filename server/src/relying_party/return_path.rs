use std::{fmt, str::FromStr};

use url::Url;

/// Longer ones are refused: nobody's page has such an address.
const LONGEST: usize = 2000;

/// A path of our own to come back to after signing in (RFC 9700 §4.11.1). It cannot name another
/// host, in whatever spelling a browser would understand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// The home page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What names the page in it.
    pub fn path(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or_default()
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ReturnPath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const REFUSED: &str = "return_to is a path of this site";
        let plain = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= LONGEST
            && text.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
        if !plain {
            return Err(REFUSED);
        }
        // What a browser makes of it decides, and a path that leads back into a sign-in would loop.
        let base = Url::parse("https://gatepost.invalid").map_err(|_| REFUSED)?;
        let joined = base.join(text).map_err(|_| REFUSED)?;
        let stays = joined.origin() == base.origin() && !joined.path().starts_with("//");
        let decoded_once = joined.path().to_ascii_lowercase().replace("%2f", "/").replace("%5c", "\\");
        let sound = stays && !decoded_once.starts_with("//") && !decoded_once.starts_with("/\\");
        if sound && !joined.path().starts_with("/auth/") { Ok(Self(text.to_owned())) } else { Err(REFUSED) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths_are_kept_as_they_are() {
        for path in ["/", "/shop/checkout", "/shop?a=1&b=%2F%2Fx", "/a#b", "/%C3%BC"] {
            assert_eq!(path.parse::<ReturnPath>().unwrap().as_str(), path);
        }
    }

    #[test]
    fn nothing_leads_to_another_host() {
        for evil in [
            "",
            "evil.example",
            "https://evil.example",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/%2f/evil.example",
            "/%2Fevil.example",
            "/%5cevil.example",
            "/./%2fevil.example",
            "/..//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/\u{2028}/evil.example",
            "/auth/okta/start",
            "/\0",
            "/a b",
            "?//evil.example",
            "#x",
        ] {
            assert!(evil.parse::<ReturnPath>().is_err(), "{evil:?}");
        }
        assert!(format!("/{}", "a".repeat(LONGEST)).parse::<ReturnPath>().is_err());
    }
}
