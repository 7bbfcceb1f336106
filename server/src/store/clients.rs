use super::{Db, StoreError, exactly_one, on};
use crate::clock::Timestamp;

/// An application that signs people in here.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientRow {
    /// What it calls itself.
    pub id: String,
    /// SHA-256 of each secret that counts, and until when, JSON.
    pub secrets: String,
    /// What it may do, JSON.
    pub metadata: String,
    /// SHA-256 of the token for its own registration.
    pub registration: Option<String>,
    /// Whether somebody of ours wanted it: it did not just register itself.
    pub vouched: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Clients.
pub struct Clients<'a>(&'a mut Db);

impl Db {
    /// Clients.
    pub fn clients(&mut self) -> Clients<'_> {
        Clients(self)
    }
}

impl Clients<'_> {
    /// Adds a client.
    pub async fn insert(self, client: &ClientRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into clients (id, secrets, metadata, registration, vouched, created_at, updated_at) \
             values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&client.id)
            .bind(&client.secrets)
            .bind(&client.metadata)
            .bind(&client.registration)
            .bind(client.vouched)
            .bind(client.created_at)
            .bind(client.updated_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The client of that name.
    pub async fn find(self, id: &str) -> Result<Option<ClientRow>, StoreError> {
        const SQL: &str =
            "select id, secrets, metadata, registration, vouched, created_at, updated_at from clients where id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// Clients by name, from after `after`, `most` of them.
    pub async fn list(self, after: &str, most: i64) -> Result<Vec<ClientRow>, StoreError> {
        const SQL: &str = "select id, secrets, metadata, registration, vouched, created_at, updated_at from clients \
             where id > $1 order by id limit $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(after).bind(most).fetch_all(conn).await)?)
    }

    /// Replaces what is kept of a client, if nobody has changed it since it was read.
    pub async fn update(self, client: &ClientRow, read: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "update clients set secrets = $1, metadata = $2, registration = $3, updated_at = $4 \
             where id = $5 and updated_at = $6";
        exactly_one(on!(self.0, |conn| sqlx::query(SQL)
            .bind(&client.secrets)
            .bind(&client.metadata)
            .bind(&client.registration)
            .bind(client.updated_at)
            .bind(&client.id)
            .bind(read)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Puts those in the place of a client's origins.
    pub async fn put_origins(self, id: &str, origins: &[String]) -> Result<(), StoreError> {
        const REMOVE: &str = "delete from client_origins where client_id = $1";
        const ADD: &str = "insert into client_origins (origin, client_id) values ($1, $2)";
        on!(self.0, |conn| sqlx::query(REMOVE).bind(id).execute(conn).await.map(drop))?;
        for origin in origins {
            on!(self.0, |conn| sqlx::query(ADD).bind(origin).bind(id).execute(conn).await.map(drop))?;
        }
        Ok(())
    }

    /// Whether pages of that origin are a client's.
    pub async fn has_origin(self, origin: &str) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from client_origins where origin = $1 limit 1";
        let found: Option<(i32,)> = on!(self.0, |conn| sqlx::query_as(SQL).bind(origin).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Removes a client, and what people let it have. False if there was none.
    pub async fn remove(self, id: &str) -> Result<bool, StoreError> {
        const SQL: &str = "delete from clients where id = $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(id).execute(conn).await.map(|done| done.rows_affected()))? == 1)
    }
    /// Removes those that registered themselves, were not changed since `before`, and that nobody lets have
    /// anything. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from clients where not vouched and updated_at < $1 \
             and not exists (select 1 from consents where consents.client_id = clients.id)";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
