use serde::Serialize;

use super::{Clients, Provider, id_token::ID_TOKEN_CLAIMS};
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
    /// Pushed authorization requests.
    pub pushed: Option<String>,
    /// Where clients register themselves, if they may.
    pub registration: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pushed_authorization_request_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_endpoint: Option<String>,
    pub scopes_supported: &'static [&'static str],
    pub response_types_supported: &'static [&'static str],
    pub response_modes_supported: &'static [&'static str],
    pub grant_types_supported: &'static [&'static str],
    pub subject_types_supported: &'static [&'static str],
    pub id_token_signing_alg_values_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub userinfo_signing_alg_values_supported: Vec<&'static str>,
    pub token_endpoint_auth_methods_supported: &'static [&'static str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub token_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
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
        let offered = Offered::to(self.settings.clients);
        Metadata {
            issuer: self.settings.issuer.clone(),
            authorization_endpoint: endpoints.authorization,
            token_endpoint: endpoints.token,
            userinfo_endpoint: endpoints.userinfo,
            jwks_uri: endpoints.jwks,
            revocation_endpoint: endpoints.revocation,
            introspection_endpoint: endpoints.introspection,
            end_session_endpoint: endpoints.end_session,
            pushed_authorization_request_endpoint: endpoints.pushed,
            registration_endpoint: endpoints.registration,
            scopes_supported: self.settings.scopes,
            response_types_supported: offered.response_types,
            response_modes_supported: offered.response_modes,
            grant_types_supported: offered.grant_types,
            subject_types_supported: offered.subject_types,
            id_token_signing_alg_values_supported: self
                .signs_id_tokens_with()
                .into_iter()
                .map(Algorithm::name)
                .collect(),
            userinfo_signing_alg_values_supported: match self.settings.clients {
                Clients::AnyOnLoopback => Vec::new(),
                Clients::Registered => self.signs_id_tokens_with().into_iter().map(Algorithm::name).collect(),
            },
            token_endpoint_auth_methods_supported: offered.auth_methods,
            token_endpoint_auth_signing_alg_values_supported: offered.auth_algorithms,
            claims_supported: ID_TOKEN_CLAIMS.iter().chain(self.settings.claims).copied().collect(),
            code_challenge_methods_supported: &["S256"],
            prompt_values_supported: offered.prompts,
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: self.settings.clients == Clients::Registered,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
        }
    }
}

/// What depends on whom an issuer answers.
struct Offered {
    response_types: &'static [&'static str],
    response_modes: &'static [&'static str],
    grant_types: &'static [&'static str],
    subject_types: &'static [&'static str],
    auth_methods: &'static [&'static str],
    auth_algorithms: &'static [&'static str],
    prompts: &'static [&'static str],
}

impl Offered {
    const fn to(clients: Clients) -> Self {
        match clients {
            Clients::AnyOnLoopback => Self {
                response_types: &["code"],
                response_modes: &["query", "form_post"],
                grant_types: &["authorization_code"],
                subject_types: &["public"],
                auth_methods: &["client_secret_basic", "client_secret_post"],
                auth_algorithms: &[],
                prompts: &["none", "login", "consent", "select_account"],
            },
            Clients::Registered => Self {
                response_types: &["code", "id_token", "code id_token"],
                response_modes: &["query", "fragment", "form_post", "web_message"],
                grant_types: &["authorization_code", "implicit", "refresh_token", "client_credentials"],
                subject_types: &["public", "pairwise"],
                auth_methods: &["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
                auth_algorithms: &["RS256", "PS256", "ES256", "ES384", "EdDSA"],
                prompts: &["none", "login", "consent", "select_account", "create"],
            },
        }
    }
}
