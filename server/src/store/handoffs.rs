use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// A one-time code from a popup to its opener.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HandoffRow {
    /// SHA-256 of the code.
    pub code_hash: String,
    /// The session it stands for.
    pub family_id: String,
    /// S256 challenge of the opener.
    pub challenge: String,
    /// When it lapses.
    pub expires_at: Timestamp,
}

/// Hand-off codes.
pub struct Handoffs<'a>(&'a mut Db);

impl Db {
    /// Hand-off codes.
    pub fn handoffs(&mut self) -> Handoffs<'_> {
        Handoffs(self)
    }
}

impl Handoffs<'_> {
    /// Adds a code.
    pub async fn insert(self, row: &HandoffRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into handoffs (code_hash, family_id, challenge, expires_at) values ($1, $2, $3, $4)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.code_hash)
            .bind(&row.family_id)
            .bind(&row.challenge)
            .bind(row.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Uses a code up, whoever asks and with whatever verifier: a second try finds nothing.
    pub async fn consume(self, code_hash: &str, now: Timestamp) -> Result<Option<HandoffRow>, StoreError> {
        const SQL: &str = "update handoffs set used_at = $1 where code_hash = $2 and used_at is null \
             returning code_hash, family_id, challenge, expires_at";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(now).bind(code_hash).fetch_optional(conn).await)?)
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from handoffs where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
