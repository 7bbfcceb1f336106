use super::{Db, StoreError, engine::Connection, on};
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
    /// Who did it, where that is somebody else.
    pub actor_id: Option<String>,
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
    /// Removes events before `before`, as far as the database lets them go: its own clock counts
    /// there, and one that differs must not stop whatever else is removed. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = match self.0.connection() {
            Connection::Sqlite(_) => {
                "delete from audit_events where at < $1 and at <= (unixepoch() - 390 * 86400) * 1000"
            }
            Connection::Postgres(_) => {
                "delete from audit_events where at < $1 \
                 and at <= (extract(epoch from now())::bigint - 390 * 86400) * 1000"
            }
        };
        Ok(on!(self.0, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Writes an event.
    pub async fn insert(self, event: &AuditRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into audit_events (id, at, kind, outcome, person_id, actor_id, family_id, provider, \
             ip, user_agent, support_code, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&event.id)
            .bind(event.at)
            .bind(&event.kind)
            .bind(&event.outcome)
            .bind(&event.person_id)
            .bind(&event.actor_id)
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

    /// The newest events that a filter lets through, newest first.
    pub async fn search(self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        const SQL: &str = "select id, at, kind, outcome, person_id, actor_id, family_id, provider, ip, user_agent, \
             support_code, detail from audit_events \
             where ($1 is null or person_id = $1 or actor_id = $1) and ($2 is null or kind = $2) \
             and ($3 is null or outcome = $3) and ($4 is null or ip = $4) and ($5 is null or family_id = $5) \
             and ($6 is null or support_code = $6) and at >= $7 and at < $8 order by at desc, id limit $9";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(&filter.person_id)
            .bind(&filter.kind)
            .bind(&filter.outcome)
            .bind(&filter.ip)
            .bind(&filter.family_id)
            .bind(&filter.support_code)
            .bind(filter.since)
            .bind(filter.until)
            .bind(filter.most)
            .fetch_all(conn)
            .await)?)
    }
}

/// Which events to show: what is `None` does not matter.
#[derive(Clone, Debug)]
pub struct AuditFilter {
    /// Whom it happened to, or who did it.
    pub person_id: Option<String>,
    /// What.
    pub kind: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// From which address.
    pub ip: Option<String>,
    /// In which session.
    pub family_id: Option<String>,
    /// What the person tells support.
    pub support_code: Option<String>,
    /// From then on.
    pub since: Timestamp,
    /// Before then.
    pub until: Timestamp,
    /// So many at most.
    pub most: i64,
}

impl AuditFilter {
    /// Everything, the newest `most`.
    pub const fn latest(most: i64) -> Self {
        Self {
            person_id: None,
            kind: None,
            outcome: None,
            ip: None,
            family_id: None,
            support_code: None,
            since: Timestamp::from_millis(0),
            until: Timestamp::from_millis(i64::MAX),
            most,
        }
    }
}
