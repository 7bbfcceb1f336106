use super::{Db, StoreError, engine::Connection, on};
use crate::clock::Timestamp;

/// Whose tokens: one of a person's identities at one of our providers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sqlx::FromRow)]
pub struct UpstreamIdentity {
    /// Id of the provider in our configuration.
    pub provider: String,
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's name for the person.
    pub subject: String,
}

/// A provider's tokens for an identity.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UpstreamTokensRow {
    /// Whose.
    #[sqlx(flatten)]
    pub identity: UpstreamIdentity,
    /// Encrypted.
    pub sealed: Vec<u8>,
}

/// Providers' tokens.
pub struct UpstreamTokens<'a>(&'a mut Db);

impl Db {
    /// Providers' tokens.
    pub fn upstream_tokens(&mut self) -> UpstreamTokens<'_> {
        UpstreamTokens(self)
    }
}

/// No session that began with that identity is going on.
macro_rules! unused {
    ($now:literal) => {
        concat!(
            "not exists (select 1 from upstream_sessions u join families f on f.id = u.family_id \
             where u.subject = upstream_tokens.subject and u.issuer = upstream_tokens.issuer \
             and u.provider = upstream_tokens.provider and f.revoked_at is null \
             and f.idle_expires_at > ",
            $now,
            " and f.absolute_expires_at > ",
            $now,
            ")"
        )
    };
}

impl UpstreamTokens<'_> {
    /// Puts tokens in the place of those that were there.
    pub async fn put(self, row: &UpstreamTokensRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into upstream_tokens (provider, issuer, subject, sealed) values ($1, $2, $3, $4) \
             on conflict (provider, issuer, subject) do update set sealed = excluded.sealed";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.identity.provider)
            .bind(&row.identity.issuer)
            .bind(&row.identity.subject)
            .bind(&row.sealed)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The tokens of that identity.
    pub async fn find(self, identity: &UpstreamIdentity) -> Result<Option<UpstreamTokensRow>, StoreError> {
        const SQL: &str = "select provider, issuer, subject, sealed from upstream_tokens \
             where provider = $1 and issuer = $2 and subject = $3";
        self.select(SQL, identity).await
    }

    /// The same, and nobody else changes them until the transaction is over.
    pub async fn hold(self, identity: &UpstreamIdentity) -> Result<Option<UpstreamTokensRow>, StoreError> {
        const PLAIN: &str = "select provider, issuer, subject, sealed from upstream_tokens \
             where provider = $1 and issuer = $2 and subject = $3";
        const LOCKING: &str = "select provider, issuer, subject, sealed from upstream_tokens \
             where provider = $1 and issuer = $2 and subject = $3 for update";
        let sql = match self.0.connection() {
            Connection::Sqlite(_) => PLAIN,
            Connection::Postgres(_) => LOCKING,
        };
        self.select(sql, identity).await
    }

    async fn select(
        self,
        sql: &'static str,
        identity: &UpstreamIdentity,
    ) -> Result<Option<UpstreamTokensRow>, StoreError> {
        Ok(on!(self.0, |conn| sqlx::query_as(sql)
            .bind(&identity.provider)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .fetch_optional(conn)
            .await)?)
    }

    /// The identities of a person at a provider whose tokens are kept, the last used first.
    pub async fn identities_of(self, person_id: &str, provider: &str) -> Result<Vec<UpstreamIdentity>, StoreError> {
        const SQL: &str = "select t.provider, t.issuer, t.subject from upstream_tokens t \
             join identities i on i.issuer = t.issuer and i.subject = t.subject \
             where i.person_id = $1 and t.provider = $2 order by i.last_used_at desc, t.issuer, t.subject";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(provider).fetch_all(conn).await)?)
    }

    /// Reserves the renewal of those tokens. False while somebody else has it.
    pub async fn lease(
        self,
        identity: &UpstreamIdentity,
        lease: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "update upstream_tokens set lease = $1, leased_until = $2 \
             where provider = $3 and issuer = $4 and subject = $5 and (lease is null or leased_until <= $6)";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(lease)
            .bind(until)
            .bind(&identity.provider)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Lets the renewal go.
    pub async fn release(self, identity: &UpstreamIdentity, lease: &str) -> Result<(), StoreError> {
        const SQL: &str = "update upstream_tokens set lease = null, leased_until = null \
             where provider = $1 and issuer = $2 and subject = $3 and lease = $4";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&identity.provider)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .bind(lease)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets the tokens of that identity.
    pub async fn forget(self, identity: &UpstreamIdentity) -> Result<(), StoreError> {
        const SQL: &str = "delete from upstream_tokens where provider = $1 and issuer = $2 and subject = $3";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&identity.provider)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Takes out the tokens of a person that no session of theirs is there for any more. Which.
    pub async fn take_unused(self, person_id: &str, now: Timestamp) -> Result<Vec<UpstreamTokensRow>, StoreError> {
        const SQL: &str = concat!(
            "delete from upstream_tokens where exists (select 1 from identities i \
             where i.issuer = upstream_tokens.issuer and i.subject = upstream_tokens.subject and i.person_id = $1) and ",
            unused!("$2"),
            " returning provider, issuer, subject, sealed"
        );
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(now).fetch_all(conn).await)?)
    }

    /// Removes tokens that no session is there for any more. How many.
    pub async fn purge(self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = concat!("delete from upstream_tokens where ", unused!("$1"));
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(now).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
