//! `gatepost import django`: people out of a Django database, with their passwords and their links
//! to providers. It may be run again and again while Django is still in use: new people are added,
//! and what changed there is taken over unless it was changed here.

mod batch;
mod links;
mod merge;
mod options;
mod password;
mod people;
mod plan;
mod reader;
mod report;
mod rivals;
mod source;
mod tables;
mod taken;
mod tokens;

pub use options::{Options, ProviderMap, TrustAddresses};
pub use report::{Outcome, PersonReport, Report};

use crate::{
    clock::Timestamp,
    store::{Store, StoreError},
};

/// Why an import ends early. What was saved until then stays; the next run goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Django's database cannot be opened or read.
    #[error("Django's database cannot be read")]
    Source(#[from] sqlx::Error),
    /// It has no such table.
    #[error("Django's database has no table {table}{candidates}")]
    NoTable {
        /// The one that was asked for.
        table: String,
        /// Those that look like one.
        candidates: String,
    },
    /// The table is none of users.
    #[error("the table {table} has no column {column}")]
    NoColumn {
        /// Which table.
        table: String,
        /// What it lacks.
        column: &'static str,
    },
    /// What was asked for makes no sense.
    #[error("{0}")]
    Option(String),
    /// Gatepost's own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports everybody; what came of it.
pub async fn import(store: &Store, options: &Options, now: Timestamp) -> Result<Report, ImportError> {
    let mut source = source::Source::open(&options.database).await?;
    let tables = tables::Tables::discover(&mut source, &options.user_table).await?;
    let rivals = rivals::Rivals::find(&mut source, &tables).await?;
    let mut report = Report::new(options.dry_run);
    let mut after = None;
    loop {
        let mut people = reader::people(&mut source, &tables, after.as_deref()).await?;
        let Some(last) = people.last() else { break };
        after = Some(last.key.clone());
        reader::attach(&mut source, &tables, &mut people).await?;
        batch::Batch { options, tables: &tables, rivals: &rivals, now }.run(store, people, &mut report).await?;
    }
    report.spent_tokens = tokens::spent(store, &mut source, &tables, options, now).await?;
    Ok(report)
}
