use std::time::Duration;

use secrecy::SecretString;

use crate::config::{Config, ProviderKind};

/// What Google calls itself in its ID tokens.
const GOOGLE: &str = "https://accounts.google.com";
const GITHUB: &str = "https://github.com";

/// How an import is done.
#[derive(Debug)]
pub struct Options {
    /// A file of SQLite or a URL of PostgreSQL.
    pub database: SecretString,
    /// The table of the user model.
    pub user_table: String,
    /// What this Django is called here, should there be several.
    pub source: String,
    /// Whom Django's providers are here.
    pub providers: ProviderMap,
    /// Whose addresses are taken as theirs.
    pub trust: TrustAddresses,
    /// Whether who is inactive may activate, though nothing shows that they were never in.
    pub inactive_may_activate: bool,
    /// How long they may take to.
    pub registration_life: Duration,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// Whose addresses are taken as shown to be theirs, beyond those that allauth verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum TrustAddresses {
    /// Of everybody who is active or has been: djoser lets nobody in who did not answer its mail.
    Active,
    /// Of those alone whom allauth verified.
    Allauth,
    /// Nobody's.
    None,
}

/// From the names that Django gives to providers to their issuers and their ids here.
#[derive(Clone, Debug, Default)]
pub struct ProviderMap(Vec<Mapping>);

#[derive(Clone, Debug)]
struct Mapping {
    django: String,
    provider: Provider,
}

/// A provider, as identities are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its issuer.
    pub issuer: String,
    /// Its id in the configuration.
    pub id: String,
}

impl ProviderMap {
    /// From `DJANGO=OURS` each, where `OURS` is a provider of the configuration or an issuer. Google and
    /// Facebook are known by themselves where they are configured.
    pub fn read(texts: &[String], config: &Config) -> Result<Self, String> {
        let configured: Vec<Provider> =
            config.providers.iter().map(|one| Provider { issuer: one.kind.issuer(), id: one.id.clone() }).collect();
        let mut map = Vec::new();
        for text in texts {
            let (django, ours) = text.split_once('=').ok_or_else(|| format!("{text} is not DJANGO=OURS"))?;
            let provider = configured.iter().find(|one| one.id == ours || one.issuer == ours).cloned();
            let provider = match provider {
                Some(provider) => provider,
                None if ours.starts_with("https://") => Provider { issuer: ours.to_owned(), id: django.to_owned() },
                None => return Err(format!("{ours} is neither a configured provider nor an issuer's https address")),
            };
            map.push(Mapping { django: django.to_owned(), provider });
        }
        for (index, one) in config.providers.iter().enumerate() {
            let names: &[&str] = match &one.kind {
                ProviderKind::Oidc(oidc) if oidc.issuer == GOOGLE => &["google", "google-oauth2"],
                ProviderKind::Facebook { .. } => &["facebook"],
                ProviderKind::OAuth2(oauth2) if oauth2.issuer == GITHUB => &["github"],
                ProviderKind::Oidc(_) | ProviderKind::OAuth2(_) => &[],
            };
            map.extend(
                names.iter().map(|name| Mapping { django: (*name).to_owned(), provider: configured[index].clone() }),
            );
        }
        Ok(Self(map))
    }

    /// Whom Django calls that. What was told outweighs what is known.
    pub fn get(&self, django: &str) -> Option<&Provider> {
        self.0.iter().find(|mapping| mapping.django == django).map(|mapping| &mapping.provider)
    }
}
