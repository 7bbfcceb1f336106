use serde::Serialize;

use super::{Provider, id_token::ID_TOKEN_CLAIMS};
use crate::token::Algorithm;

/// Where an issuer's endpoints are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Authorization requests.
    pub authorization: String,
    /// Token requests.
    pub token: String,
    /// Userinfo.
    pub userinfo: String,
    /// Public keys.
    pub jwks: String,
    /// Revocation, if a client can use it as RFC 7009 says.
    pub revocation: Option<String>,
    /// Introspection.
    pub introspection: Option<String>,
    /// RP-initiated logout.
    pub end_session: Option<String>,
}

/// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2). It promises what works and
/// nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "so it is on the wire")]
#[expect(missing_docs, reason = "the members of OpenID Connect Discovery §3")]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub userinfo_endpoint: String,
    pub jwks_uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_session_endpoint: Option<String>,
    pub scopes_supported: &'static [&'static str],
    pub response_types_supported: &'static [&'static str],
    pub response_modes_supported: &'static [&'static str],
    pub grant_types_supported: &'static [&'static str],
    pub subject_types_supported: &'static [&'static str],
    pub id_token_signing_alg_values_supported: Vec<&'static str>,
    pub token_endpoint_auth_methods_supported: &'static [&'static str],
    pub claims_supported: Vec<&'static str>,
    pub code_challenge_methods_supported: &'static [&'static str],
    pub prompt_values_supported: &'static [&'static str],
    pub authorization_response_iss_parameter_supported: bool,
    pub claims_parameter_supported: bool,
    pub request_parameter_supported: bool,
    pub request_uri_parameter_supported: bool,
}

impl Provider {
    /// What this issuer offers, and where.
    pub fn metadata(&self, endpoints: Endpoints) -> Metadata {
        Metadata {
            issuer: self.settings.issuer.clone(),
            authorization_endpoint: endpoints.authorization,
            token_endpoint: endpoints.token,
            userinfo_endpoint: endpoints.userinfo,
            jwks_uri: endpoints.jwks,
            revocation_endpoint: endpoints.revocation,
            introspection_endpoint: endpoints.introspection,
            end_session_endpoint: endpoints.end_session,
            scopes_supported: self.settings.scopes,
            response_types_supported: &["code"],
            response_modes_supported: &["query", "form_post"],
            grant_types_supported: &["authorization_code"],
            subject_types_supported: &["public"],
            id_token_signing_alg_values_supported: self
                .keys
                .algorithms()
                .iter()
                .copied()
                .map(Algorithm::name)
                .collect(),
            token_endpoint_auth_methods_supported: &["client_secret_basic", "client_secret_post"],
            claims_supported: ID_TOKEN_CLAIMS.iter().chain(self.settings.claims).copied().collect(),
            code_challenge_methods_supported: &["S256"],
            prompt_values_supported: &["none", "login", "consent", "select_account"],
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: false,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
        }
    }
}
