use url::Url;

use super::Section;
use crate::provider::is_loopback;

/// Endpoints that somebody has typed: they count more than what the provider's metadata say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointsConfig {
    /// Where people sign in.
    pub authorization: Option<Url>,
    /// Where codes are exchanged.
    pub token: Option<Url>,
    /// Who somebody is.
    pub userinfo: Option<Url>,
    /// Its public keys.
    pub jwks: Option<Url>,
    /// Where people sign out.
    pub end_session: Option<Url>,
    /// Where tokens are given back.
    pub revocation: Option<Url>,
    /// What a token is worth.
    pub introspection: Option<Url>,
}

impl EndpointsConfig {
    pub(super) fn read(section: &mut Section<'_>, plain_http: bool) -> Self {
        let mut url = |key: &str| read_endpoint(section, key, plain_http);
        Self {
            authorization: url("authorization_endpoint"),
            token: url("token_endpoint"),
            userinfo: url("userinfo_endpoint"),
            jwks: url("jwks_uri"),
            end_session: url("end_session_endpoint"),
            revocation: url("revocation_endpoint"),
            introspection: url("introspection_endpoint"),
        }
    }
}

/// An https address; plain http only on this computer, and only where `plain_http` says so.
pub(super) fn read_endpoint(section: &mut Section<'_>, key: &str, plain_http: bool) -> Option<Url> {
    section.optional(key, |text| {
        Url::parse(text)
            .ok()
            .filter(|url| is_safe(url, plain_http) && url.fragment().is_none())
            .ok_or("is an https address")
    })
}

pub(super) fn is_safe(url: &Url, plain_http: bool) -> bool {
    let bare = url.username().is_empty() && url.password().is_none();
    bare && (url.scheme() == "https" && url.host().is_some()
        || plain_http && url.scheme() == "http" && is_loopback(url))
}
