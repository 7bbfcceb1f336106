use std::str::FromStr;

use secrecy::SecretString;
use url::Url;

use super::{DemoConfig, Reader, ServerConfig};
use crate::provider::is_loopback;

/// A way to sign in with somebody else.
#[derive(Debug, Clone)]
pub struct ProviderConfig {
    /// Its section's name, and the path segment of `/auth/{id}/start`.
    pub id: String,
    /// "Sign in with {label}".
    pub label: String,
    /// What we are called there.
    pub client_id: String,
    /// What we prove it with.
    pub client_secret: SecretString,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Where it sends people back to. One registered years ago goes on to work.
    pub callback_path: String,
    /// Which protocol it speaks.
    pub kind: ProviderKind,
}

/// Which protocol a provider speaks.
#[derive(Debug, Clone)]
pub enum ProviderKind {
    /// OpenID Connect, found out about by discovery.
    Oidc {
        /// Exactly as its metadata says it.
        issuer: String,
        /// Whether its answers come as a cross-site POST (OAuth 2.0 Form Post Response Mode).
        form_post: bool,
        /// What shows that the person has just proven who they are.
        fresh_proof: FreshProof,
    },
    /// Facebook Login: OAuth 2.0 and the Graph API.
    Facebook {
        /// Its sign-in page.
        dialog: Url,
        /// The Graph API, with its version.
        graph: Url,
    },
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

/// What is known beforehand of a kind of provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Okta: the issuer follows from the domain.
    Okta,
    /// Google.
    Google,
    /// Facebook.
    Facebook,
    /// Any OpenID Provider, from its issuer alone.
    Oidc,
}

impl FromStr for Preset {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "okta" => Ok(Self::Okta),
            "google" => Ok(Self::Google),
            "facebook" => Ok(Self::Facebook),
            "oidc" => Ok(Self::Oidc),
            _ => Err("is okta, google, facebook or oidc"),
        }
    }
}

impl Preset {
    const fn label(self) -> &'static str {
        match self {
            Self::Okta => "Okta",
            Self::Google => "Google",
            Self::Facebook => "Facebook",
            Self::Oidc => "OpenID",
        }
    }

    const fn fresh_proof(self) -> FreshProof {
        match self {
            Self::Okta | Self::Oidc => FreshProof::AuthTime,
            Self::Google | Self::Facebook => FreshProof::Answer,
        }
    }

    const fn scopes(self) -> &'static str {
        match self {
            Self::Facebook => "public_profile email",
            _ => "openid profile email",
        }
    }
}

/// The version of Facebook's API that the preset speaks.
const GRAPH_VERSION: &str = "v24.0";

/// The providers that have a section. The three presets come first, in the order of the demo.
pub(super) fn read_configured(reader: &mut Reader, server: &ServerConfig) -> Vec<ProviderConfig> {
    let mut ids: Vec<String> = reader.subsections("providers").into_iter().collect();
    ids.sort_by_key(|id| (STAND_INS.iter().position(|known| known == id).unwrap_or(STAND_INS.len()), id.clone()));
    let providers: Vec<ProviderConfig> = ids.into_iter().filter_map(|id| read_one(reader, server, &id)).collect();
    for (index, provider) in providers.iter().enumerate() {
        if providers[..index].iter().any(|other| other.callback_path == provider.callback_path) {
            reader.mistake(&format!("providers.{}.callback_path", provider.id), "is that of another provider");
        }
    }
    providers
}

const STAND_INS: [&str; 3] = ["okta", "google", "facebook"];

fn read_one(reader: &mut Reader, server: &ServerConfig, id: &str) -> Option<ProviderConfig> {
    let name = |key: &str| format!("providers.{id}.{key}");
    if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_') {
        reader.mistake(&format!("providers.{id}"), "has a name of other characters than a-z, 0-9, - and _");
    }
    let preset = reader.get(&name("preset"), id.parse().unwrap_or(Preset::Oidc), str::parse);
    let label = reader.text(&name("label")).unwrap_or_else(|| preset.label().to_owned());
    let client_id = required(reader, &name("client_id"));
    let client_secret = required(reader, &name("client_secret"));
    let scopes = reader.text(&name("scopes")).unwrap_or_else(|| preset.scopes().to_owned());
    let callback_path = reader.get(&name("callback_path"), format!("/auth/{id}/callback"), |path| {
        let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains(['{', '}', '?', '#', '*']);
        if plain { Ok(path.to_owned()) } else { Err("is a path such as /signin-oidc") }
    });
    if is_taken(&callback_path, id) {
        reader.mistake(&name("callback_path"), "is a path of Gatepost's own");
    }
    let kind = read_kind(reader, server, preset, &name);
    Some(ProviderConfig {
        id: id.to_owned(),
        label,
        client_id: client_id?,
        client_secret: client_secret?.into(),
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        callback_path,
        kind: kind?,
    })
}

