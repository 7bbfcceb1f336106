use serde::{Deserialize, Serialize};
use url::{Host, Url, form_urlencoded};

/// Longer addresses are refused: they are stored.
const MAX_LENGTH: usize = 2048;

/// An address that answers may be sent to. Compared as the text it was written in (RFC 9700 §4.1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

impl RedirectUri {
    /// An `http` or `https` address on this very computer: what an application under
    /// development, and nobody else, listens on. `None` for any other.
    pub fn parse_loopback(text: &str) -> Option<Self> {
        let plain = text.len() <= MAX_LENGTH && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let url = Url::parse(text).ok().filter(|_| plain)?;
        let bare = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        (bare && matches!(url.scheme(), "http" | "https") && is_loopback(&url)).then(|| Self(text.to_owned()))
    }

    /// An address that a client may register: `https`; `http` on this very computer; or, for an app on
    /// somebody's device, a scheme that is a domain name turned round (RFC 8252 §7). Nothing that a browser runs.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() <= MAX_LENGTH && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let url = Url::parse(text).ok().filter(|_| plain)?;
        let bare = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        let permitted = match url.scheme() {
            "https" => url.host_str().is_some_and(|host| !host.contains('*')),
            "http" => is_loopback(&url),
            scheme => scheme.contains('.'),
        };
        (bare && permitted).then(|| Self(text.to_owned()))
    }

    /// `text` as an address, if it is this one: the same text, or the same but for the port where an app on
    /// somebody's device listens on a loopback address (RFC 8252 §7.3).
    pub fn admits(&self, text: &str) -> Option<Self> {
        if self.0 == text {
            return Some(self.clone());
        }
        let (ours, theirs) =
            (Self::without_port(&self.0)?, Self::parse(text).and_then(|uri| Self::without_port(&uri.0))?);
        (ours == theirs).then(|| Self(text.to_owned()))
    }

    /// Of an `http` address whose host is the loopback interface by number: a name could be anybody's.
    fn without_port(text: &str) -> Option<String> {
        let mut url = Url::parse(text).ok()?;
        let numbered = match url.host()? {
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
            Host::Domain(_) => false,
        };
        if url.scheme() != "http" || !numbered {
            return None;
        }
        url.set_port(None).ok()?;
        Some(url.into())
    }

    /// From the store, where only what was checked is written.
    pub(super) fn from_store(text: String) -> Self {
        Self(text)
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port, as a browser writes them.
    pub fn origin(&self) -> Option<String> {
        Url::parse(&self.0).ok().map(|url| url.origin().ascii_serialization())
    }

    /// The address with these parameters added to those it has.
    pub fn with_query(&self, parameters: &[(&'static str, String)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let joint = match self.0.as_bytes().last() {
            _ if query.is_empty() => "",
            Some(b'?' | b'&') => "",
            _ if self.0.contains('?') => "&",
            _ => "?",
        };
        format!("{}{joint}{query}", self.0)
    }

    /// The address with these parameters in its fragment. It has none of its own.
    pub fn with_fragment(&self, parameters: &[(&'static str, String)]) -> String {
        let fragment = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        format!("{}#{fragment}", self.0)
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("is not an address that answers may be sent to")
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.0
    }
}

/// Whether the address leads to this computer: a loopback address, or a name that RFC 6761 §6.3
/// keeps for one.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_computer() {
        for text in [
            "http://localhost:3000/auth/okta/callback",
            "http://127.0.0.1/callback",
            "http://[::1]:8080/callback?tenant=1",
            "https://app.localhost/callback",
        ] {
            assert_eq!(RedirectUri::parse_loopback(text).map(|uri| uri.as_str().to_owned()).as_deref(), Some(text));
        }
    }

    #[test]
    fn every_other_address_is_refused() {
        for text in [
            "",
            "/callback",
            "//localhost/callback",
            "http://example.com/callback",
            "http://localhost.example.com/",
            "http://localhost@example.com/",
            "http://example.com\\@localhost/",
            "http://localhost\\@example.com/",
            "http://user@localhost/",
            "http://localhost/#fragment",
            "http://localhost/#",
            "http://notlocalhost/",
            "http://localhost./",
            "http://128.0.0.1/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://[::ffff:10.0.0.1]/",
            "javascript:alert(1)//localhost",
            "data:text/html,localhost",
            "app.localhost:/callback",
            "http://localhost/a b",
            "http://localhost/\r\nSet-Cookie: a=b",
            "http://loc\u{e4}lhost/",
        ] {
            assert!(RedirectUri::parse_loopback(text).is_none(), "{text}");
        }
        assert!(RedirectUri::parse_loopback(&format!("http://localhost/{}", "a".repeat(MAX_LENGTH))).is_none());
    }

    #[test]
    fn parameters_are_added_to_what_is_there() {
        let added = |uri: &str| {
            RedirectUri::parse_loopback(uri).unwrap().with_query(&[("code", "a&b".into()), ("state", "é".into())])
        };
        assert_eq!(added("http://localhost/cb"), "http://localhost/cb?code=a%26b&state=%C3%A9");
        assert_eq!(added("http://localhost/cb?x=1"), "http://localhost/cb?x=1&code=a%26b&state=%C3%A9");
        assert_eq!(added("http://localhost/cb?"), "http://localhost/cb?code=a%26b&state=%C3%A9");
    }

    #[test]
    fn what_a_client_may_register() {
        for text in [
            "https://app.example.com/callback?tenant=1",
            "http://localhost:3200/",
            "http://127.0.0.1/callback",
            "com.example.app:/callback",
            "com.example.app://callback",
        ] {
            assert!(RedirectUri::parse(text).is_some(), "{text}");
        }
        for text in [
            "http://app.example.com/callback",
            "https://app.example.com/#x",
            "https://user@app.example.com/",
            "https://app.example.com\\@evil.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/callback",
            "//app.example.com/",
            "https://app.example.com/a b",
            "https://app.example.com/\u{e9}",
        ] {
            assert!(RedirectUri::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_address_admits_itself_alone() {
        let registered = RedirectUri::parse("https://app.example.com/callback").unwrap();
        assert!(registered.admits("https://app.example.com/callback").is_some());
        for text in [
            "https://app.example.com/callback/",
            "https://app.example.com/callback?x=1",
            "https://app.example.com:443/callback",
            "https://APP.example.com/callback",
            "https://app.example.com/x/../callback",
            "https://app.example.com/%63allback",
            "https://app.example.com.evil.example/callback",
            "http://app.example.com/callback",
        ] {
            assert!(registered.admits(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_app_on_a_device_listens_where_there_is_room() {
        let registered = RedirectUri::parse("http://127.0.0.1/callback").unwrap();
        assert!(registered.admits("http://127.0.0.1:51004/callback").is_some());
        for text in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.2/callback",
            "http://localhost:51004/callback",
            "https://127.0.0.1/callback",
        ] {
            assert!(registered.admits(text).is_none(), "{text}");
        }
        let named = RedirectUri::parse("http://localhost:3200/callback").unwrap();
        assert!(named.admits("http://localhost:3201/callback").is_none());
    }
}
