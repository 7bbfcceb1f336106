use url::Url;

use super::{Preset, Section};

/// Microsoft's tenants: one address for many issuers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenants {
    /// The issuer of a tenant, with `{tenantid}` in the place of its id: so the metadata say it.
    pub template: String,
    /// The tenants that count; every one if there is none.
    pub allowed: Vec<String>,
}

impl Tenants {
    /// The issuer of that tenant, if it counts.
    pub fn issuer_of(&self, tenant: &str) -> Option<String> {
        let counts = is_tenant_id(tenant) && (self.allowed.is_empty() || self.allowed.iter().any(|one| one == tenant));
        counts.then(|| self.template.replace(TENANT_ID, tenant))
    }

    /// Whether that is the issuer of a tenant that counts.
    pub fn covers(&self, issuer: &str) -> bool {
        let tenant = self
            .template
            .split_once(TENANT_ID)
            .and_then(|(before, after)| issuer.strip_prefix(before)?.strip_suffix(after));
        tenant.is_some_and(|tenant| self.issuer_of(tenant).is_some())
    }
}

const TENANT_ID: &str = "{tenantid}";
/// The tenant of people who belong to none.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The issuer as its metadata are found by, and the tenants where it stands for many.
pub(super) fn read(section: &mut Section<'_>, preset: Preset) -> Option<(String, Option<Tenants>)> {
    let given = section.text("issuer");
    match preset {
        Preset::Okta => read_okta(section, given).map(|issuer| (issuer, None)),
        Preset::Auth0 => read_auth0(section, given).map(|issuer| (issuer, None)),
        Preset::Microsoft => read_microsoft(section, given),
        Preset::Google => Some((given.unwrap_or_else(|| "https://accounts.google.com".to_owned()), None)),
        Preset::Apple => Some((given.unwrap_or_else(|| "https://appleid.apple.com".to_owned()), None)),
        Preset::Oidc | Preset::OAuth2 | Preset::Facebook | Preset::GitHub => {
            let issuer = given.or_else(|| told_by_endpoint(section));
            if issuer.is_none() {
                section.mistake("issuer", "is missing");
            }
            issuer.map(|issuer| (issuer, None))
        }
    }
}

/// A custom authorization server has `/oauth2/` and its id in its issuer, the org one nothing: taken
/// for each other, every token is refused.
fn read_okta(section: &mut Section<'_>, given: Option<String>) -> Option<String> {
    let domain = read_domain(section, given.is_none());
    let server = section.text("authorization_server");
    if let Some(issuer) = given {
        if server.is_some() {
            section.mistake("authorization_server", "goes with domain: the issuer says it already");
        }
        let path = Url::parse(&issuer).map(|url| url.path().to_owned()).unwrap_or_default();
        let mistaken = match path.trim_matches('/') {
            "" => issuer.ends_with('/'),
            path => issuer.ends_with('/') || path == "oauth2" || path.contains("/v1") || path.contains(".well-known"),
        };
        if mistaken {
            section.mistake(
                "issuer",
                "is no issuer of Okta's: a custom authorization server is https://DOMAIN/oauth2/default (or its id), \
                 the org one https://DOMAIN, both without a slash at the end",
            );
        }
        return Some(issuer);
    }
    let domain = domain?;
    match server.as_deref() {
        Some("org") => Some(format!("https://{domain}")),
        Some(id) if !is_plain(id) => {
            section.mistake("authorization_server", "is org, default or the id of a custom authorization server");
            None
        }
        id => Some(format!("https://{domain}/oauth2/{}", id.unwrap_or("default"))),
    }
}

fn read_auth0(section: &mut Section<'_>, given: Option<String>) -> Option<String> {
    let domain = read_domain(section, given.is_none());
    if let Some(issuer) = given {
        if !issuer.ends_with('/') {
            section.mistake("issuer", "ends with a slash at Auth0");
        }
        return Some(issuer);
    }
    domain.map(|domain| format!("https://{domain}/"))
}

/// The tenant is a segment of the issuer's path; some names stand for many tenants.
fn read_microsoft(section: &mut Section<'_>, given: Option<String>) -> Option<(String, Option<Tenants>)> {
    let allowed: Vec<String> = section.words("tenants").iter().map(|id| id.to_lowercase()).collect();
    if !allowed.iter().all(|id| is_tenant_id(id)) {
        section.mistake("tenants", "are ids such as 72f988bf-86f1-41af-91ab-2d7cd011db47");
    }
    let issuer = match (given, section.text("tenant")) {
        (Some(issuer), None) => issuer,
        (None, Some(tenant)) => format!("https://login.microsoftonline.com/{tenant}/v2.0"),
        (Some(_), Some(_)) => {
            section.mistake("tenant", "stands beside issuer: one of them is enough");
            return None;
        }
        (None, None) => {
            section.mistake("tenant", "is missing: common, organizations, consumers or the tenant's id");
            return None;
        }
    };
    let tenant = issuer.strip_suffix("/v2.0").and_then(|rest| rest.rsplit_once('/')).map(|(_, tenant)| tenant);
    let tenants = |tenant: &str| Tenants {
        template: issuer.replace(&format!("/{tenant}/v2.0"), &format!("/{TENANT_ID}/v2.0")),
        allowed: allowed.clone(),
    };
    match tenant {
        Some(tenant @ ("common" | "organizations")) => Some((issuer.clone(), Some(tenants(tenant)))),
        Some("consumers") if allowed.is_empty() => {
            Some((issuer.replace("/consumers/", &format!("/{CONSUMERS}/")), None))
        }
        Some(tenant) if is_tenant_id(tenant) && allowed.is_empty() => Some((issuer.clone(), None)),
        Some(tenant) if is_tenant_id(tenant) || tenant == "consumers" => {
            section.mistake("tenants", "goes with common or organizations");
            None
        }
        _ => {
            section.mistake("tenant", "is common, organizations, consumers or the tenant's id, not its name");
            None
        }
    }
}

/// mozilla-django-oidc knows no issuer. Those of these servers can be told from where people sign in.
fn told_by_endpoint(section: &mut Section<'_>) -> Option<String> {
    let endpoint = section.peek("authorization_endpoint")?;
    let url = Url::parse(&endpoint).ok()?;
    let origin = url.origin().ascii_serialization();
    let path = url.path();
    let issuer_path = path
        .strip_suffix("/protocol/openid-connect/auth") // Keycloak
        .or_else(|| path.strip_suffix("/oauth2/v1/authorize").filter(|rest| rest.is_empty())) // Okta's org server
        .or_else(|| path.strip_suffix("/v1/authorize").filter(|rest| rest.starts_with("/oauth2/"))); // Okta's others
    match issuer_path {
        Some(issuer_path) => Some(format!("{origin}{issuer_path}")),
        None if origin == "https://accounts.google.com" => Some(origin),
        None => None,
    }
}

/// `needed`: whether nothing else says where the provider is.
fn read_domain(section: &mut Section<'_>, needed: bool) -> Option<String> {
    if needed && section.peek("domain").is_none() {
        section.mistake("domain", "is missing");
    }
    section.optional("domain", |text| {
        let bare = text.contains('.') && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        if !bare {
            return Err("is a host such as dev-123.okta.com, without https:// and without a path");
        }
        if text.contains("-admin.okta") {
            return Err("is that of the admin console: leave out -admin");
        }
        Ok(text.to_ascii_lowercase())
    })
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A GUID in lower case, as `tid` has it.
fn is_tenant_id(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}
