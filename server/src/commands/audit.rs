use clap::{Args, ValueEnum};
use server::{
    account::EmailAddress,
    config::Config,
    startup::World,
    store::{AuditFilter, AuditRow, Store, StoreError},
};
use uuid::Uuid;

use super::{event_line, moment::Moment, say};

/// Which events to show. Without any option, the newest.
#[derive(Args)]
pub struct AuditQuery {
    /// The support code that a person was shown.
    code: Option<String>,
    /// Whom it happened to, or who did it: an id, an address or a user name.
    #[arg(long, value_name = "WHO")]
    person: Option<String>,
    /// What, such as `sign_in`.
    #[arg(long)]
    kind: Option<String>,
    /// How it ended.
    #[arg(long)]
    outcome: Option<OutcomeName>,
    /// From which address.
    #[arg(long)]
    ip: Option<String>,
    /// In which session.
    #[arg(long, value_name = "ID")]
    family: Option<String>,
    /// From then on: `2026-01-31T12:00:00Z`, or `2h` or `7d` ago.
    #[arg(long, value_name = "WHEN")]
    since: Option<Moment>,
    /// Before then, written likewise.
    #[arg(long, value_name = "WHEN")]
    until: Option<Moment>,
    /// How many at most, the newest of them.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// One JSON object a line, for programs.
    #[arg(long)]
    json: bool,
}

/// How an event ended.
#[derive(Clone, Copy, ValueEnum)]
enum OutcomeName {
    /// As asked.
    Ok,
    /// Not done, for the asker's part.
    Refused,
    /// Not done, for ours or a provider's part.
    Failed,
}

/// Why the audit log was not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditCommandError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody has that address or user name.
    #[error("nobody is called {0}; somebody whose account is gone is found by id alone")]
    Nobody(String),
}

/// Shows those events, the newest last.
pub async fn audit(config: &Config, query: AuditQuery) -> Result<(), AuditCommandError> {
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    let mut filter = query.filter(&World::real());
    if let Some(who) = &query.person {
        filter.person_id = Some(person_id(&store, who).await?);
    }
    let events = store.read().await?.audit_events().search(&filter).await?;
    let line: fn(&AuditRow) -> String = if query.json { event_line::json } else { event_line::text };
    for event in events.iter().rev() {
        say(&line(event));
    }
    Ok(())
}

impl AuditQuery {
    fn filter(&self, world: &World) -> AuditFilter {
        let now = world.clock.now();
        let everything = AuditFilter::latest(i64::from(self.limit));
        let outcome = self.outcome.and_then(|outcome| outcome.to_possible_value());
        AuditFilter {
            kind: self.kind.clone(),
            outcome: outcome.map(|outcome| outcome.get_name().to_owned()),
            ip: self.ip.clone(),
            family_id: self.family.clone(),
            // People read codes out over the telephone.
            support_code: self.code.as_deref().map(|code| code.trim().to_ascii_uppercase()),
            since: self.since.map_or(everything.since, |moment| moment.before(now)),
            until: self.until.map_or(everything.until, |moment| moment.before(now)),
            ..everything
        }
    }
}

/// Whose id that is, or who is called that now. An account that is gone has left its id in the log.
async fn person_id(store: &Store, who: &str) -> Result<String, AuditCommandError> {
    if let Ok(id) = Uuid::parse_str(who) {
        return Ok(id.to_string());
    }
    let mut db = store.read().await?;
    let found = match EmailAddress::parse(who) {
        Some(address) => db.accounts().by_address(&address.folded()).await?,
        None => None,
    };
    let found = match found {
        Some(account) => Some(account),
        None => db.accounts().by_username(&who.to_lowercase()).await?,
    };
    found.map(|account| account.id).ok_or_else(|| AuditCommandError::Nobody(event_line::plain(who)))
}
