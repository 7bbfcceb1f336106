use super::finding::Check;
use crate::config::Preset;

/// What can be set in a provider's console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Where people may be sent back to.
    RedirectUri,
    /// What we are called there, and the secret.
    Client,
    /// Its address.
    Issuer,
    /// What may be asked for.
    Scopes,
}

impl Topic {
    pub(super) const fn of(check: Check) -> Option<Self> {
        match check {
            Check::Discovery | Check::Keys | Check::AccessTokens => Some(Self::Issuer),
            Check::RedirectUri => Some(Self::RedirectUri),
            Check::Client => Some(Self::Client),
            Check::Scopes | Check::EmailVerified => Some(Self::Scopes),
            Check::Clock | Check::Algorithms | Check::Pkce | Check::OpenerPolicy | Check::Mail => None,
        }
    }

    /// Where it stands in that provider's console, by the words that are written there.
    pub(super) const fn place(self, preset: Preset) -> Option<&'static str> {
        Some(match (preset, self) {
            (Preset::Okta, Self::RedirectUri) => {
                "Applications › Applications › the app › General › LOGIN › Sign-in redirect URIs"
            }
            (Preset::Okta, Self::Client) => "Applications › Applications › the app › General › Client Credentials",
            (Preset::Okta, Self::Issuer) => "Security › API › Authorization Servers › Issuer URI",
            (Preset::Okta, Self::Scopes) => "Security › API › Authorization Servers › the server › Scopes",
            (Preset::Google, Self::RedirectUri) => {
                "Google Auth Platform › Clients › the client › Authorized redirect URIs"
            }
            (Preset::Google, Self::Client) => "Google Auth Platform › Clients › the client › Client secrets",
            (Preset::Google, Self::Scopes) => "Google Auth Platform › Data Access",
            (Preset::Facebook, Self::RedirectUri) => {
                "App Dashboard › Use cases › Facebook Login › Settings › Valid OAuth Redirect URIs"
            }
            (Preset::Facebook, Self::Client) => "App Dashboard › App settings › Basic › App ID and App secret",
            (Preset::Facebook, Self::Scopes) => "App Dashboard › Use cases › Facebook Login › Permissions",
            (Preset::GitHub, Self::RedirectUri) => {
                "Settings › Developer settings › OAuth Apps › the app › Authorization callback URL"
            }
            (Preset::GitHub, Self::Client) => "Settings › Developer settings › OAuth Apps › the app › Client secrets",
            (Preset::Microsoft, Self::RedirectUri) => {
                "Entra admin center › App registrations › the app › Authentication › Web › Redirect URIs"
            }
            (Preset::Microsoft, Self::Client) => {
                "Entra admin center › App registrations › the app › Certificates & secrets"
            }
            (Preset::Microsoft, Self::Issuer) => {
                "Entra admin center › App registrations › the app › Overview › Endpoints"
            }
            (Preset::Microsoft, Self::Scopes) => {
                "Entra admin center › App registrations › the app › Token configuration"
            }
            (Preset::Auth0, Self::RedirectUri) => {
                "Applications › Applications › the app › Settings › Allowed Callback URLs"
            }
            (Preset::Auth0, Self::Client) => "Applications › Applications › the app › Settings › Basic Information",
            (Preset::Auth0, Self::Issuer) => "Applications › Applications › the app › Settings › Domain",
            (Preset::Apple, Self::RedirectUri) => {
                "Certificates, Identifiers & Profiles › Identifiers › Services IDs › Sign in with Apple › Configure › \
                 Return URLs"
            }
            (Preset::Apple, Self::Client) => "Certificates, Identifiers & Profiles › Keys",
            (Preset::Google | Preset::Apple | Preset::Facebook | Preset::GitHub, Self::Issuer)
            | (Preset::Auth0 | Preset::Apple | Preset::GitHub, Self::Scopes)
            | (Preset::Oidc | Preset::OAuth2, _) => return None,
        })
    }
}
