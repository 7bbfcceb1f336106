use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// An identity that waits until the person of an account shows who they are.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct JoinRow {
    /// Names it in addresses, and its cookie. No secret.
    pub id: String,
    /// SHA-256 of the secret in the browser's cookie.
    pub binding_hash: String,
    /// Whose account it is.
    pub person_id: String,
    /// The identity, encrypted.
    pub sealed: Vec<u8>,
    /// The opener's channel; `None` in page mode.
    pub channel: Option<String>,
    /// The opener's challenge for the hand-off code.
    pub challenge: Option<String>,
    /// The origin of somebody's own front end that opened it in a popup.
    pub opener: Option<String>,
    /// Path of our own to come back to.
    pub return_to: String,
    /// Greatest age of the proof, seconds, where a fresh one was asked for.
    pub max_age: Option<i64>,
    /// The session that the browser had when it left for the provider.
    pub replaces: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// When it was finished.
    pub used_at: Option<Timestamp>,
}

/// Joins that are pending.
pub struct Joins<'a>(&'a mut Db);

impl Db {
    /// Joins that are pending.
    pub fn joins(&mut self) -> Joins<'_> {
        Joins(self)
    }
}

impl Joins<'_> {
    /// Adds one.
    pub async fn insert(self, row: &JoinRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into joins (id, binding_hash, person_id, sealed, channel, challenge, return_to, \
             max_age, replaces, created_at, expires_at, opener) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.id)
            .bind(&row.binding_hash)
            .bind(&row.person_id)
            .bind(&row.sealed)
            .bind(&row.channel)
            .bind(&row.challenge)
            .bind(&row.return_to)
            .bind(row.max_age)
            .bind(&row.replaces)
            .bind(row.created_at)
            .bind(row.expires_at)
            .bind(&row.opener)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The join of that id, used or not.
    pub async fn find(self, id: &str) -> Result<Option<JoinRow>, StoreError> {
        const SQL: &str = "select id, binding_hash, person_id, sealed, channel, challenge, opener, return_to, max_age, \
             replaces, created_at, expires_at, used_at from joins where id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// Uses one up. False if it was used before: only one caller ever gets true.
    pub async fn consume(self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update joins set used_at = $1 where id = $2 and used_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from joins where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
