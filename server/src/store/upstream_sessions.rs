use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// What a session knows of the one at the provider that it began with.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UpstreamSessionRow {
    /// Our session.
    pub family_id: String,
    /// Id of the provider in our configuration.
    pub provider: String,
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's name for the person.
    pub subject: String,
    /// The provider's own session, where it names one.
    pub sid: Option<String>,
    /// The ID token, where it is kept.
    pub sealed_id_token: Option<Vec<u8>>,
    /// When to ask whether the person is still signed in there.
    pub next_check_at: Option<Timestamp>,
}

/// Whom a provider has signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOutThere<'a> {
    /// Id of the provider in our configuration.
    pub provider: &'a str,
    /// The provider's issuer.
    pub issuer: &'a str,
    /// The provider's name for the person, where it says so.
    pub subject: Option<&'a str>,
    /// The provider's own session; without it, all of that person.
    pub sid: Option<&'a str>,
}

/// What sessions know of those at the providers.
pub struct UpstreamSessions<'a>(&'a mut Db);

impl Db {
    /// What sessions know of those at the providers.
    pub fn upstream_sessions(&mut self) -> UpstreamSessions<'_> {
        UpstreamSessions(self)
    }
}

impl UpstreamSessions<'_> {
    /// Adds one.
    pub async fn insert(self, row: &UpstreamSessionRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into upstream_sessions \
             (family_id, provider, issuer, subject, sid, sealed_id_token, next_check_at) \
             values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.family_id)
            .bind(&row.provider)
            .bind(&row.issuer)
            .bind(&row.subject)
            .bind(&row.sid)
            .bind(&row.sealed_id_token)
            .bind(row.next_check_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// What that session knows.
    pub async fn find(self, family_id: &str) -> Result<Option<UpstreamSessionRow>, StoreError> {
        const SQL: &str = "select family_id, provider, issuer, subject, sid, sealed_id_token, next_check_at \
             from upstream_sessions where family_id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(family_id).fetch_optional(conn).await)?)
    }

    /// Puts what that session knows now in the place of what it knew.
    pub async fn update(self, row: &UpstreamSessionRow) -> Result<(), StoreError> {
        const SQL: &str =
            "update upstream_sessions set sid = $1, sealed_id_token = $2, next_check_at = $3 where family_id = $4";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.sid)
            .bind(&row.sealed_id_token)
            .bind(row.next_check_at)
            .bind(&row.family_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Takes out what that session knew. Of many at once, one gets it.
    pub async fn take(self, family_id: &str) -> Result<Option<UpstreamSessionRow>, StoreError> {
        const SQL: &str = "delete from upstream_sessions where family_id = $1 \
             returning family_id, provider, issuer, subject, sid, sealed_id_token, next_check_at";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(family_id).fetch_optional(conn).await)?)
    }

    /// The sessions that have not been ended and that this is about. A subject that is told must be
    /// theirs, and so must a session of the provider's.
    pub async fn live(self, whom: &SignedOutThere<'_>) -> Result<Vec<UpstreamSessionRow>, StoreError> {
        // One condition that an index serves, then the other: neither engine sees through an `or`.
        const BY_SID: &str = "select u.family_id, u.provider, u.issuer, u.subject, u.sid, u.sealed_id_token, \
             u.next_check_at from upstream_sessions u join families f on f.id = u.family_id \
             where u.sid = $1 and u.provider = $2 and u.issuer = $3 and ($4 is null or u.subject = $4) \
             and f.revoked_at is null";
        const BY_SUBJECT: &str = "select u.family_id, u.provider, u.issuer, u.subject, u.sid, u.sealed_id_token, \
             u.next_check_at from upstream_sessions u join families f on f.id = u.family_id \
             where u.subject = $1 and u.provider = $2 and u.issuer = $3 and f.revoked_at is null";
        let &SignedOutThere { provider, issuer, subject, sid } = whom;
        Ok(match (sid, subject) {
            (Some(sid), subject) => on!(self.0, |conn| sqlx::query_as(BY_SID)
                .bind(sid)
                .bind(provider)
                .bind(issuer)
                .bind(subject)
                .fetch_all(conn)
                .await)?,
            (None, Some(subject)) => on!(self.0, |conn| sqlx::query_as(BY_SUBJECT)
                .bind(subject)
                .bind(provider)
                .bind(issuer)
                .fetch_all(conn)
                .await)?,
            (None, None) => Vec::new(),
        })
    }

    /// Sets when to ask the provider next, if nobody has set it since it was `due`: of many page
    /// loads at once, one asks.
    pub async fn put_off(self, family_id: &str, due: Timestamp, next: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update upstream_sessions set next_check_at = $1 where family_id = $2 and next_check_at = $3";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(next)
            .bind(family_id)
            .bind(due)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// The provider says that the person is still signed in there.
    pub async fn checked(self, family_id: &str, next: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "update upstream_sessions set next_check_at = $1 where family_id = $2";
        on!(self.0, |conn| sqlx::query(SQL).bind(next).bind(family_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes what sessions knew that are over. How many.
    pub async fn purge(self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from upstream_sessions where family_id in (select id from families \
             where revoked_at is not null or idle_expires_at < $1 or absolute_expires_at < $1)";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(now).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
