use super::{Db, StoreError, exactly_one, on};
use crate::clock::Timestamp;

/// A key, sealed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyRow {
    /// `kid`.
    pub id: String,
    /// Which ring it belongs to.
    pub ring: String,
    /// `ES256`, `RS256`, `EdDSA`, `ES512` or `HS256`.
    pub algorithm: String,
    /// `next`, `active`, `retired` or `lapsed`.
    pub state: String,
    /// Private part, encrypted with the key of the configuration.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it began to sign.
    pub activated_at: Option<Timestamp>,
    /// When it stopped to sign.
    pub retired_at: Option<Timestamp>,
}

/// Signing keys.
pub struct SigningKeys<'a>(&'a mut Db);

impl Db {
    /// Signing keys.
    pub fn signing_keys(&mut self) -> SigningKeys<'_> {
        SigningKeys(self)
    }
}

impl SigningKeys<'_> {
    /// All keys of a ring, oldest first.
    pub async fn of_ring(self, ring: &str) -> Result<Vec<KeyRow>, StoreError> {
        const SQL: &str = "select id, ring, algorithm, state, sealed, created_at, activated_at, retired_at \
             from signing_keys where ring = $1 order by created_at, id";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(ring).fetch_all(conn).await)?)
    }

    /// Adds a key. A conflict if the ring has a next or active one of that algorithm already.
    pub async fn insert(self, key: &KeyRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into signing_keys \
             (id, ring, algorithm, state, sealed, created_at, activated_at, retired_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&key.id)
            .bind(&key.ring)
            .bind(&key.algorithm)
            .bind(&key.state)
            .bind(&key.sealed)
            .bind(key.created_at)
            .bind(key.activated_at)
            .bind(key.retired_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Lets the active key sign no longer.
    pub async fn retire(self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str =
            "update signing_keys set state = 'retired', retired_at = $1 where id = $2 and state = 'active'";
        let changed =
            on!(self.0, |conn| sqlx::query(SQL).bind(now).bind(id).execute(conn).await.map(|d| d.rows_affected()))?;
        exactly_one(changed)
    }

    /// Lets the next key sign.
    pub async fn activate(self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str =
            "update signing_keys set state = 'active', activated_at = $1 where id = $2 and state = 'next'";
        let changed =
            on!(self.0, |conn| sqlx::query(SQL).bind(now).bind(id).execute(conn).await.map(|d| d.rows_affected()))?;
        exactly_one(changed)
    }

    /// Lets retired keys verify no longer.
    pub async fn lapse(self, ring: &str, retired_before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "update signing_keys set state = 'lapsed' \
             where ring = $1 and state = 'retired' and retired_at < $2";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(ring)
            .bind(retired_before)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Removes keys that nothing has to be known of any more.
    pub async fn remove_retired(self, ring: &str, retired_before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from signing_keys \
             where ring = $1 and state in ('retired', 'lapsed') and retired_at < $2";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(ring)
            .bind(retired_before)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
