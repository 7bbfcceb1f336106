use serde::{Deserialize, Serialize};
use url::Url;

use crate::provider::is_loopback;

/// Scheme, host and port of an application's pages, as a browser writes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl Origin {
    /// `https`, or `http` on this very computer. `None` for any other, for `null`, and for what holds more
    /// than an origin.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
        // To a parser of URLs `*` is a name like any other; to whoever writes it, it is every name.
        (secure && !text.contains('*') && url.origin().ascii_serialization() == text).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Origin {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("is not an origin, such as https://app.example.com")
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_nothing_but_one() {
        for text in
            ["https://app.example.com", "https://app.example.com:8443", "http://localhost:3200", "http://[::1]:1"]
        {
            assert!(Origin::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "null",
            "*",
            "https://*.example.com",
            "app.example.com",
            "https://app.example.com/",
            "https://a.example/x",
            "HTTPS://app.example.com",
            "https://App.example.com",
            "https://app.example.com:443",
            "http://app.example.com",
            "javascript:alert(1)",
            "https://user@app.example.com",
            "file:///tmp",
        ] {
            assert!(Origin::parse(text).is_none(), "{text}");
        }
    }
}
