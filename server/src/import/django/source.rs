//! Django's database, read and never written.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    ConnectOptions, PgConnection, SqliteConnection, postgres::PgConnectOptions, raw_sql, sqlite::SqliteConnectOptions,
};

/// One view of it, from the first statement to the last: people may go on signing in there meanwhile.
pub(super) enum Source {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Source {
    pub(super) async fn open(url: &SecretString) -> Result<Self, sqlx::Error> {
        let url = url.expose_secret();
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?.options([("default_transaction_read_only", "on")]);
            let mut connection = options.connect().await?;
            raw_sql("begin isolation level repeatable read, read only").execute(&mut connection).await?;
            return Ok(Self::Postgres(connection));
        }
        let file = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        let options = SqliteConnectOptions::new().filename(file).read_only(true).create_if_missing(false);
        let mut connection = options.connect().await?;
        raw_sql("begin").execute(&mut connection).await?;
        Ok(Self::Sqlite(connection))
    }

    /// A time as milliseconds since 1970, or null.
    pub(super) fn millis(&self, column: &str) -> String {
        match self {
            // SQLite keeps a time as text; the day number has a precision of 0.05 ms.
            Self::Sqlite(_) => format!("cast(round((julianday({column}) - 2440587.5) * 86400000.0) as bigint)"),
            Self::Postgres(_) => format!("cast(floor(extract(epoch from {column}) * 1000) as bigint)"),
        }
    }

    /// A key that was read as text, as its column has it, so that the column's index serves.
    pub(super) fn key(&self, parameter: &str, kind: &str) -> String {
        match self {
            Self::Sqlite(_) if kind.contains("int") => format!("cast({parameter} as integer)"),
            Self::Sqlite(_) => parameter.to_owned(),
            Self::Postgres(_) => format!("cast({parameter}::text as \"{kind}\")"),
        }
    }
}

/// Runs one expression over `$conn` on whichever engine it is.
macro_rules! ask {
    ($source:expr, |$conn:ident| $body:expr) => {
        match $source {
            crate::import::django::source::Source::Sqlite($conn) => $body,
            crate::import::django::source::Source::Postgres($conn) => $body,
        }
    };
}
pub(super) use ask;
