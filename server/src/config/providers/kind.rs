use std::str::FromStr;

use url::Url;

use super::{ClientAuthentication, EndpointsConfig, IdTokenRules, Preset, Section, Tenants, endpoints, issuer};

/// Which protocol a provider speaks.
#[derive(Debug, Clone)]
pub enum ProviderKind {
    /// OpenID Connect.
    Oidc(OidcConfig),
    /// OAuth 2.0, and an API that says who somebody is.
    OAuth2(OAuth2Config),
    /// Facebook Login: OAuth 2.0 and the Graph API.
    Facebook {
        /// Its sign-in page.
        dialog: Url,
        /// The Graph API, with its version.
        graph: Url,
    },
}

/// A provider that speaks OpenID Connect.
#[derive(Debug, Clone)]
pub struct OidcConfig {
    /// Exactly as its metadata says it.
    pub issuer: String,
    /// The tenants, where that address stands for many issuers.
    pub tenants: Option<Tenants>,
    /// Endpoints that count more than its metadata.
    pub endpoints: EndpointsConfig,
    /// What shows that the person has just proven who they are.
    pub fresh_proof: FreshProof,
    /// What its ID tokens must be like.
    pub id_token: IdTokenRules,
    /// Whether the person's name comes beside the code, the first time only: Apple's way.
    pub name_in_form: bool,
}

/// A provider that speaks OAuth 2.0 alone. Whom a token stands for is asked with a token that our own
/// code exchange has just brought, never with one that somebody brings (RFC 9700 §4.6).
#[derive(Debug, Clone)]
pub struct OAuth2Config {
    /// What tells its people from others'.
    pub issuer: String,
    /// Where people sign in.
    pub authorization: Url,
    /// Where codes are exchanged.
    pub token: Url,
    /// Who somebody is.
    pub userinfo: Url,
    /// GitHub: the person's addresses, and which of them are verified.
    pub emails: Option<Url>,
}

/// What shows that a person has just proven who they are, for a step-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreshProof {
    /// `auth_time` in the ID token. Without it nothing is known of the proof's age.
    AuthTime,
    /// The answer itself, to a request that asks the person again: Google and Facebook tell no
    /// time, and Google knows no `prompt=login`.
    Answer,
}

impl FromStr for FreshProof {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "auth_time" => Ok(Self::AuthTime),
            "answer" => Ok(Self::Answer),
            _ => Err("is auth_time or answer"),
        }
    }
}

/// The version of Facebook's API that the preset speaks.
const GRAPH_VERSION: &str = "v24.0";

impl ProviderKind {
    /// `plain_http`: whether Gatepost is on this computer alone, so that a provider may be too.
    pub(super) fn read(
        section: &mut Section<'_>,
        preset: Preset,
        authentication: Option<&ClientAuthentication>,
        plain_http: bool,
    ) -> Option<Self> {
        match preset {
            Preset::Facebook => Self::facebook("https://www.facebook.com", "https://graph.facebook.com"),
            Preset::GitHub => read_github(section, plain_http).map(Self::OAuth2),
            Preset::OAuth2 => read_oauth2(section, plain_http).map(Self::OAuth2),
            _ => read_oidc(section, preset, authentication, plain_http).map(Self::Oidc),
        }
    }

    pub(super) fn facebook(dialog_host: &str, graph_host: &str) -> Option<Self> {
        Some(Self::Facebook {
            dialog: Url::parse(&format!("{dialog_host}/{GRAPH_VERSION}/dialog/oauth")).ok()?,
            graph: Url::parse(&format!("{graph_host}/{GRAPH_VERSION}/")).ok()?,
        })
    }

    /// What tells this provider's people from others': with the subject, the key of an identity. That
    /// of a tenant stands in each of its tokens.
    pub fn issuer(&self) -> String {
        match self {
            Self::Oidc(oidc) => oidc.issuer.clone(),
            Self::OAuth2(oauth2) => oauth2.issuer.clone(),
            Self::Facebook { dialog, .. } => dialog.origin().ascii_serialization(),
        }
    }

    /// Where it is, as somebody has configured it.
    pub(super) fn home(&self) -> Option<Url> {
        match self {
            Self::Oidc(oidc) => Url::parse(&oidc.issuer).ok(),
            Self::OAuth2(oauth2) => Some(oauth2.token.clone()),
            Self::Facebook { graph, .. } => Some(graph.clone()),
        }
    }
}

fn read_oidc(
    section: &mut Section<'_>,
    preset: Preset,
    authentication: Option<&ClientAuthentication>,
    plain_http: bool,
) -> Option<OidcConfig> {
    let found = issuer::read(section, preset);
    let endpoints = EndpointsConfig::read(section, plain_http);
    let fresh_proof = section.get("fresh_proof", preset.fresh_proof(), str::parse);
    let id_token = IdTokenRules::read(section, authentication);
    let (issuer, tenants) = found?;
    let sound = Url::parse(&issuer)
        .is_ok_and(|url| endpoints::is_safe(&url, plain_http) && url.query().is_none() && url.fragment().is_none());
    if !sound {
        section.mistake("issuer", "is an https address");
        return None;
    }
    let name_in_form = preset == Preset::Apple;
    Some(OidcConfig { issuer, tenants, endpoints, fresh_proof, id_token, name_in_form })
}

fn read_oauth2(section: &mut Section<'_>, plain_http: bool) -> Option<OAuth2Config> {
    let mut needed = |key: &str| {
        if section.peek(key).is_none() {
            section.mistake(key, "is missing");
        }
        endpoints::read_endpoint(section, key, plain_http)
    };
    let (authorization, token) = (needed("authorization_endpoint"), needed("token_endpoint"));
    let userinfo = needed("userinfo_endpoint");
    let issuer = section.text("issuer");
    let authorization = authorization?;
    let issuer = issuer.unwrap_or_else(|| authorization.origin().ascii_serialization());
    Some(OAuth2Config { issuer, authorization, token: token?, userinfo: userinfo?, emails: None })
}

/// GitHub, or an Enterprise server of one's own by its `domain`.
fn read_github(section: &mut Section<'_>, plain_http: bool) -> Option<OAuth2Config> {
    let host = section.optional("domain", |text| {
        let bare = text.contains('.') && !text.contains(['/', ':', '@', ' ']);
        if bare { Ok(text.to_ascii_lowercase()) } else { Err("is a host such as github.example.com") }
    });
    let (site, api) = match &host {
        None => ("https://github.com".to_owned(), "https://api.github.com".to_owned()),
        Some(host) => (format!("https://{host}"), format!("https://{host}/api/v3")),
    };
    let mut url = |key: &str, usual: String| {
        endpoints::read_endpoint(section, key, plain_http).or_else(|| Url::parse(&usual).ok())
    };
    Some(OAuth2Config {
        authorization: url("authorization_endpoint", format!("{site}/login/oauth/authorize"))?,
        token: url("token_endpoint", format!("{site}/login/oauth/access_token"))?,
        userinfo: url("userinfo_endpoint", format!("{api}/user"))?,
        emails: Some(url("emails_endpoint", format!("{api}/user/emails"))?),
        issuer: site,
    })
}
