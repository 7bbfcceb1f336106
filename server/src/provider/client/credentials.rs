use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use secrecy::SecretString;
use url::form_urlencoded;

use super::ClientId;
use crate::provider::{Failure, Parameters};

/// `client_assertion_type` of a JWT (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an application shows at the token endpoint (RFC 6749 §2.3, RFC 7521 §4.2).
#[derive(Debug)]
pub enum Shown {
    /// Its secret: `client_secret_basic` or `client_secret_post`.
    Secret(ClientCredentials),
    /// A JWT that it signed: `private_key_jwt`.
    Assertion {
        /// Who it says it is, where it does so beside the assertion.
        id: Option<ClientId>,
        /// The JWT.
        assertion: SecretString,
    },
    /// Its name alone: a public client.
    Name(ClientId),
}

/// An application's secret, and whose it says it is.
#[derive(Debug)]
pub struct ClientCredentials {
    /// Who it says it is.
    pub id: ClientId,
    /// How it proves it.
    pub secret: SecretString,
}

/// Why an application is not let in (RFC 6749 §5.2).
#[derive(Debug, thiserror::Error)]
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
    /// It is our fault.
    #[error("the provider failed")]
    Failed(#[from] Failure),
}

impl ClientError {
    /// Status and word on the wire.
    pub fn wire(&self) -> (StatusCode, &'static str) {
        match self {
            Self::TwoMethods => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Unauthenticated { .. } => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }

    /// The `WWW-Authenticate` header that belongs to it.
    pub fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::Unauthenticated { by_header: true } => Some(r#"Basic realm="token", charset="UTF-8""#),
            Self::Unauthenticated { by_header: false } | Self::TwoMethods | Self::Failed(_) => None,
        }
    }
}

impl Shown {
    /// From the `Authorization` header, or else from the parameters (RFC 6749 §2.3.1).
    pub fn from_request(authorization: Option<&str>, parameters: &Parameters) -> Result<Self, ClientError> {
        let (secret, assertion) = (parameters.get("client_secret"), parameters.get("client_assertion"));
        let Some(authorization) = authorization else {
            return match (secret, assertion) {
                (Some(_), Some(_)) => Err(ClientError::TwoMethods),
                _ => Self::posted(parameters).ok_or(ClientError::Unauthenticated { by_header: false }),
            };
        };
        let credentials =
            ClientCredentials::basic(authorization).ok_or(ClientError::Unauthenticated { by_header: true })?;
        let other_id = parameters.get("client_id").is_some_and(|id| id != credentials.id.as_str());
        if other_id || secret.is_some() || assertion.is_some() {
            return Err(ClientError::TwoMethods);
        }
        Ok(Self::Secret(credentials))
    }

    fn posted(parameters: &Parameters) -> Option<Self> {
        let id = parameters.get("client_id").map(|id| ClientId::parse(id).ok_or(())).transpose().ok()?;
        if let Some(assertion) = parameters.get("client_assertion") {
            let jwt = parameters.get("client_assertion_type") == Some(JWT_BEARER);
            return jwt.then(|| Self::Assertion { id, assertion: assertion.into() });
        }
        Some(match parameters.get("client_secret") {
            Some(secret) => Self::Secret(ClientCredentials { id: id?, secret: secret.into() }),
            None => Self::Name(id?),
        })
    }
}

impl ClientCredentials {
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
    use secrecy::ExposeSecret;

    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn read(authorization: Option<&str>, form: &str) -> Result<(String, String), ClientError> {
        Shown::from_request(authorization, &Parameters::parse(form).unwrap()).map(|shown| match shown {
            Shown::Secret(read) => (read.id.as_str().to_owned(), read.secret.expose_secret().to_owned()),
            Shown::Assertion { assertion, .. } => ("assertion".to_owned(), assertion.expose_secret().to_owned()),
            Shown::Name(id) => ("name".to_owned(), id.as_str().to_owned()),
        })
    }

    #[test]
    fn basic_and_post_say_the_same() {
        let read = |header: Option<String>, form: &str| read(header.as_deref(), form).unwrap();
        let expected = ("app".to_owned(), "a b:c%&=".to_owned());
        assert_eq!(read(Some(basic("app:a+b%3Ac%25%26%3D")), ""), expected);
        assert_eq!(read(Some(basic("app:a+b%3Ac%25%26%3D").replace("Basic", "bAsIc")), "client_id=app"), expected);
        assert_eq!(read(None, "client_id=app&client_secret=a+b%3Ac%25%26%3D"), expected);
        // Clients that forget the inner encoding are understood where it makes no difference.
        assert_eq!(read(Some(basic("app:se=cret&")), ""), ("app".into(), "se=cret&".into()));
    }

    #[test]
    fn who_has_no_secret_says_its_name() {
        assert_eq!(read(None, "client_id=app").unwrap(), ("name".into(), "app".into()));
        assert_eq!(read(None, "client_id=app&client_secret=").unwrap(), ("name".into(), "app".into()));
    }

    #[test]
    fn an_assertion_is_a_jwt_or_nothing() {
        let kind = JWT_BEARER.replace(':', "%3A");
        let form = format!("client_assertion=e.y.J&client_assertion_type={kind}");
        assert_eq!(read(None, &form).unwrap(), ("assertion".into(), "e.y.J".into()));
        assert!(read(None, "client_assertion=e.y.J&client_id=app").is_err());
        assert!(read(None, "client_assertion=e.y.J&client_id=app&client_assertion_type=saml").is_err());
    }

    #[test]
    fn two_methods_are_refused() {
        let header = basic("app:secret");
        for (header, form) in [
            (Some(header.as_str()), "client_secret=secret"),
            (Some(&header), "client_id=other"),
            (Some(&header), "client_assertion=e.y.J"),
            (None, "client_id=app&client_secret=x&client_assertion=e.y.J"),
        ] {
            assert!(matches!(read(header, form), Err(ClientError::TwoMethods)), "{form}");
        }
    }

    #[test]
    fn no_usable_credentials() {
        for header in ["", "Basic", "Basic %%%", "Bearer abc", &basic("no-colon"), &basic(":secret")] {
            let refused = read(Some(header), "");
            assert!(matches!(refused, Err(ClientError::Unauthenticated { by_header: true })), "{header}");
        }
        for form in ["", "client_secret=secret", "client_id=%C3%A9", "client_id=%C3%A9&client_secret=x"] {
            let refused = read(None, form);
            assert!(matches!(refused, Err(ClientError::Unauthenticated { by_header: false })), "{form}");
        }
    }
}
