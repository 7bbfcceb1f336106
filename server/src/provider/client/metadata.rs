use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use url::Url;

use super::Origin;
use crate::{
    provider::{RedirectUri, ResponseMode, Scope},
    token::Algorithm,
};

/// What an application may do and what it wants, by the names of RFC 7591 §2 and of OpenID Connect Registration
/// §2 where they have one. It is kept as this JSON; what could not be is not in the types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "so it is on the wire")]
pub struct ClientMetadata {
    /// As people read it at the consent page.
    pub client_name: String,
    /// Where answers may be sent: compared as texts.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may be sent after signing out.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// Pages whose scripts may ask its endpoints, and be told by `web_message`.
    pub origins: BTreeSet<Origin>,
    /// How it proves itself.
    pub token_endpoint_auth_method: AuthMethod,
    /// Its public keys, for `private_key_jwt` (RFC 7517 §5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<serde_json::Value>,
    /// What it may come to the token endpoint with.
    pub grant_types: BTreeSet<GrantType>,
    /// What it may ask the authorization endpoint for.
    pub response_types: BTreeSet<ResponseType>,
    /// The most that it may be granted.
    pub scope: Scope,
    /// What signs its ID tokens.
    pub id_token_signed_response_alg: Algorithm,
    /// What signs its userinfo; plain JSON without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<Algorithm>,
    /// Whether it knows people by the name that everybody does.
    pub subject_type: SubjectType,
    /// Greatest age of the proof of identity where it does not say, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<u32>,
    /// Where it is told by us that somebody signed out (OpenID Connect Back-Channel Logout §2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<Url>,
    /// Whether it needs `sid` to be told so.
    pub backchannel_logout_session_required: bool,
    /// Where the browser tells it so (OpenID Connect Front-Channel Logout §2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<Url>,
    /// Whether it needs `iss` and `sid` there.
    pub frontchannel_logout_session_required: bool,
    /// Whether its access tokens count only with proof of a key (RFC 9449 §5.2).
    pub dpop_bound_access_tokens: bool,
    /// Whether its requests must have been pushed (RFC 9126 §6).
    pub require_pushed_authorization_requests: bool,
    /// Its pages for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<Url>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<Url>,
    /// What it does with people's data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<Url>,
    /// Its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<Url>,
    /// Ours: nobody is asked for consent.
    pub first_party: bool,
    /// Whether a code without a PKCE challenge is made for it. Never for a public one.
    pub require_pkce: bool,
    /// How long what it gets lives.
    pub lives: Lives,
    /// APIs that its access tokens are for beside the one asked for (row F29), and those it may ask for
    /// (RFC 8707).
    pub audiences: BTreeSet<String>,
    /// Said of people in its ID tokens and userinfo, beside the standard claims (row F28).
    pub claims: BTreeMap<String, ExtraClaim>,
    /// Who may sign in to it: everybody, or addresses and `@domains` (row F10).
    pub people: BTreeSet<String>,
}

/// A claim of a client's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraClaim {
    /// What it says.
    pub from: Attribute,
    /// The scope that it is said with; always without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// What an account knows of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "as in the account")]
pub enum Attribute {
    Id,
    Name,
    FirstName,
    LastName,
    Username,
    Email,
    Language,
    IsStaff,
}

/// Lives of what a client gets, seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lives {
    /// Of an access token.
    pub access_token: u32,
    /// Of an ID token.
    pub id_token: u32,
    /// Of a refresh token that is not used.
    pub refresh_idle: u32,
    /// Of all that came of one sign-in.
    pub refresh_absolute: u32,
    /// How often one sign-in may be renewed (row F23); without limit if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_refresh: Option<u32>,
}

/// How a client proves itself at the token endpoint (OpenID Connect Core §9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// Its secret, in the `Authorization` header.
    #[default]
    ClientSecretBasic,
    /// Its secret, in the form.
    ClientSecretPost,
    /// A JWT that it signed.
    PrivateKeyJwt,
    /// Not at all: it runs where no secret can be kept.
    None,
}

/// What a client brings to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of RFC 6749 and RFC 8628")]
pub enum GrantType {
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    #[serde(rename = "implicit")]
    Implicit,
    #[serde(rename = "refresh_token")]
    RefreshToken,
    #[serde(rename = "client_credentials")]
    ClientCredentials,
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
}

/// What a client asks the authorization endpoint for (OAuth 2.0 Multiple Response Types §3, §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names on the wire")]
pub enum ResponseType {
    #[serde(rename = "code")]
    Code,
    #[serde(rename = "id_token")]
    IdToken,
    #[serde(rename = "code id_token")]
    CodeIdToken,
}

impl ResponseType {
    /// How the answer travels where the client does not say (OAuth 2.0 Multiple Response Types §2.1).
    pub fn default_mode(self) -> ResponseMode {
        match self {
            Self::Code => ResponseMode::Query,
            Self::IdToken | Self::CodeIdToken => ResponseMode::Fragment,
        }
    }

    /// Whether the answer holds a code.
    pub fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeIdToken)
    }

    /// Whether the answer holds an ID token.
    pub fn has_id_token(self) -> bool {
        matches!(self, Self::IdToken | Self::CodeIdToken)
    }
}

/// What people are called towards a client (OpenID Connect Core §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// The same for every client.
    #[default]
    Public,
    /// Another for each host that clients live on.
    Pairwise,
}

impl Default for ClientMetadata {
    /// A confidential client of the code flow that may ask who somebody is.
    fn default() -> Self {
        Self {
            client_name: String::new(),
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            origins: BTreeSet::new(),
            token_endpoint_auth_method: AuthMethod::default(),
            jwks: None,
            grant_types: [GrantType::AuthorizationCode].into(),
            response_types: [ResponseType::Code].into(),
            scope: Scope::of(&["openid", "profile", "email"]),
            id_token_signed_response_alg: Algorithm::Rs256,
            userinfo_signed_response_alg: None,
            subject_type: SubjectType::default(),
            default_max_age: None,
            backchannel_logout_uri: None,
            backchannel_logout_session_required: false,
            frontchannel_logout_uri: None,
            frontchannel_logout_session_required: false,
            dpop_bound_access_tokens: false,
            require_pushed_authorization_requests: false,
            client_uri: None,
            logo_uri: None,
            policy_uri: None,
            tos_uri: None,
            first_party: false,
            require_pkce: true,
            lives: Lives::default(),
            audiences: BTreeSet::new(),
            claims: BTreeMap::new(),
            people: BTreeSet::new(),
        }
    }
}

impl Default for Lives {
    /// RFC 9700 §2.2.1: an access token is short; the rest as with our own sessions.
    fn default() -> Self {
        const DAY: u32 = 24 * 60 * 60;
        Self {
            access_token: 600,
            id_token: 3600,
            refresh_idle: 14 * DAY,
            refresh_absolute: 90 * DAY,
            max_refresh: None,
        }
    }
}

impl Lives {
    /// Of an access token.
    pub fn access_token(&self) -> Duration {
        Duration::from_secs(self.access_token.into())
    }

    /// Of an ID token.
    pub fn id_token(&self) -> Duration {
        Duration::from_secs(self.id_token.into())
    }
}
