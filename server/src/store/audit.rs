use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// A security event. Rows are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// UUID.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What: `sign_in`, `sign_out`, `reuse_detected`, …
    pub kind: String,
    /// `ok`, or why not.
    pub outcome: String,
    /// Whose account.
    pub person_id: Option<String>,
    /// Which session.
    pub family_id: Option<String>,
    /// Through which provider.
    pub provider: Option<String>,
    /// From which address.
    pub ip: String,
    /// With which browser.
    pub user_agent: String,
    /// What the person was told to tell support.
    pub support_code: Option<String>,
    /// The cause, for operators.
    pub detail: String,
}

/// The audit log.
pub struct AuditEvents<'a>(&'a mut Db);

impl Db {
    /// The audit log.
    pub fn audit_events(&mut self) -> AuditEvents<'_> {
        AuditEvents(self)
    }
}

impl AuditEvents<'_> {
    /// Removes events before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from audit_events where at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Writes an event.
    pub async fn insert(self, event: &AuditRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into audit_events (id, at, kind, outcome, person_id, family_id, provider, ip, \
             user_agent, support_code, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&event.id)
            .bind(event.at)
            .bind(&event.kind)
            .bind(&event.outcome)
            .bind(&event.person_id)
            .bind(&event.family_id)
            .bind(&event.provider)
            .bind(&event.ip)
            .bind(&event.user_agent)
            .bind(&event.support_code)
            .bind(&event.detail)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The newest events, newest first.
    pub async fn latest(self, most: i64) -> Result<Vec<AuditRow>, StoreError> {
        const SQL: &str = "select id, at, kind, outcome, person_id, family_id, provider, ip, user_agent, \
             support_code, detail from audit_events order by at desc, id limit $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(most).fetch_all(conn).await)?)
    }
}
