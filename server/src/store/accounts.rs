use super::{Db, StoreError, engine::Connection, exactly_one, on};
use crate::clock::Timestamp;

/// A person, with what a local account has and what the API shows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are explained in the migration")]
pub struct AccountRow {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub verified_email: Option<String>,
    pub username: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub password_hash: Option<String>,
    pub password_set_at: Option<Timestamp>,
    pub language: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub last_sign_in_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, name, email, verified_email, username, first_name, last_name, password_hash, password_set_at, \
         language, is_active, is_staff, last_sign_in_at, created_at"
    };
}

/// People as accounts.
pub struct Accounts<'a>(&'a mut Db);

impl Db {
    /// People as accounts.
    pub fn accounts(&mut self) -> Accounts<'_> {
        Accounts(self)
    }
}

impl Accounts<'_> {
    /// The account of that id.
    pub async fn find(self, id: &str) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from people where id = $1");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// The account that signs in by that address, in lower case: whose address it is for certain, or
    /// else one that never had to show it and has a password.
    ///
    /// With a plain `verified_email is null`, SQLite goes through everybody of whom that is true: it
    /// takes a unique index to hold one null.
    pub async fn by_address(self, folded: &str) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from people where verified_email = $1 \
             or (folded_email = $1 and case when verified_email is null then password_hash end is not null) \
             order by case when verified_email is null then 1 else 0 end, created_at, id limit 1"
        );
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(folded).fetch_optional(conn).await)?)
    }

    /// Keeps others from doing the same for that address (in lower case) until the transaction ends: no
    /// constraint knows an address that nobody has shown to be theirs, and whoever has shown it takes the
    /// place of those who wait for it. SQLite writes one at a time anyhow.
    pub async fn reserve_address(self, folded: &str) -> Result<(), StoreError> {
        const SQL: &str = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        if let Connection::Postgres(conn) = self.0.connection() {
            sqlx::query(SQL).bind(folded).execute(conn).await?;
        }
        Ok(())
    }

    /// Keeps others from changing that account until the transaction ends. Before anything else of the
    /// account is written: two that begin at different ends would wait for each other.
    pub async fn hold(self, id: &str) -> Result<(), StoreError> {
        const SQL: &str = "select 1 from people where id = $1 for update";
        if let Connection::Postgres(conn) = self.0.connection() {
            sqlx::query(SQL).bind(id).execute(conn).await?;
        }
        Ok(())
    }

    /// The account of that user name, in lower case.
    pub async fn by_username(self, folded: &str) -> Result<Option<AccountRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from people where folded_username = $1");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(folded).fetch_optional(conn).await)?)
    }

    /// A page of all accounts, in the order of their addresses, after the first `offset`.
    pub async fn page(self, most: i64, offset: i64) -> Result<Vec<AccountRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from people order by folded_email, id limit $1 offset $2");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(most).bind(offset).fetch_all(conn).await)?)
    }

    /// How many accounts there are.
    pub async fn count(self) -> Result<i64, StoreError> {
        const SQL: &str = "select count(*) from people";
        Ok(on!(self.0, |conn| sqlx::query_scalar(SQL).fetch_one(conn).await)?)
    }

    /// Adds an account. A conflict if its name or address belongs to another.
    pub async fn insert(self, account: &AccountRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into people (id, name, email, folded_email, verified_email, username, \
             folded_username, first_name, last_name, password_hash, password_set_at, language, is_active, is_staff, \
             last_sign_in_at, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&account.id)
            .bind(&account.name)
            .bind(&account.email)
            .bind(account.email.as_deref().map(str::to_lowercase))
            .bind(&account.verified_email)
            .bind(&account.username)
            .bind(account.username.as_deref().map(str::to_lowercase))
            .bind(&account.first_name)
            .bind(&account.last_name)
            .bind(&account.password_hash)
            .bind(account.password_set_at)
            .bind(&account.language)
            .bind(account.is_active)
            .bind(account.is_staff)
            .bind(account.last_sign_in_at)
            .bind(account.created_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Changes what the person may change freely, and the user name. A conflict if that is another's.
    pub async fn update_profile(self, account: &AccountRow) -> Result<(), StoreError> {
        const SQL: &str = "update people set name = $1, username = $2, folded_username = $3, first_name = $4, \
             last_name = $5, language = $6 where id = $7";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(&account.name)
            .bind(&account.username)
            .bind(account.username.as_deref().map(str::to_lowercase))
            .bind(&account.first_name)
            .bind(&account.last_name)
            .bind(&account.language)
            .bind(&account.id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Changes the address; `verified` where the person showed that it is theirs. A conflict if it
    /// belongs to another.
    pub async fn set_address(self, id: &str, email: &str, verified: bool) -> Result<(), StoreError> {
        const SQL: &str = "update people set email = $1, folded_email = $2, verified_email = $3 where id = $4";
        let folded = email.to_lowercase();
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(email)
            .bind(&folded)
            .bind(verified.then_some(&folded))
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Sets the password's hash; `None` takes the password away.
    pub async fn set_password(self, id: &str, hash: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "update people set password_hash = $1, password_set_at = $2 where id = $3";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(hash)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Puts another hash of the same password in the place of `old`. Nothing happens where the
    /// password was changed meanwhile. Whether it did.
    pub async fn upgrade_hash(self, id: &str, old: &str, new: &str) -> Result<bool, StoreError> {
        const SQL: &str = "update people set password_hash = $1 where id = $2 and password_hash = $3";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(new)
            .bind(id)
            .bind(old)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes a sign-in.
    pub async fn signed_in(self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "update people set last_sign_in_at = $1 where id = $2";
        on!(self.0, |conn| sqlx::query(SQL).bind(now).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Notes a sign-in by the password with that hash. False if it is not the account's any more, or the
    /// person may not sign in: until the transaction ends neither changes.
    pub async fn signed_in_by(self, id: &str, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update people set last_sign_in_at = $1 where id = $2 and password_hash = $3 and is_active";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .bind(hash)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Lets a person sign in, or not any more.
    pub async fn set_active(self, id: &str, active: bool) -> Result<(), StoreError> {
        const SQL: &str = "update people set is_active = $1 where id = $2";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(active)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Makes a person staff, or not any more.
    pub async fn set_staff(self, id: &str, staff: bool) -> Result<(), StoreError> {
        const SQL: &str = "update people set is_staff = $1 where id = $2";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(staff)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Removes an account with everything that belongs to it. False if there is none.
    pub async fn delete(self, id: &str) -> Result<bool, StoreError> {
        const SQL: &str = "delete from people where id = $1";
        let gone = on!(self.0, |conn| sqlx::query(SQL).bind(id).execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(gone == 1)
    }
}
