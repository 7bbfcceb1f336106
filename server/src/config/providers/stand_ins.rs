use super::{
    AdmissionConfig, ClientAuthentication, DemoConfig, EndpointsConfig, IdTokenRules, MappingConfig, NetworkConfig,
    OidcConfig, Preset, ProviderConfig, ProviderKind, RequestConfig, UpstreamConfig,
};

/// What the demo provider stands in for, in the order of the buttons.
pub(super) const STAND_INS: [&str; 3] = ["okta", "google", "facebook"];

/// Where a provider's button stands: the three that are stood in for come first, then the others by name.
pub(super) fn order(id: &str) -> (usize, String) {
    (STAND_INS.iter().position(|known| *known == id).unwrap_or(STAND_INS.len()), id.to_owned())
}

/// Adds a stand-in for each of the three that is not configured, while the demo is on.
pub(in crate::config) fn with_stand_ins(
    mut configured: Vec<ProviderConfig>,
    demo: Option<&DemoConfig>,
) -> Vec<ProviderConfig> {
    let Some(demo) = demo else { return configured };
    let origin = demo.public_url.origin().ascii_serialization();
    for id in STAND_INS {
        if !configured.iter().any(|provider| provider.id == id) {
            configured.extend(stand_in(id, &origin));
        }
    }
    configured.sort_by_key(|provider| order(&provider.id));
    configured
}

fn stand_in(id: &str, origin: &str) -> Option<ProviderConfig> {
    let oidc = |preset: Preset, path: &str| {
        ProviderKind::Oidc(OidcConfig {
            issuer: format!("{origin}{path}"),
            tenants: None,
            endpoints: EndpointsConfig::default(),
            fresh_proof: preset.fresh_proof(),
            id_token: IdTokenRules::default(),
            name_in_form: false,
        })
    };
    let (preset, kind) = match id {
        "okta" => (Preset::Okta, oidc(Preset::Okta, "/oauth2/default")),
        "google" => (Preset::Google, oidc(Preset::Google, "/google")),
        _ => {
            let host = format!("{origin}/facebook");
            (Preset::Facebook, ProviderKind::facebook(&host, &host)?)
        }
    };
    Some(ProviderConfig {
        id: id.to_owned(),
        preset,
        label: preset.label().to_owned(),
        client_id: "gatepost-demo".to_owned(),
        authentication: match preset {
            Preset::Facebook => ClientAuthentication::SecretPost("demo".to_owned().into()),
            _ => ClientAuthentication::Secret("demo".to_owned().into()),
        },
        callback_path: format!("/auth/{id}/callback"),
        kind,
        request: RequestConfig::of_stand_in(preset),
        mapping: MappingConfig::of_preset(preset),
        admission: AdmissionConfig::everybody(),
        network: NetworkConfig::of_stand_in(),
        api: None,
        upstream: UpstreamConfig::default(),
    })
}
