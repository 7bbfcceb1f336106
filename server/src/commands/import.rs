use std::time::Duration;

use clap::{Args, Subcommand};
use server::{
    config::Config,
    import::django::{self, ImportError, Options, ProviderMap, TrustAddresses},
    startup::World,
    store::Store,
};

use super::say;

/// Where the address of Django's database stands, if not on the command line, which others can see.
const DATABASE: &str = "GATEPOST_DJANGO_DATABASE";

/// Take over the people of a Django project. May be run again: what was changed here stays.
#[derive(Args)]
pub struct DjangoImport {
    /// Django's database: a file of SQLite, or postgres://… Or set `GATEPOST_DJANGO_DATABASE`.
    #[arg(long)]
    database: Option<String>,
    /// The table of Django's user model.
    #[arg(long, default_value = "auth_user")]
    user_table: String,
    /// What to call this Django, where there are several.
    #[arg(long, default_value = "django")]
    source: String,
    /// Whom a provider of Django's is here: DJANGO=OURS, by its id or its issuer.
    #[arg(long = "provider", value_name = "DJANGO=OURS")]
    providers: Vec<String>,
    /// Whose addresses are taken as shown to be theirs, beyond what allauth says.
    #[arg(long, value_enum, default_value = "active")]
    trust_addresses: TrustAddresses,
    /// Let everybody who is inactive ask for an activation mail, also where somebody may have been barred.
    #[arg(long)]
    inactive_may_activate: bool,
    /// Days that somebody who never activated may still do so.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=365))]
    registration_days: u32,
    /// Write nothing; tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Tell it in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
pub enum ImportFrom {
    Django(DjangoImport),
}

/// Takes over from that system, and tells what came of it.
pub async fn import(config: &Config, from: ImportFrom) -> Result<(), ImportError> {
    let ImportFrom::Django(django) = from;
    let json = django.json;
    let options = django.options(config)?;
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    let report = django::import(&store, &options, World::real().clock.now()).await?;
    // Numbers, flags and text always have a JSON form.
    say(&if json { serde_json::to_string_pretty(&report).unwrap_or_default() } else { report.text() });
    Ok(())
}

impl DjangoImport {
    fn options(self, config: &Config) -> Result<Options, ImportError> {
        let database = self
            .database
            .or_else(|| std::env::var(DATABASE).ok())
            .ok_or_else(|| ImportError::Option(format!("name Django's database: --database, or {DATABASE}")))?;
        Ok(Options {
            database: database.into(),
            user_table: self.user_table,
            source: self.source,
            providers: ProviderMap::read(&self.providers, config).map_err(ImportError::Option)?,
            trust: self.trust_addresses,
            inactive_may_activate: self.inactive_may_activate,
            registration_life: Duration::from_secs(u64::from(self.registration_days) * 24 * 60 * 60),
            dry_run: self.dry_run,
        })
    }
}
