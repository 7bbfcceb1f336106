//! People who come from another system, written many at a time: a batch travels as one JSON text,
//! so that a hundred thousand of them cost a few hundred statements.

use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{Db, IdentityRow, StoreError, engine::Connection, on};
use crate::clock::Timestamp;

/// Everything that an account of another system brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ImportedPersonRow {
    /// UUID.
    pub id: String,
    /// Never empty.
    pub name: String,
    /// As it was written there.
    pub email: Option<String>,
    /// In lower case.
    pub folded_email: Option<String>,
    /// In lower case, where it is known to be theirs. Unique.
    pub verified_email: Option<String>,
    /// As it was written there.
    pub username: Option<String>,
    /// In lower case. Unique.
    pub folded_username: Option<String>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// As it was written there; none where it lets nobody in.
    pub password_hash: Option<String>,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether they look after others.
    pub is_staff: bool,
    /// When they were last seen there.
    pub last_sign_in_at: Option<Timestamp>,
    /// When they came.
    pub created_at: Timestamp,
}

/// Somebody who has not yet answered an activation mail.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedRegistrationRow {
    /// Becomes the person's.
    pub id: String,
    /// As it was written there.
    pub email: String,
    /// In lower case.
    pub folded_email: String,
    /// As it was written there.
    pub username: Option<String>,
    /// In lower case.
    pub folded_username: Option<String>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// As it was written there.
    pub password_hash: String,
    /// When they came.
    pub created_at: Timestamp,
    /// Until when they may answer.
    pub expires_at: Timestamp,
}

/// What is remembered of somebody who was imported.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct ImportedRow {
    /// What the other system calls them.
    pub source_id: String,
    /// What we call them.
    pub person_id: String,
    /// Digests of what was taken over, in JSON.
    pub taken: String,
}

#[derive(Serialize)]
struct Id<'a> {
    id: &'a str,
}

/// What came from other systems.
pub struct Imports<'a>(&'a mut Db);

impl Db {
    /// What came from other systems.
    pub fn imports(&mut self) -> Imports<'_> {
        Imports(self)
    }

    /// A table of the items of the JSON list in `$1`, each a `value`.
    pub(super) fn items(&mut self) -> &'static str {
        match self.connection() {
            Connection::Sqlite(_) => "json_each($1)",
            Connection::Postgres(_) => "jsonb_array_elements($1::jsonb) as items(value)",
        }
    }
}