/// Whether that path is one that Gatepost answers itself, or another provider's unless it says otherwise.
fn is_taken(path: &str, id: &str) -> bool {
    const OURS: [&str; 13] = [
        "favicon.svg",
        "api",
        "sf",
        "pkg",
        "shop",
        "profile",
        "sign-in",
        "healthz",
        "readyz",
        "inbox",
        "inbox.json",
        "inbox.css",
        ".well-known",
    ];
    let segments: Vec<_> = path.trim_matches('/').split('/').collect();
    match segments[..] {
        [] | [""] | ["auth", _, "start"] => true,
        ["auth", other, "callback"] => other != id,
        [first, ..] => OURS.contains(&first) || segments.iter().any(|segment| segment.starts_with(':')),
    }
}

fn required(reader: &mut Reader, name: &str) -> Option<String> {
    let text = reader.text(name);
    if text.is_none() {
        reader.mistake(name, "is missing");
    }
    text
}

fn read_kind(
    reader: &mut Reader,
    server: &ServerConfig,
    preset: Preset,
    name: &dyn Fn(&str) -> String,
) -> Option<ProviderKind> {
    if preset == Preset::Facebook {
        return facebook("https://www.facebook.com", "https://graph.facebook.com");
    }
    let form_post = reader.get(&name("response_mode"), false, |text| match text {
        "query" => Ok(false),
        "form_post" => Ok(true),
        _ => Err("is query or form_post"),
    });
    let fresh_proof = reader.get(&name("fresh_proof"), preset.fresh_proof(), str::parse);
    let domain = reader.text(&name("domain"));
    let issuer = reader.text(&name("issuer")).or_else(|| match (preset, domain) {
        (Preset::Okta, Some(domain)) => Some(format!("https://{domain}/oauth2/default")),
        (Preset::Google, _) => Some("https://accounts.google.com".to_owned()),
        _ => None,
    });
    let Some(issuer) = issuer else {
        reader.mistake(&name(if preset == Preset::Okta { "domain" } else { "issuer" }), "is missing");
        return None;
    };
    let sound = Url::parse(&issuer).is_ok_and(|url| {
        url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url) && is_loopback(&server.public_url))
    });
    if !sound {
        reader.mistake(&name("issuer"), "is an https address");
        return None;
    }
    Some(ProviderKind::Oidc { issuer, form_post, fresh_proof })
}

fn facebook(dialog_host: &str, graph_host: &str) -> Option<ProviderKind> {
    Some(ProviderKind::Facebook {
        dialog: Url::parse(&format!("{dialog_host}/{GRAPH_VERSION}/dialog/oauth")).ok()?,
        graph: Url::parse(&format!("{graph_host}/{GRAPH_VERSION}/")).ok()?,
    })
}

/// Adds a stand-in for each of the three that is not configured, while the demo is on.
pub(super) fn with_stand_ins(mut configured: Vec<ProviderConfig>, demo: Option<&DemoConfig>) -> Vec<ProviderConfig> {
    let Some(demo) = demo else { return configured };
    let origin = demo.public_url.origin().ascii_serialization();
    for id in STAND_INS {
        if configured.iter().any(|provider| provider.id == id) {
            continue;
        }
        let oidc = |preset: Preset, path: &str| {
            let (issuer, fresh_proof) = (format!("{origin}{path}"), preset.fresh_proof());
            Some(ProviderKind::Oidc { issuer, form_post: false, fresh_proof })
        };
        let (preset, kind) = match id {
            "okta" => (Preset::Okta, oidc(Preset::Okta, "/oauth2/default")),
            "google" => (Preset::Google, oidc(Preset::Google, "/google")),
            _ => (Preset::Facebook, facebook(&format!("{origin}/facebook"), &format!("{origin}/facebook"))),
        };
        let Some(kind) = kind else { continue };
        configured.push(ProviderConfig {
            id: id.to_owned(),
            label: preset.label().to_owned(),
            client_id: "gatepost-demo".to_owned(),
            client_secret: "demo".to_owned().into(),
            scopes: preset.scopes().split_whitespace().map(str::to_owned).collect(),
            callback_path: format!("/auth/{id}/callback"),
            kind,
        });
    }
    configured.sort_by_key(|provider| STAND_INS.iter().position(|id| *id == provider.id).unwrap_or(STAND_INS.len()));
    configured
}
