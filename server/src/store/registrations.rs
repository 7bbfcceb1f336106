use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// Somebody who wants an account and has not shown yet that the address is theirs.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are explained in the migration")]
pub struct RegistrationRow {
    pub id: String,
    pub email: String,
    pub username: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub language: String,
    pub password_hash: String,
    pub void: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub activated_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, email, username, first_name, last_name, language, password_hash, void, created_at, expires_at, \
         activated_at"
    };
}

/// Registrations.
pub struct Registrations<'a>(&'a mut Db);

impl Db {
    /// Registrations.
    pub fn registrations(&mut self) -> Registrations<'_> {
        Registrations(self)
    }
}

impl Registrations<'_> {
    /// The registration of that id.
    pub async fn find(self, id: &str) -> Result<Option<RegistrationRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from registrations where id = $1");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// The newest registration of that address (in lower case) that can still be activated.
    pub async fn pending(self, folded_email: &str, now: Timestamp) -> Result<Option<RegistrationRow>, StoreError> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from registrations where folded_email = $1 and expires_at > $2 and activated_at is null and not void \
             order by created_at desc, id limit 1"
        );
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(folded_email).bind(now).fetch_optional(conn).await)?)
    }

    /// Whether somebody else waits for the address of that registration, with another password.
    pub async fn contests(self, row: &RegistrationRow, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from registrations where folded_email = $1 and expires_at > $2 \
             and activated_at is null and not void and password_hash <> $3 limit 1";
        let found: Option<(i32,)> = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(row.email.to_lowercase())
            .bind(now)
            .bind(&row.password_hash)
            .fetch_optional(conn)
            .await)?;
        Ok(found.is_some())
    }

    /// Whether somebody of another address is waiting for that user name (in lower case).
    pub async fn awaits_username(
        self,
        folded_username: &str,
        folded_email: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from registrations where folded_username = $1 and folded_email <> $2 \
             and expires_at > $3 and activated_at is null limit 1";
        let found: Option<(i32,)> = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(folded_username)
            .bind(folded_email)
            .bind(now)
            .fetch_optional(conn)
            .await)?;
        Ok(found.is_some())
    }

    /// Adds a registration.
    pub async fn insert(self, row: &RegistrationRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into registrations (id, email, folded_email, username, folded_username, first_name, \
             last_name, language, password_hash, void, created_at, expires_at, activated_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.id)
            .bind(&row.email)
            .bind(row.email.to_lowercase())
            .bind(&row.username)
            .bind(row.username.as_deref().map(str::to_lowercase))
            .bind(&row.first_name)
            .bind(&row.last_name)
            .bind(&row.language)
            .bind(&row.password_hash)
            .bind(row.void)
            .bind(row.created_at)
            .bind(row.expires_at)
            .bind(row.activated_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes that a person came of it. What was typed goes. False if somebody was first.
    pub async fn activated(self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update registrations set activated_at = $1, password_hash = '', username = null, \
             folded_username = null where id = $2 and activated_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Removes the others that wait for that address (in lower case): it has its person now.
    pub async fn forget_address(self, folded_email: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from registrations where folded_email = $1 and activated_at is null";
        on!(self.0, |conn| sqlx::query(SQL).bind(folded_email).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes the registration that a person came of.
    pub async fn forget(self, id: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from registrations where id = $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from registrations where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
