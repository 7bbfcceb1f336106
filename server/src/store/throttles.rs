use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{Db, StoreError, imports::json, on};
use crate::clock::Timestamp;

/// A step of one key.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Which.
    pub key: String,
    /// How much a step uses up, milliseconds.
    pub step: i64,
    /// How far ahead of now it may be used up, milliseconds.
    pub most: i64,
}

/// How much of each limit is used up.
pub struct Throttles<'a>(&'a mut Db);

impl Db {
    /// How much of each limit is used up.
    pub fn throttles(&mut self) -> Throttles<'_> {
        Throttles(self)
    }
}

impl Throttles<'_> {
    /// One step of the generic cell rate algorithm for each key, which takes so much more of it unless it
    /// would then be used up too far. The keys that were taken of.
    pub async fn take(self, steps: &[Step], now: Timestamp) -> Result<Vec<String>, StoreError> {
        let items = self.0.items();
        // What is to be inserted is a step from now; the row itself knows neither step nor bound.
        let next = "(case when throttles.next_at > $2 then throttles.next_at else $2 end) + excluded.next_at - $2";
        let sql = format!(
            "insert into throttles (key, next_at) \
             select value ->> 'key', $2 + cast(value ->> 'step' as bigint) from {items} where true \
             on conflict (key) do update set next_at = {next} \
             where {next} <= $2 + (select cast(value ->> 'most' as bigint) from {items} \
             where value ->> 'key' = throttles.key) \
             returning key"
        );
        let (sql, steps) = (AssertSqlSafe(sql), json(steps));
        let taken: Vec<(String,)> =
            on!(self.0, |conn| sqlx::query_as(sql).bind(steps).bind(now.millis()).fetch_all(conn).await)?;
        Ok(taken.into_iter().map(|(key,)| key).collect())
    }

    /// When a key is free again; `None` if nothing of it was ever used.
    pub async fn next_at(self, key: &str) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "select next_at from throttles where key = $1";
        let found: Option<(Timestamp,)> = on!(self.0, |conn| sqlx::query_as(SQL).bind(key).fetch_optional(conn).await)?;
        Ok(found.map(|(next_at,)| next_at))
    }

    /// Gives a step of each key back.
    pub async fn give_back(self, steps: &[Step]) -> Result<(), StoreError> {
        let items = self.0.items();
        let sql = format!(
            "update throttles set next_at = next_at - (select cast(value ->> 'step' as bigint) from {items} \
             where value ->> 'key' = throttles.key) where key in (select value ->> 'key' from {items})"
        );
        let (sql, steps) = (AssertSqlSafe(sql), json(steps));
        on!(self.0, |conn| sqlx::query(sql).bind(steps).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Forgets what was used of those keys.
    pub async fn forget(self, steps: &[Step]) -> Result<(), StoreError> {
        let items = self.0.items();
        let sql = format!("delete from throttles where key in (select value ->> 'key' from {items})");
        let (sql, steps) = (AssertSqlSafe(sql), json(steps));
        on!(self.0, |conn| sqlx::query(sql).bind(steps).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes keys of which nothing is used any more. How many.
    pub async fn purge(self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from throttles where next_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(now).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
