use std::{path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::Notify;

use super::{
    StoreError,
    migrate::MigrationLock,
    writer::{Turn, Writer},
};

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections that serve reads on SQLite, and everything on PostgreSQL.
const CONNECTIONS: u32 = 8;
/// How much of a SQLite file is read without being copied, bytes. With a million accounts no cache of
/// a connection holds the rows that are asked for.
const MAPPED: u64 = 1 << 30;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// For several replicas.
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    file: Option<PathBuf>,
}

#[derive(Clone)]
enum Pool {
    Sqlite { readers: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

/// A connection of either engine, in a transaction or not.
pub struct Db(Inner);

enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteWriter(Turn),
    PostgresTx(Transaction<'static, Postgres>),
}

/// What `on!` matches on.
pub(crate) enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Store {
    /// Opens the database of that URL; a SQLite file that is not there is made.
    pub async fn open(url: &SecretString) -> Result<Self, StoreError> {
        let url = url.expose_secret();
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(ACQUIRE_TIMEOUT)
                .pragma("mmap_size", MAPPED.to_string());
            let file = options.get_filename().to_owned();
            let _lock = MigrationLock::acquire(&file).await?;
            let writer = Writer::connect(&options, ACQUIRE_TIMEOUT).await?;
            let readers = SqlitePoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .test_before_acquire(false)
                .connect_lazy_with(options);
            Ok(Self { pool: Pool::Sqlite { readers, writer }, file: Some(file) })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(2 * CONNECTIONS)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .test_before_acquire(false)
                .connect_with(PgConnectOptions::from_str(url)?)
                .await?;
            Ok(Self { pool: Pool::Postgres(pool), file: None })
        } else {
            Err(StoreError::UnknownEngine)
        }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        match self.pool {
            Pool::Sqlite { .. } => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file of an embedded database.
    pub fn file(&self) -> Option<&PathBuf> {
        self.file.as_ref()
    }

    /// A connection to read with. Each statement sees what was committed before it.
    pub async fn read(&self) -> Result<Db, StoreError> {
        Ok(Db(match &self.pool {
            Pool::Sqlite { readers, .. } => Inner::Sqlite(readers.acquire().await?),
            Pool::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// A connection to write with, each statement its own transaction.
    pub async fn write(&self) -> Result<Db, StoreError> {
        Ok(Db(match &self.pool {
            Pool::Sqlite { writer, .. } => Inner::SqliteWriter(writer.turn().await?),
            Pool::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// What to write with after reading: on PostgreSQL the same connection, whose return to the
    /// pool costs a round trip of its own.
    pub async fn write_after(&self, read: Db) -> Result<Db, StoreError> {
        match self.engine() {
            Engine::Sqlite => {
                drop(read);
                self.write().await
            }
            Engine::Postgres => Ok(read),
        }
    }

    /// A transaction to write in. Dropped without [`Tx::save`], it changes nothing.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let db = Db(match &self.pool {
            Pool::Sqlite { writer, .. } => Inner::SqliteWriter(writer.begin().await?),
            Pool::Postgres(pool) => Inner::PostgresTx(pool.begin().await?),
        });
        Ok(Tx { db, waiting: None })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut db = self.read().await?;
        super::on!(&mut db, |conn| sqlx::query("select 1").execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Lets go of every connection; what was committed stays.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    pub(super) async fn run_migrations(&self) -> Result<(), StoreError> {
        match &self.pool {
            Pool::Sqlite { readers, .. } => sqlx::migrate!("migrations/sqlite").run(readers).await?,
            Pool::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }
}

impl Db {
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match &mut self.0 {
            Inner::Sqlite(conn) => Connection::Sqlite(conn),
            Inner::SqliteWriter(turn) => Connection::Sqlite(turn.connection()),
            Inner::Postgres(conn) => Connection::Postgres(conn),
            Inner::PostgresTx(tx) => Connection::Postgres(tx),
        }
    }
}

/// A unit of work: it counts only once saved.
pub struct Tx {
    db: Db,
    /// Whoever waits for it.
    waiting: Option<Arc<Notify>>,
}

impl Tx {
    /// Commits.
    pub async fn save(self) -> Result<(), StoreError> {
        match self.db.0 {
            Inner::SqliteWriter(turn) => turn.save().await?,
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        if let Some(waiting) = self.waiting {
            waiting.notify_one();
        }
        Ok(())
    }

    /// Wakes somebody once it is saved, for whom there is nothing to see before.
    pub fn wake_when_saved(&mut self, waiting: &Arc<Notify>) {
        self.waiting = Some(Arc::clone(waiting));
    }
}

impl std::ops::Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.db
    }
}
