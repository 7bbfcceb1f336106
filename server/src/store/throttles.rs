use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// How much of each limit is used up.
pub struct Throttles<'a>(&'a mut Db);

impl Db {
    /// How much of each limit is used up.
    pub fn throttles(&mut self) -> Throttles<'_> {
        Throttles(self)
    }
}

impl Throttles<'_> {
    /// One step of the generic cell rate algorithm: takes `step` milliseconds more of a key, unless
    /// it would then be used up further than `most` milliseconds ahead of now. `None` if it would.
    pub async fn take(self, key: &str, step: i64, most: i64, now: Timestamp) -> Result<Option<()>, StoreError> {
        const SQL: &str = "insert into throttles (key, next_at) values ($1, $2 + $3) on conflict (key) do update \
             set next_at = (case when throttles.next_at > $2 then throttles.next_at else $2 end) + $3 \
             where (case when throttles.next_at > $2 then throttles.next_at else $2 end) + $3 <= $2 + $4 \
             returning next_at";
        let taken: Option<(i64,)> = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(key)
            .bind(now.millis())
            .bind(step)
            .bind(most)
            .fetch_optional(conn)
            .await)?;
        Ok(taken.map(drop))
    }

    /// When a key is free again; `None` if nothing of it was ever used.
    pub async fn next_at(self, key: &str) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "select next_at from throttles where key = $1";
        let found: Option<(Timestamp,)> = on!(self.0, |conn| sqlx::query_as(SQL).bind(key).fetch_optional(conn).await)?;
        Ok(found.map(|(next_at,)| next_at))
    }

    /// Gives `step` milliseconds of a key back.
    pub async fn give_back(self, key: &str, step: i64) -> Result<(), StoreError> {
        const SQL: &str = "update throttles set next_at = next_at - $1 where key = $2";
        on!(self.0, |conn| sqlx::query(SQL).bind(step).bind(key).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Forgets what was used of a key.
    pub async fn forget(self, key: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from throttles where key = $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(key).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes keys of which nothing is used any more. How many.
    pub async fn purge(self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from throttles where next_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(now).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
