//! `providers.<id>`: the ways to sign in with somebody else, a section each.
//!
//! [`ProviderConfig`] is put together from one small file a concern; each reads its keys through a
//! [`Section`] and holds values that cannot be wrong any more.

mod admission;
mod callback_path;
mod client_authentication;
mod client_key;
mod endpoints;
mod id_token;
mod issuer;
mod kind;
mod mapping;
mod network;
mod preset;
mod request;
mod section;
mod stand_ins;
#[cfg(test)]
mod tests;
mod upstream;

pub use admission::{AdmissionConfig, NotAdmitted};
pub use client_authentication::ClientAuthentication;
pub use client_key::ClientKey;
pub use endpoints::EndpointsConfig;
pub use id_token::{IdTokenRules, is_symmetric};
pub use issuer::Tenants;
pub use kind::{FreshProof, OAuth2Config, OidcConfig, ProviderKind};
pub use mapping::{EmailVerified, Field, MappingConfig, RoleMapping, UserinfoUse};
pub use network::NetworkConfig;
pub use preset::Preset;
pub use request::{RequestConfig, ResponseMode};
pub use section::Section;
pub use upstream::{ExemptPath, SignOutAt, UpstreamConfig};

pub(super) use stand_ins::with_stand_ins;

use super::{DemoConfig, ForeignTokenConfig, Reader, ServerConfig, foreign_tokens};
use crate::provider::is_loopback;

/// A way to sign in with somebody else.
#[derive(Debug, Clone)]
pub struct ProviderConfig {
    /// Its section's name, and the path segment of `/auth/{id}/start`.
    pub id: String,
    /// What is known of it beforehand.
    pub preset: Preset,
    /// "Sign in with {label}".
    pub label: String,
    /// What we are called there.
    pub client_id: String,
    /// How we prove it.
    pub authentication: ClientAuthentication,
    /// Where it sends people back to. One registered years ago goes on to work.
    pub callback_path: String,
    /// Which protocol it speaks.
    pub kind: ProviderKind,
    /// What an authorization request says.
    pub request: RequestConfig,
    /// Which claims say what.
    pub mapping: MappingConfig,
    /// Whom its word lets in.
    pub admission: AdmissionConfig,
    /// How it is reached.
    pub network: NetworkConfig,
    /// Which access tokens count at our API; `None` where none do.
    pub api: Option<ForeignTokenConfig>,
    /// What is left between our sessions and those there.
    pub upstream: UpstreamConfig,
}

/// The providers that have a section, in the order of the buttons.
pub(super) fn read_configured(reader: &mut Reader, server: &ServerConfig) -> Vec<ProviderConfig> {
    let mut ids: Vec<String> = reader.subsections("providers").into_iter().collect();
    ids.sort_by_key(|id| stand_ins::order(id));
    let plain_http = is_loopback(&server.public_url);
    let providers: Vec<ProviderConfig> = ids.into_iter().filter_map(|id| read_one(reader, plain_http, &id)).collect();
    for (index, provider) in providers.iter().enumerate() {
        if providers[..index].iter().any(|other| other.callback_path == provider.callback_path) {
            reader.mistake(&format!("providers.{}.callback_path", provider.id), "is that of another provider");
        }
    }
    let api = providers.iter().filter_map(|provider| Some((provider.id.as_str(), provider.api.as_ref()?)));
    foreign_tokens::check_all(reader, server, api);
    providers
}

/// Every part is read, whatever is wrong with another: all mistakes are told at once.
fn read_one(reader: &mut Reader, plain_http: bool, id: &str) -> Option<ProviderConfig> {
    if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_') {
        reader.mistake(&format!("providers.{id}"), "has a name of other characters than a-z, 0-9, - and _");
    }
    let section = &mut Section::new(reader, id);
    let preset = section.get("preset", id.parse().unwrap_or(Preset::Oidc), str::parse);
    let label = section.text("label").unwrap_or_else(|| preset.label().to_owned());
    let client_id = section.required("client_id");
    let authentication = ClientAuthentication::read(section, preset);
    let callback_path = callback_path::read(section);
    let request = RequestConfig::read(section, preset);
    let mapping = MappingConfig::read(section, preset);
    let admission = AdmissionConfig::read(section);
    let upstream = UpstreamConfig::read(section, &request.scopes);
    let kind = ProviderKind::read(section, preset, authentication.as_ref(), plain_http);
    let api = ForeignTokenConfig::read(section, preset, kind.as_ref(), client_id.as_deref(), plain_http);
    let home = kind.as_ref().and_then(ProviderKind::home).or_else(|| "https://unknown.invalid".parse().ok())?;
    let network = NetworkConfig::read(section, &home);
    Some(ProviderConfig {
        id: id.to_owned(),
        preset,
        label,
        client_id: client_id?,
        authentication: authentication?,
        callback_path,
        kind: kind?,
        request,
        mapping,
        admission,
        network,
        api,
        upstream,
    })
}
