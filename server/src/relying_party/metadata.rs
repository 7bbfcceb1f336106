use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::config::EndpointsConfig;

/// What an issuer says of itself (OpenID Connect Discovery §3), with what somebody has typed in its
/// place where they have.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// Where people sign in.
    pub authorization_endpoint: Url,
    /// Where codes are exchanged.
    pub token_endpoint: Url,
    /// Who somebody is.
    pub userinfo_endpoint: Option<Url>,
    /// Its public keys.
    pub jwks_uri: Option<Url>,
    /// Where people sign out.
    pub end_session_endpoint: Option<Url>,
    /// Where tokens are given back.
    pub revocation_endpoint: Option<Url>,
    /// What a token is worth.
    pub introspection_endpoint: Option<Url>,
    /// How a client may authenticate at the token endpoint, where it says so.
    pub token_endpoint_auth_methods: Option<Vec<String>>,
    /// RFC 9207 §3: every answer carries `iss`.
    pub answers_name_issuer: bool,
    /// The document as it is; empty where none was fetched.
    pub document: Map<String, Value>,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Option<Url>,
    token_endpoint: Option<Url>,
    userinfo_endpoint: Option<Url>,
    jwks_uri: Option<Url>,
    end_session_endpoint: Option<Url>,
    revocation_endpoint: Option<Url>,
    introspection_endpoint: Option<Url>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// From the document at an issuer's well-known address. It must name that very issuer, byte for
    /// byte (OpenID Connect Discovery §4.3), and of an https issuer only https endpoints.
    pub(super) fn read(body: &[u8], issuer: &str, typed: &EndpointsConfig) -> Result<Self, String> {
        let document: Map<String, Value> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let told = Document::deserialize(&document).map_err(|error| error.to_string())?;
        if told.issuer != issuer {
            return Err(format!("it is of the issuer {:?}", shortened(&told.issuer)));
        }
        let secure = issuer.starts_with("https:");
        let pick = |name: &str, typed: &Option<Url>, told: Option<Url>| match (typed, told) {
            (Some(typed), _) => Ok(Some(typed.clone())),
            (None, Some(url)) if url.scheme() == "https" || !secure && url.scheme() == "http" => Ok(Some(url)),
            (None, Some(_)) => Err(format!("{name} is not https")),
            (None, None) => Ok(None),
        };
        let needed = |name: &str, url: Option<Url>| url.ok_or_else(|| format!("it has no {name}"));
        let authorization = pick("authorization_endpoint", &typed.authorization, told.authorization_endpoint)?;
        let token = pick("token_endpoint", &typed.token, told.token_endpoint)?;
        Ok(Self {
            authorization_endpoint: needed("authorization_endpoint", authorization)?,
            token_endpoint: needed("token_endpoint", token)?,
            userinfo_endpoint: pick("userinfo_endpoint", &typed.userinfo, told.userinfo_endpoint)?,
            jwks_uri: pick("jwks_uri", &typed.jwks, told.jwks_uri)?,
            end_session_endpoint: pick("end_session_endpoint", &typed.end_session, told.end_session_endpoint)?,
            revocation_endpoint: pick("revocation_endpoint", &typed.revocation, told.revocation_endpoint)?,
            introspection_endpoint: pick("introspection_endpoint", &typed.introspection, told.introspection_endpoint)?,
            token_endpoint_auth_methods: told.token_endpoint_auth_methods_supported,
            answers_name_issuer: told.authorization_response_iss_parameter_supported,
            document,
        })
    }

    /// From what somebody has typed alone; `None` where that is not enough and the issuer must be asked.
    pub(super) fn typed(typed: &EndpointsConfig, has_key: bool) -> Option<Self> {
        if typed.jwks.is_none() && !has_key {
            return None;
        }
        Some(Self {
            authorization_endpoint: typed.authorization.clone()?,
            token_endpoint: typed.token.clone()?,
            userinfo_endpoint: typed.userinfo.clone(),
            jwks_uri: typed.jwks.clone(),
            end_session_endpoint: typed.end_session.clone(),
            revocation_endpoint: typed.revocation.clone(),
            introspection_endpoint: typed.introspection.clone(),
            token_endpoint_auth_methods: None,
            answers_name_issuer: false,
            document: Map::new(),
        })
    }
}

/// What a provider says stands in the log: not too much of it.
fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://id.example";

    fn read(changes: &Value, typed: &EndpointsConfig) -> Result<Metadata, String> {
        let mut document = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://keys.example/keys",
        });
        document.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        Metadata::read(document.to_string().as_bytes(), ISSUER, typed)
    }

    #[test]
    fn an_https_issuer_names_no_plain_endpoint() {
        let none = EndpointsConfig::default();
        assert!(read(&json!({}), &none).is_ok());
        for member in [
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "end_session_endpoint",
            "revocation_endpoint",
            "introspection_endpoint",
        ] {
            for wrong in ["http://id.example/x", "ftp://id.example/x", "javascript:alert(1)"] {
                assert!(read(&json!({ member: wrong }), &none).unwrap_err().contains(member), "{member} {wrong}");
            }
            assert!(read(&json!({ member: "no address" }), &none).is_err(), "{member}");
        }
    }

    #[test]
    fn the_issuer_is_the_very_one() {
        for other in ["https://id.example/", "https://ID.example", "http://id.example", "https://id.example.evil"] {
            let why = read(&json!({ "issuer": other }), &EndpointsConfig::default()).unwrap_err();
            assert!(why.contains(other), "{why}");
        }
        assert!(Metadata::read(b"[]", ISSUER, &EndpointsConfig::default()).is_err());
        assert!(Metadata::read(b"<html>", ISSUER, &EndpointsConfig::default()).is_err());
    }

    #[test]
    fn what_was_typed_counts_more() {
        let typed =
            EndpointsConfig { token: Url::parse("https://other.example/token").ok(), ..EndpointsConfig::default() };
        assert_eq!(read(&json!({}), &typed).unwrap().token_endpoint.host_str(), Some("other.example"));
        assert!(Metadata::typed(&typed, true).is_none(), "one address alone is not enough");
    }
}