impl Imports<'_> {
    /// Those of a source's people who were imported before.
    pub async fn known(self, source: &str, source_ids: &[&str]) -> Result<Vec<ImportedRow>, StoreError> {
        let sql = format!(
            "select source_id, person_id, taken from imported_people \
             where source = $2 and source_id in (select value ->> 'id' from {})",
            self.0.items()
        );
        let ids = ids(source_ids);
        let sql = AssertSqlSafe(sql);
        Ok(on!(self.0, |conn| sqlx::query_as(sql).bind(ids).bind(source).fetch_all(conn).await)?)
    }

    /// Whom a source calls that, unless its tokens were ended for them.
    pub async fn token_holder(self, source: &str, source_id: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select person_id from imported_people \
             where source = $1 and source_id = $2 and tokens_ended_at is null";
        let found: Option<(String,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(source).bind(source_id).fetch_optional(conn).await)?;
        Ok(found.map(|(id,)| id))
    }

    /// From now on another system's tokens let nobody in as that person: they signed out everywhere,
    /// or have another password.
    pub async fn end_tokens(self, person_id: &str, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str =
            "update imported_people set tokens_ended_at = $1 where person_id = $2 and tokens_ended_at is null";
        on!(self.0, |conn| sqlx::query(SQL).bind(now).bind(person_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// The people of those ids, of those addresses as verified ones, or of those names.
    pub async fn people(
        self,
        person_ids: &[&str],
        addresses: &[&str],
        usernames: &[&str],
    ) -> Result<Vec<ImportedPersonRow>, StoreError> {
        let items = self.0.items();
        let list =
            |number: usize| format!("(select value ->> 'id' from {})", items.replace("$1", &format!("${number}")));
        let sql = format!(
            "select id, name, email, folded_email, verified_email, username, folded_username, first_name, \
             last_name, password_hash, is_active, is_staff, last_sign_in_at, created_at from people \
             where id in {} union \
             select id, name, email, folded_email, verified_email, username, folded_username, first_name, \
             last_name, password_hash, is_active, is_staff, last_sign_in_at, created_at from people \
             where verified_email in {} union \
             select id, name, email, folded_email, verified_email, username, folded_username, first_name, \
             last_name, password_hash, is_active, is_staff, last_sign_in_at, created_at from people \
             where folded_username in {}",
            list(1),
            list(2),
            list(3)
        );
        let (sql, by_id, by_address, by_name) = (AssertSqlSafe(sql), ids(person_ids), ids(addresses), ids(usernames));
        Ok(on!(self.0, |conn| sqlx::query_as(sql).bind(by_id).bind(by_address).bind(by_name).fetch_all(conn).await)?)
    }

    /// Those of the ids that are registrations nobody has activated.
    pub async fn registrations(self, registration_ids: &[&str]) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "select id from registrations where activated_at is null and id in (select value ->> 'id' from {})",
            self.0.items()
        );
        let (sql, ids) = (AssertSqlSafe(sql), ids(registration_ids));
        let found: Vec<(String,)> = on!(self.0, |conn| sqlx::query_as(sql).bind(ids).fetch_all(conn).await)?;
        Ok(found.into_iter().map(|(id,)| id).collect())
    }

    /// The identities of those subjects, at any issuer.
    pub async fn identities(self, subjects: &[&str]) -> Result<Vec<IdentityRow>, StoreError> {
        let sql = format!(
            "select issuer, subject, person_id, provider, email, created_at, last_used_at from identities \
             where subject in (select value ->> 'id' from {})",
            self.0.items()
        );
        let (sql, ids) = (AssertSqlSafe(sql), ids(subjects));
        Ok(on!(self.0, |conn| sqlx::query_as(sql).bind(ids).fetch_all(conn).await)?)
    }

    /// Adds people.
    pub async fn add_people(self, people: &[ImportedPersonRow]) -> Result<(), StoreError> {
        let sql = format!(
            "insert into people (id, name, email, folded_email, verified_email, username, folded_username, \
             first_name, last_name, password_hash, is_active, is_staff, last_sign_in_at, created_at) \
             select value ->> 'id', value ->> 'name', value ->> 'email', value ->> 'folded_email', \
             value ->> 'verified_email', value ->> 'username', value ->> 'folded_username', \
             value ->> 'first_name', value ->> 'last_name', value ->> 'password_hash', \
             cast(value ->> 'is_active' as boolean), cast(value ->> 'is_staff' as boolean), \
             cast(value ->> 'last_sign_in_at' as bigint), cast(value ->> 'created_at' as bigint) from {}",
            self.0.items()
        );
        self.write(sql, json(people)).await
    }

    /// Adds registrations. Their mail is in the language that everybody starts with.
    pub async fn add_registrations(self, registrations: &[ImportedRegistrationRow]) -> Result<(), StoreError> {
        let sql = format!(
            "insert into registrations (id, email, folded_email, username, folded_username, first_name, last_name, \
             language, password_hash, void, created_at, expires_at) \
             select value ->> 'id', value ->> 'email', value ->> 'folded_email', value ->> 'username', \
             value ->> 'folded_username', value ->> 'first_name', value ->> 'last_name', 'en', \
             value ->> 'password_hash', false, cast(value ->> 'created_at' as bigint), \
             cast(value ->> 'expires_at' as bigint) from {}",
            self.0.items()
        );
        self.write(sql, json(registrations)).await
    }

    /// Removes registrations, for whom is a person now.
    pub async fn drop_registrations(self, registration_ids: &[&str]) -> Result<(), StoreError> {
        let sql = format!("delete from registrations where id in (select value ->> 'id' from {})", self.0.items());
        self.write(sql, ids(registration_ids)).await
    }

    /// Binds identities that nobody has.
    pub async fn bind(self, identities: &[IdentityRow]) -> Result<(), StoreError> {
        let sql = format!(
            "insert into identities (issuer, subject, person_id, provider, created_at, last_used_at) \
             select value ->> 'issuer', value ->> 'subject', value ->> 'person_id', value ->> 'provider', \
             cast(value ->> 'created_at' as bigint), cast(value ->> 'last_used_at' as bigint) from {}",
            self.0.items()
        );
        self.write(sql, json(identities)).await
    }

    /// Notes who was imported and what was taken over; what was noted before is replaced.
    pub async fn remember(self, source: &str, rows: &[ImportedRow], now: Timestamp) -> Result<(), StoreError> {
        let sql = format!(
            "insert into imported_people (source, source_id, person_id, taken, imported_at) \
             select $2, value ->> 'source_id', value ->> 'person_id', value ->> 'taken', $3 from {} where true \
             on conflict (source, source_id) do update set taken = excluded.taken, imported_at = excluded.imported_at",
            self.0.items()
        );
        let (sql, rows) = (AssertSqlSafe(sql), json(rows));
        on!(self.0, |conn| sqlx::query(sql).bind(rows).bind(source).bind(now).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Writes a person over, but for the times and the way in by providers.
    pub async fn update(self, person: &ImportedPersonRow) -> Result<(), StoreError> {
        const SQL: &str = "update people set name = $2, email = $3, folded_email = $4, verified_email = $5, \
             username = $6, folded_username = $7, first_name = $8, last_name = $9, password_hash = $10, \
             is_active = $11, is_staff = $12 where id = $1";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&person.id)
            .bind(&person.name)
            .bind(&person.email)
            .bind(&person.folded_email)
            .bind(&person.verified_email)
            .bind(&person.username)
            .bind(&person.folded_username)
            .bind(&person.first_name)
            .bind(&person.last_name)
            .bind(&person.password_hash)
            .bind(person.is_active)
            .bind(person.is_staff)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    async fn write(self, sql: String, items: String) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql);
        on!(self.0, |conn| sqlx::query(sql).bind(items).execute(conn).await.map(drop))?;
        Ok(())
    }
}

fn ids(ids: &[&str]) -> String {
    json(&ids.iter().map(|id| Id { id }).collect::<Vec<_>>())
}

/// Rows are text, numbers and flags, which always have a JSON form.
pub(super) fn json<T: Serialize>(rows: &[T]) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}
