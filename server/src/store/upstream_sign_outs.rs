use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// A sign-out that goes on at the provider.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UpstreamSignOutRow {
    /// SHA-256 of the `state` parameter.
    pub state_hash: String,
    /// Id of the provider.
    pub provider: String,
    /// The ID token, where it was kept.
    pub sealed_id_token: Option<Vec<u8>>,
    /// When it lapses.
    pub expires_at: Timestamp,
}

/// Sign-outs that go on at a provider.
pub struct UpstreamSignOuts<'a>(&'a mut Db);

impl Db {
    /// Sign-outs that go on at a provider.
    pub fn upstream_sign_outs(&mut self) -> UpstreamSignOuts<'_> {
        UpstreamSignOuts(self)
    }
}

impl UpstreamSignOuts<'_> {
    /// Adds one.
    pub async fn insert(self, row: &UpstreamSignOutRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into upstream_sign_outs (state_hash, provider, sealed_id_token, expires_at) values ($1, $2, $3, $4)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.state_hash)
            .bind(&row.provider)
            .bind(&row.sealed_id_token)
            .bind(row.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The one of that state at that provider, unless it is used up or has lapsed.
    pub async fn find(
        self,
        state_hash: &str,
        provider: &str,
        now: Timestamp,
    ) -> Result<Option<UpstreamSignOutRow>, StoreError> {
        const SQL: &str = "select state_hash, provider, sealed_id_token, expires_at from upstream_sign_outs \
             where state_hash = $1 and provider = $2 and used_at is null and expires_at > $3";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(state_hash)
            .bind(provider)
            .bind(now)
            .fetch_optional(conn)
            .await)?)
    }

    /// Uses one up, and forgets the ID token. Only one caller ever gets true.
    pub async fn consume(self, state_hash: &str, provider: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update upstream_sign_outs set used_at = $1, sealed_id_token = null \
             where state_hash = $2 and provider = $3 and used_at is null and expires_at > $1";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(state_hash)
            .bind(provider)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from upstream_sign_outs where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
