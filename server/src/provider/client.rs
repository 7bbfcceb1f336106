use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use super::{Parameters, RedirectUri};

/// What an application calls itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

impl ClientId {
    /// Up to 255 printable ASCII characters (RFC 6749 appendix A.1).
    pub fn parse(text: &str) -> Option<Self> {
        let printable = text.bytes().all(|byte| matches!(byte, 0x20..=0x7E));
        ((1..=255).contains(&text.len()) && printable).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which applications an issuer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// Every id with any secret, as long as it answers on this computer. For the demo provider.
    AnyOnLoopback,
}

impl Clients {
    /// The address, if answers to that application may be sent there.
    pub fn permitted_redirect(self, _client: &ClientId, text: &str) -> Option<RedirectUri> {
        match self {
            Self::AnyOnLoopback => RedirectUri::parse_loopback(text),
        }
    }

    /// The address, if a person may be sent there after signing out.
    pub fn permitted_after_logout(self, text: &str) -> Option<RedirectUri> {
        match self {
            Self::AnyOnLoopback => RedirectUri::parse_loopback(text),
        }
    }

    /// Whether the credentials are the application's.
    pub fn accept(self, credentials: &ClientCredentials) -> bool {
        match self {
            Self::AnyOnLoopback => !credentials.secret.expose_secret().is_empty(),
        }
    }
}

/// What an application shows to prove itself: `client_secret_basic` or `client_secret_post`.
#[derive(Debug)]
pub struct ClientCredentials {
    /// Who it says it is.
    pub id: ClientId,
    /// How it proves it.
    pub secret: SecretString,
}

/// Why an application is not let in (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// Two ways of proving itself in one request (RFC 6749 §2.3).
    #[error("the client used more than one authentication method")]
    TwoMethods,
    /// No credentials, or not its own. A client that tried HTTP authentication is told so in kind.
    #[error("client authentication failed")]
    Unauthenticated {
        /// Whether it sent an `Authorization` header.
        by_header: bool,
    },
}

impl ClientError {
    /// Status and word on the wire.
    pub fn wire(self) -> (StatusCode, &'static str) {
        match self {
            Self::TwoMethods => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Unauthenticated { .. } => (StatusCode::UNAUTHORIZED, "invalid_client"),
        }
    }

    /// The `WWW-Authenticate` header that belongs to it.
    pub fn challenge(self) -> Option<&'static str> {
        match self {
            Self::Unauthenticated { by_header: true } => Some(r#"Basic realm="token", charset="UTF-8""#),
            Self::Unauthenticated { by_header: false } | Self::TwoMethods => None,
        }
    }
}

impl ClientCredentials {
    /// From the `Authorization` header, or else from the parameters (RFC 6749 §2.3.1).
    pub fn from_request(authorization: Option<&str>, parameters: &Parameters) -> Result<Self, ClientError> {
        let Some(authorization) = authorization else {
            return Self::post(parameters).ok_or(ClientError::Unauthenticated { by_header: false });
        };
        let credentials = Self::basic(authorization).ok_or(ClientError::Unauthenticated { by_header: true })?;
        let other_id = parameters.get("client_id").is_some_and(|id| id != credentials.id.as_str());
        if other_id || parameters.get("client_secret").is_some() {
            return Err(ClientError::TwoMethods);
        }
        Ok(credentials)
    }

    fn post(parameters: &Parameters) -> Option<Self> {
        let id = ClientId::parse(parameters.get("client_id")?)?;
        Some(Self { id, secret: parameters.get("client_secret")?.into() })
    }

    fn basic(authorization: &str) -> Option<Self> {
        let (scheme, encoded) = authorization.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        Some(Self { id: ClientId::parse(&form_decode(id))?, secret: form_decode(secret).into() })
    }
}

/// RFC 6749 §2.3.1 encodes id and secret as a form would before Basic encodes them again.
fn form_decode(text: &str) -> String {
    // As the name of a pair without a value: the text holds no bare `&` or `=` once it is encoded.
    form_urlencoded::parse(text.replace('=', "%3D").replace('&', "%26").as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn read(authorization: Option<&str>, form: &str) -> Result<(String, String), ClientError> {
        ClientCredentials::from_request(authorization, &Parameters::parse(form).unwrap())
            .map(|read| (read.id.as_str().to_owned(), read.secret.expose_secret().to_owned()))
    }

    #[test]
    fn basic_and_post_say_the_same() {
        let expected = Ok(("app".to_owned(), "a b:c%&=".to_owned()));
        assert_eq!(read(Some(&basic("app:a+b%3Ac%25%26%3D")), ""), expected);
        assert_eq!(read(Some(&basic("app:a+b%3Ac%25%26%3D").replace("Basic", "bAsIc")), "client_id=app"), expected);
        assert_eq!(read(None, "client_id=app&client_secret=a+b%3Ac%25%26%3D"), expected);
        // Clients that forget the inner encoding are understood where it makes no difference.
        assert_eq!(read(Some(&basic("app:se=cret&")), ""), Ok(("app".into(), "se=cret&".into())));
    }

    #[test]
    fn two_methods_are_refused() {
        let header = basic("app:secret");
        assert_eq!(read(Some(&header), "client_secret=secret"), Err(ClientError::TwoMethods));
        assert_eq!(read(Some(&header), "client_id=other"), Err(ClientError::TwoMethods));
    }

    #[test]
    fn no_usable_credentials() {
        for header in ["", "Basic", "Basic %%%", "Bearer abc", &basic("no-colon"), &basic(":secret")] {
            assert_eq!(read(Some(header), ""), Err(ClientError::Unauthenticated { by_header: true }), "{header}");
        }
        for form in ["", "client_id=app", "client_secret=secret", "client_id=app&client_secret=", "client_id=%C3%A9"] {
            assert_eq!(read(None, form), Err(ClientError::Unauthenticated { by_header: false }), "{form}");
        }
    }

    #[test]
    fn an_empty_secret_is_nobody() {
        let with = |secret: &str| ClientCredentials { id: ClientId::parse("app").unwrap(), secret: secret.into() };
        assert!(Clients::AnyOnLoopback.accept(&with("x")));
        assert!(!Clients::AnyOnLoopback.accept(&with("")));
    }
}
