use crate::token::Algorithm;

/// What can be said of a client, one thing a field: at the command line, in a form, or by registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "explained in ClientMetadata, and in words::")]
pub enum ClientField {
    ClientName,
    ClientId,
    TokenEndpointAuthMethod,
    RedirectUris,
    PostLogoutRedirectUris,
    Origins,
    Scope,
    FirstParty,
    GrantTypes,
    ResponseTypes,
    IdTokenAlg,
    UserinfoAlg,
    SubjectType,
    DefaultMaxAge,
    RequirePkce,
    RequirePushed,
    DpopBound,
    Jwks,
    BackchannelLogoutUri,
    BackchannelSession,
    FrontchannelLogoutUri,
    FrontchannelSession,
    AccessTokenLife,
    IdTokenLife,
    RefreshIdle,
    RefreshAbsolute,
    MaxRefresh,
    Audiences,
    Claims,
    People,
    ClientUri,
    LogoUri,
    PolicyUri,
    TosUri,
}

use ClientField as F;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Line,
    /// A list, a line each.
    Lines,
    /// A JSON document.
    Json,
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Any of these.
    SomeOf(&'static [&'static str]),
}

/// Fields that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldGroup {
    /// What most clients need, and no more.
    Basics,
    /// What it speaks.
    Protocol,
    /// How it is told that somebody signed out.
    Logout,
    /// How long what it gets lives.
    Lives,
    /// For whom, and about whom.
    People,
    /// What people see of it.
    Appearance,
}

impl FieldGroup {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Basics, Self::Protocol, Self::Logout, Self::Lives, Self::People, Self::Appearance];

    /// What belongs to it, in the order of the form.
    pub const fn fields(self) -> &'static [ClientField] {
        match self {
            Self::Basics => &[
                F::ClientName,
                F::ClientId,
                F::TokenEndpointAuthMethod,
                F::RedirectUris,
                F::PostLogoutRedirectUris,
                F::Origins,
                F::Scope,
                F::FirstParty,
            ],
            Self::Protocol => &[
                F::GrantTypes,
                F::ResponseTypes,
                F::RequirePkce,
                F::RequirePushed,
                F::DpopBound,
                F::IdTokenAlg,
                F::UserinfoAlg,
                F::SubjectType,
                F::DefaultMaxAge,
                F::Jwks,
            ],
            Self::Logout => {
                &[F::BackchannelLogoutUri, F::BackchannelSession, F::FrontchannelLogoutUri, F::FrontchannelSession]
            }
            Self::Lives => &[F::AccessTokenLife, F::IdTokenLife, F::RefreshIdle, F::RefreshAbsolute, F::MaxRefresh],
            Self::People => &[F::People, F::Claims, F::Audiences],
            Self::Appearance => &[F::ClientUri, F::LogoUri, F::PolicyUri, F::TosUri],
        }
    }
}

const AUTH_METHODS: &[&str] = &["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
const GRANT_TYPES: &[&str] = &[
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
    "implicit",
];
const RESPONSE_TYPES: &[&str] = &["code", "id_token", "code id_token"];
const SUBJECT_TYPES: &[&str] = &["public", "pairwise"];
const ALGORITHMS: &[&str] = &{
    let mut names = [""; Algorithm::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Algorithm::ALL[index].name();
        index += 1;
    }
    names
};

impl ClientField {
    /// Every field.
    pub fn all() -> impl Iterator<Item = Self> {
        FieldGroup::ALL.into_iter().flat_map(|group| group.fields().iter().copied())
    }

    /// Its name: that of RFC 7591 §2 or OpenID Connect Registration §2 where it has one there.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientName => "client_name",
            Self::ClientId => "client_id",
            Self::TokenEndpointAuthMethod => "token_endpoint_auth_method",
            Self::RedirectUris => "redirect_uris",
            Self::PostLogoutRedirectUris => "post_logout_redirect_uris",
            Self::Origins => "origins",
            Self::Scope => "scope",
            Self::FirstParty => "first_party",
            Self::GrantTypes => "grant_types",
            Self::ResponseTypes => "response_types",
            Self::IdTokenAlg => "id_token_signed_response_alg",
            Self::UserinfoAlg => "userinfo_signed_response_alg",
            Self::SubjectType => "subject_type",
            Self::DefaultMaxAge => "default_max_age",
            Self::RequirePkce => "require_pkce",
            Self::RequirePushed => "require_pushed_authorization_requests",
            Self::DpopBound => "dpop_bound_access_tokens",
            Self::Jwks => "jwks",
            Self::BackchannelLogoutUri => "backchannel_logout_uri",
            Self::BackchannelSession => "backchannel_logout_session_required",
            Self::FrontchannelLogoutUri => "frontchannel_logout_uri",
            Self::FrontchannelSession => "frontchannel_logout_session_required",
            Self::AccessTokenLife => "access_token_life",
            Self::IdTokenLife => "id_token_life",
            Self::RefreshIdle => "refresh_idle",
            Self::RefreshAbsolute => "refresh_absolute",
            Self::MaxRefresh => "max_refresh",
            Self::Audiences => "audiences",
            Self::Claims => "claims",
            Self::People => "people",
            Self::ClientUri => "client_uri",
            Self::LogoUri => "logo_uri",
            Self::PolicyUri => "policy_uri",
            Self::TosUri => "tos_uri",
        }
    }

    /// What it holds.
    pub const fn kind(self) -> FieldKind {
        match self {
            Self::ClientName
            | Self::ClientId
            | Self::Scope
            | Self::BackchannelLogoutUri
            | Self::FrontchannelLogoutUri
            | Self::ClientUri
            | Self::LogoUri
            | Self::PolicyUri
            | Self::TosUri => FieldKind::Line,
            Self::RedirectUris
            | Self::PostLogoutRedirectUris
            | Self::Origins
            | Self::Audiences
            | Self::Claims
            | Self::People => FieldKind::Lines,
            Self::Jwks => FieldKind::Json,
            Self::FirstParty
            | Self::RequirePkce
            | Self::RequirePushed
            | Self::DpopBound
            | Self::BackchannelSession
            | Self::FrontchannelSession => FieldKind::Flag,
            Self::DefaultMaxAge
            | Self::AccessTokenLife
            | Self::IdTokenLife
            | Self::RefreshIdle
            | Self::RefreshAbsolute
            | Self::MaxRefresh => FieldKind::Number,
            Self::TokenEndpointAuthMethod => FieldKind::OneOf(AUTH_METHODS),
            Self::GrantTypes => FieldKind::SomeOf(GRANT_TYPES),
            Self::ResponseTypes => FieldKind::SomeOf(RESPONSE_TYPES),
            Self::IdTokenAlg | Self::UserinfoAlg => FieldKind::OneOf(ALGORITHMS),
            Self::SubjectType => FieldKind::OneOf(SUBJECT_TYPES),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_is_in_one_group_and_has_a_name_of_its_own() {
        let fields: Vec<_> = ClientField::all().collect();
        let names: BTreeSet<_> = fields.iter().map(|field| field.name()).collect();
        assert_eq!((fields.len(), names.len()), (34, 34));
    }
}
