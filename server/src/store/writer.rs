//! SQLite has one writer at a time. Giving it one connection and a queue of our own turns lock
//! errors into waiting; a pool of one would test the connection after every turn, which costs as
//! much as a third of a commit.

use std::{sync::Arc, time::Duration};

use sqlx::{ConnectOptions, Connection, SqliteConnection, raw_sql, sqlite::SqliteConnectOptions};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

/// The connection that writes.
#[derive(Clone)]
pub(super) struct Writer {
    /// `None` once it was closed.
    slot: Arc<Mutex<Option<Slot>>>,
    /// How long a turn is waited for.
    patience: Duration,
}

struct Slot {
    connection: SqliteConnection,
    /// Whether a transaction is open.
    open: bool,
}

/// The writer, for one of those who wait for it. Dropped, what was not saved does not count.
pub(super) struct Turn {
    slot: OwnedMappedMutexGuard<Option<Slot>, Slot>,
    writer: Writer,
}

impl Writer {
    pub(super) async fn connect(options: &SqliteConnectOptions, patience: Duration) -> Result<Self, sqlx::Error> {
        let slot = Slot { connection: options.connect().await?, open: false };
        Ok(Self { slot: Arc::new(Mutex::new(Some(slot))), patience })
    }

    /// Waits for a turn; each statement is a transaction of its own.
    pub(super) async fn turn(&self) -> Result<Turn, sqlx::Error> {
        let waiting = tokio::time::timeout(self.patience, Arc::clone(&self.slot).lock_owned());
        let slot = waiting.await.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let mut slot = OwnedMutexGuard::try_map(slot, Option::as_mut).map_err(|_| sqlx::Error::PoolClosed)?;
        if slot.open {
            // Left half way. It says no where there is nothing to take back: just as well.
            let _ = raw_sql("rollback").execute(&mut slot.connection).await;
            slot.open = false;
        }
        Ok(Turn { slot, writer: self.clone() })
    }

    /// Waits for a turn and opens a transaction.
    pub(super) async fn begin(&self) -> Result<Turn, sqlx::Error> {
        let mut turn = self.turn().await?;
        turn.slot.open = true;
        raw_sql("begin immediate").execute(turn.connection()).await?;
        Ok(turn)
    }

    pub(super) async fn close(&self) {
        if let Some(slot) = self.slot.lock().await.take() {
            // What was committed is on disk, however this ends.
            let _ = slot.connection.close().await;
        }
    }
}

impl Turn {
    /// Commits.
    pub(super) async fn save(mut self) -> Result<(), sqlx::Error> {
        raw_sql("commit").execute(self.connection()).await?;
        self.slot.open = false;
        Ok(())
    }

    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.slot.connection
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.slot.open
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            // Soon, not when somebody next writes: other processes wait for the lock.
            let writer = self.writer.clone();
            runtime.spawn(async move { writer.turn().await.map(drop) });
        }
    }
}
