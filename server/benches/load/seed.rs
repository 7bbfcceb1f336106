//! Accounts by the thousand and the million, straight into the database.

use std::{
    fs::File,
    str::FromStr,
    time::{Duration, Instant},
};

use secrecy::SecretString;
use server::{
    password::Cost,
    store::{Engine, Store},
};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{error::BenchError, people::password_hash, seed_sql};

/// Fills the empty database of that URL with that many people; all of them know one password, whose
/// hash has that cost. How long it took.
pub async fn seed(url: &str, people: u32, cost: Cost) -> Result<Duration, BenchError> {
    let begun = Instant::now();
    let store = Store::open(&SecretString::from(url)).await?;
    store.migrate().await?;
    store.close().await;
    let script = seed_sql::script(store.engine(), people, &password_hash(cost).await?);
    eprintln!("bench: seeding {people} accounts into {:?} (a million within 2 minutes)…", store.engine());
    match store.engine() {
        Engine::Sqlite => sqlite(url, script).await?,
        Engine::Postgres => postgres(url, script).await?,
    }
    eprintln!("bench: seeded in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(begun.elapsed())
}

/// Without a journal: what is interrupted here is made anew. All of it is on disk afterwards, so
/// that nothing is left to be written while something is measured.
async fn sqlite(url: &str, script: String) -> Result<(), BenchError> {
    let options = SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false)
        .pragma("cache_size", "-131072");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await?;
    connection.close().await?;
    Ok(File::open(options.get_filename())?.sync_all()?)
}

/// As a database is that has been in use for a while: looked through by the vacuum, and written down.
async fn postgres(url: &str, script: String) -> Result<(), BenchError> {
    let mut connection = PgConnection::connect(url).await?;
    // The rows agree with each other. Checking each reference takes longer than everything else.
    sqlx::raw_sql("set session_replication_role = replica").execute(&mut connection).await?;
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await?;
    for statement in ["vacuum analyze", "checkpoint"] {
        sqlx::raw_sql(statement).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}
