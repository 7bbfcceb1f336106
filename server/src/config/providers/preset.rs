use std::str::FromStr;

use super::{FreshProof, ResponseMode};

/// What is known beforehand of a kind of provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Okta: the issuer follows from the domain and the authorization server.
    Okta,
    /// Google.
    Google,
    /// Facebook.
    Facebook,
    /// GitHub: OAuth 2.0, and an API that says who somebody is.
    GitHub,
    /// Microsoft Entra ID, of one tenant or of several.
    Microsoft,
    /// Auth0: an issuer that ends with a slash.
    Auth0,
    /// Apple: posts its answer, and takes a signed client secret.
    Apple,
    /// Any OpenID Provider, from its issuer alone.
    Oidc,
    /// Any OAuth 2.0 server, from its endpoints.
    OAuth2,
}

impl Preset {
    const ALL: [Self; 9] = [
        Self::Okta,
        Self::Google,
        Self::Facebook,
        Self::GitHub,
        Self::Microsoft,
        Self::Auth0,
        Self::Apple,
        Self::Oidc,
        Self::OAuth2,
    ];

    /// As settings write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Okta => "okta",
            Self::Google => "google",
            Self::Facebook => "facebook",
            Self::GitHub => "github",
            Self::Microsoft => "microsoft",
            Self::Auth0 => "auth0",
            Self::Apple => "apple",
            Self::Oidc => "oidc",
            Self::OAuth2 => "oauth2",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Okta => "Okta",
            Self::Google => "Google",
            Self::Facebook => "Facebook",
            Self::GitHub => "GitHub",
            Self::Microsoft => "Microsoft",
            Self::Auth0 => "Auth0",
            Self::Apple => "Apple",
            Self::Oidc => "OpenID",
            Self::OAuth2 => "OAuth",
        }
    }

    pub(super) const fn scopes(self) -> &'static str {
        match self {
            Self::Facebook => "public_profile email",
            Self::GitHub => "read:user user:email",
            // Apple knows no scope `profile`, and takes `name` for it.
            Self::Apple => "openid name email",
            Self::OAuth2 => "",
            Self::Okta | Self::Google | Self::Microsoft | Self::Auth0 | Self::Oidc => "openid profile email",
        }
    }

    /// Apple and Google tell no `auth_time`.
    pub(super) const fn fresh_proof(self) -> FreshProof {
        match self {
            Self::Google | Self::Facebook | Self::Apple | Self::GitHub | Self::OAuth2 => FreshProof::Answer,
            Self::Okta | Self::Microsoft | Self::Auth0 | Self::Oidc => FreshProof::AuthTime,
        }
    }

    /// Apple answers by a form wherever a name or an address is asked for.
    pub(super) const fn response_mode(self) -> ResponseMode {
        match self {
            Self::Apple => ResponseMode::FormPost,
            _ => ResponseMode::Query,
        }
    }

    /// The claim that says whether the address is the person's. Microsoft's `email` is whatever an
    /// administrator typed; `xms_edov` says whether its domain is the tenant's own.
    pub(super) const fn email_verified_claim(self) -> &'static str {
        match self {
            Self::Microsoft => "xms_edov",
            _ => "email_verified",
        }
    }

    /// Whether that claim may be a text or a number: those two are known to write it so.
    pub(super) const fn loose_email_verified(self) -> bool {
        matches!(self, Self::Apple | Self::Microsoft)
    }

    /// Whether it speaks OpenID Connect.
    pub const fn is_open_id(self) -> bool {
        !matches!(self, Self::Facebook | Self::GitHub | Self::OAuth2)
    }
}

impl FromStr for Preset {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.name() == name)
            .ok_or("is okta, google, facebook, github, microsoft, auth0, apple, oidc or oauth2")
    }
}
