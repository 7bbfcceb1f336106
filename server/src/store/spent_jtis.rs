use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{Db, StoreError, imports::json, on};
use crate::{clock::Timestamp, digest};

/// Another system's tokens that were used up before they expired.
pub struct SpentJtis<'a>(&'a mut Db);

#[derive(Serialize)]
struct SpentRow {
    jti_hash: String,
    expires_at: Timestamp,
}

impl Db {
    /// Another system's tokens that were used up.
    pub fn spent_jtis(&mut self) -> SpentJtis<'_> {
        SpentJtis(self)
    }
}

impl SpentJtis<'_> {
    /// Uses a token up; whether it was still good. Of many at once, one is told that it was.
    pub async fn spend(self, jti: &str, expires_at: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "insert into spent_jtis (jti_hash, expires_at) values ($1, $2) on conflict do nothing";
        let done = on!(self.0, |conn| sqlx::query(SQL)
            .bind(digest::sha256(jti))
            .bind(expires_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }

    /// Notes that those are used up.
    pub async fn spend_all(self, tokens: &[(String, Timestamp)]) -> Result<(), StoreError> {
        let sql = format!(
            "insert into spent_jtis (jti_hash, expires_at) \
             select value ->> 'jti_hash', cast(value ->> 'expires_at' as bigint) from {} where true \
             on conflict do nothing",
            self.0.items()
        );
        let rows: Vec<_> = tokens
            .iter()
            .map(|(jti, expires_at)| SpentRow { jti_hash: digest::sha256(jti), expires_at: *expires_at })
            .collect();
        let (sql, rows) = (AssertSqlSafe(sql), json(&rows));
        on!(self.0, |conn| sqlx::query(sql).bind(rows).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Whether a token was used up.
    pub async fn holds(self, jti: &str) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from spent_jtis where jti_hash = $1";
        let found: Option<(i32,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(digest::sha256(jti)).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Forgets those that have expired by then; how many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from spent_jtis where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
