use crate::provider::{Clients, Endpoints, Parameters, People, Protocol, Settings};

/// Whom the demo provider stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StandIn {
    Okta,
    Google,
    Facebook,
}

/// The version of Facebook's API that is stood in for.
macro_rules! graph {
    ($path:literal) => {
        concat!("/facebook/v24.0", $path)
    };
}

/// Where an OpenID Connect stand-in answers: the real provider's paths, for Google's several
/// hosts under one prefix.
pub(super) struct Paths {
    pub(super) issuer: &'static str,
    pub(super) authorize: &'static str,
    pub(super) token: &'static str,
    pub(super) userinfo: &'static str,
    pub(super) keys: &'static str,
    pub(super) revoke: &'static str,
}

pub(super) const OKTA: Paths = Paths {
    issuer: "/oauth2/default",
    authorize: "/oauth2/default/v1/authorize",
    token: "/oauth2/default/v1/token",
    userinfo: "/oauth2/default/v1/userinfo",
    keys: "/oauth2/default/v1/keys",
    revoke: "/oauth2/default/v1/revoke",
};
pub(super) const OKTA_INTROSPECT: &str = "/oauth2/default/v1/introspect";
pub(super) const OKTA_LOGOUT: &str = "/oauth2/default/v1/logout";

pub(super) const GOOGLE: Paths = Paths {
    issuer: "/google",
    authorize: "/google/o/oauth2/v2/auth",
    token: "/google/token",
    userinfo: "/google/v1/userinfo",
    keys: "/google/oauth2/v3/certs",
    revoke: "/google/revoke",
};

pub(super) const FACEBOOK_DIALOG: &str = graph!("/dialog/oauth");
pub(super) const FACEBOOK_TOKEN: &str = graph!("/oauth/access_token");
pub(super) const FACEBOOK_ME: &str = graph!("/me");
/// Facebook serves this one with and without a version.
pub(super) const FACEBOOK_DEBUG: [&str; 2] = ["/facebook/debug_token", graph!("/debug_token")];

impl StandIn {
    pub(super) const ALL: [Self; 3] = [Self::Okta, Self::Google, Self::Facebook];

    /// The name a person knows.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Okta => "Okta",
            Self::Google => "Google",
            Self::Facebook => "Facebook",
        }
    }

    /// The class that gives its pages their colours.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Okta => "okta",
            Self::Google => "google",
            Self::Facebook => "facebook",
        }
    }

    /// Where its page is.
    pub(super) const fn authorize_path(self) -> &'static str {
        match self {
            Self::Okta => OKTA.authorize,
            Self::Google => GOOGLE.authorize,
            Self::Facebook => FACEBOOK_DIALOG,
        }
    }

    fn token_path(self) -> &'static str {
        match self {
            Self::Okta => OKTA.token,
            Self::Google => GOOGLE.token,
            Self::Facebook => FACEBOOK_TOKEN,
        }
    }

    /// The issuer it is, at that origin.
    pub(super) fn settings(self, origin: &str) -> Settings {
        let (issuer, audience) = match self {
            Self::Okta => (OKTA.issuer, "api://default".to_owned()),
            Self::Google => (GOOGLE.issuer, format!("{origin}{}", GOOGLE.userinfo)),
            Self::Facebook => ("/facebook", format!("{origin}/facebook")),
        };
        let (protocol, scopes): (_, &[&str]) = match self {
            Self::Okta | Self::Google => (Protocol::OpenId, &["openid", "profile", "email"]),
            Self::Facebook => (Protocol::OAuth2, &["public_profile", "email"]),
        };
        let claims: &[&str] = match self {
            Self::Okta => &["amr", "name", "preferred_username", "email", "email_verified"],
            Self::Google => &["name", "email", "email_verified"],
            Self::Facebook => &["name", "email"],
        };
        Settings {
            issuer: format!("{origin}{issuer}"),
            audience,
            token_endpoint: format!("{origin}{}", self.token_path()),
            protocol,
            clients: Clients::AnyOnLoopback,
            people: People::Told,
            scopes,
            claims,
        }
    }

    /// What its discovery document says; Facebook's sign-in has none.
    pub(super) fn endpoints(self, origin: &str) -> Option<Endpoints> {
        let (paths, is_okta) = match self {
            Self::Okta => (OKTA, true),
            Self::Google => (GOOGLE, false),
            Self::Facebook => return None,
        };
        let at = |path: &str| format!("{origin}{path}");
        Some(Endpoints {
            authorization: at(paths.authorize),
            token: at(paths.token),
            userinfo: at(paths.userinfo),
            jwks: at(paths.keys),
            revocation: Some(at(paths.revoke)),
            introspection: is_okta.then(|| at(OKTA_INTROSPECT)),
            end_session: is_okta.then(|| at(OKTA_LOGOUT)),
            pushed: None,
            registration: None,
        })
    }

    /// The parameters as the protocol writes them: Facebook's scopes are separated by commas,
    /// and who asks for none gets `public_profile`.
    pub(super) fn normalise(self, parameters: Parameters) -> Parameters {
        if self != Self::Facebook {
            return parameters;
        }
        let asked = parameters.get("scope").unwrap_or_default().replace(',', " ");
        parameters.with("scope", &format!("public_profile {asked}"))
    }
}
