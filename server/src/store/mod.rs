//! The store: one SQL text for SQLite and PostgreSQL.
//!
//! [`Store`] hands out connections: [`Store::read`] and [`Store::write`] commit each statement,
//! [`Store::begin`] commits when told to. `on!` runs one expression on whichever engine it is.

mod accounts;
mod audit;
mod authorization_requests;
mod clients;
mod consents;
mod devices;
mod engine;
mod families;
mod grants;
mod handoffs;
mod imports;
mod joins;
mod mail_tokens;
mod migrate;
mod orders;
mod outbox;
mod pairwise_subjects;
mod people;
mod registrations;
mod sign_ins;
mod signing_keys;
mod spent_jtis;
mod throttles;
mod upstream_checks;
mod upstream_sessions;
mod upstream_sign_outs;
mod upstream_tokens;
mod writer;

pub use accounts::AccountRow;
pub use audit::{AuditFilter, AuditRow};
pub use authorization_requests::AuthorizationRequestRow;
pub use clients::ClientRow;
pub use consents::ConsentRow;
pub use devices::Familiarity;
pub use engine::{Db, Engine, Store, Tx};
pub use families::{FamilyRow, SessionRow, StandingRow};
pub use grants::GrantRow;
pub use handoffs::HandoffRow;
pub use imports::{ImportedPersonRow, ImportedRegistrationRow, ImportedRow};
pub use joins::JoinRow;
pub use mail_tokens::MailTokenRow;
pub use migrate::MigrationLock;
pub use orders::OrderRow;
pub use outbox::{MailRow, SealedMail};
pub use people::{IdentityRow, PersonRow};
pub use registrations::RegistrationRow;
pub use sign_ins::SignInRow;
pub use signing_keys::KeyRow;
pub use throttles::Step;
pub use upstream_sessions::{SignedOutThere, UpstreamSessionRow};
pub use upstream_sign_outs::UpstreamSignOutRow;
pub use upstream_tokens::{UpstreamIdentity, UpstreamTokensRow};

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the migrations failed")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A file beside the database could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The URL names neither engine.
    #[error("a database URL begins with sqlite: or postgres:")]
    UnknownEngine,
    /// A write that had to change one row changed another number: somebody else was first.
    #[error("the row was changed by somebody else")]
    LostRace,
    /// What stands in a row is not what was written there.
    #[error("the row holds {0}, which nothing here writes")]
    Corrupt(&'static str),
}

impl StoreError {
    /// Whether an insert failed because such a row is there already.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether another was quicker, by a row of theirs or a change: tried again, it finds what they left.
    pub fn was_second(&self) -> bool {
        self.is_conflict() || matches!(self, Self::LostRace)
    }
}

/// Runs an expression over `$conn` on the engine at hand; it is type-checked once for each.
macro_rules! on {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db.connection() {
            crate::store::engine::Connection::Sqlite($conn) => $body,
            crate::store::engine::Connection::Postgres($conn) => $body,
        }
    };
}
pub(crate) use on;

/// Ok if exactly one row was changed.
fn exactly_one(rows_affected: u64) -> Result<(), StoreError> {
    if rows_affected == 1 { Ok(()) } else { Err(StoreError::LostRace) }
}
