use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// An authorization request that waits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuthorizationRequestRow {
    /// SHA-256 of the name it goes by.
    pub id: String,
    /// Whose.
    pub client_id: String,
    /// As the client sent them.
    pub parameters: String,
    /// Whether the client pushed it (RFC 9126).
    pub pushed: bool,
    /// When the person was first asked anything.
    pub begun_at: Timestamp,
    /// The session that was chosen at the page that asks who it is.
    pub chosen: Option<String>,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// Authorization requests that wait.
pub struct AuthorizationRequests<'a>(&'a mut Db);

impl Db {
    /// Authorization requests that wait.
    pub fn authorization_requests(&mut self) -> AuthorizationRequests<'_> {
        AuthorizationRequests(self)
    }
}

impl AuthorizationRequests<'_> {
    /// Adds one.
    pub async fn insert(self, request: &AuthorizationRequestRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into authorization_requests (id, client_id, parameters, pushed, begun_at, chosen, \
             expires_at) values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&request.id)
            .bind(&request.client_id)
            .bind(&request.parameters)
            .bind(request.pushed)
            .bind(request.begun_at)
            .bind(&request.chosen)
            .bind(request.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The one of that name, unless it has lapsed.
    pub async fn find(self, id: &str, now: Timestamp) -> Result<Option<AuthorizationRequestRow>, StoreError> {
        const SQL: &str = "select id, client_id, parameters, pushed, begun_at, chosen, expires_at \
             from authorization_requests where id = $1 and expires_at > $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).bind(now).fetch_optional(conn).await)?)
    }

    /// Notes which session was chosen.
    pub async fn choose(self, id: &str, family: &str) -> Result<(), StoreError> {
        const SQL: &str = "update authorization_requests set chosen = $1 where id = $2";
        on!(self.0, |conn| sqlx::query(SQL).bind(family).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Takes one away: it is answered. False if it was before.
    pub async fn remove(self, id: &str) -> Result<bool, StoreError> {
        const SQL: &str = "delete from authorization_requests where id = $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(id).execute(conn).await.map(|done| done.rows_affected()))? == 1)
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from authorization_requests where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
