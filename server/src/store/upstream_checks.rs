use super::{Db, StoreError, on};

/// Sign-ins under way that only ask whether somebody is still signed in at the provider.
pub struct UpstreamChecks<'a>(&'a mut Db);

impl Db {
    /// Sign-ins under way that only ask whether somebody is still signed in at the provider.
    pub fn upstream_checks(&mut self) -> UpstreamChecks<'_> {
        UpstreamChecks(self)
    }
}

impl UpstreamChecks<'_> {
    /// Notes that the sign-in of that state only asks, for that session.
    pub async fn insert(self, state_hash: &str, family_id: &str) -> Result<(), StoreError> {
        const SQL: &str = "insert into upstream_checks (state_hash, family_id) values ($1, $2)";
        on!(self.0, |conn| sqlx::query(SQL).bind(state_hash).bind(family_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// The session that the sign-in of that state asks for; `None` where it is a sign-in in earnest.
    pub async fn family_of(self, state_hash: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select family_id from upstream_checks where state_hash = $1";
        let found: Option<(String,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(state_hash).fetch_optional(conn).await)?;
        Ok(found.map(|(family,)| family))
    }
}
