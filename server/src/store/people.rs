use super::{Db, StoreError, engine::Connection, exactly_one, on};
use crate::{clock::Timestamp, digest};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    /// UUID.
    pub id: String,
    /// Never empty.
    pub name: String,
    /// As the provider wrote it.
    pub email: Option<String>,
    /// In lower case, where a provider vouched for it. Unique.
    pub verified_email: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// One way in: what a provider calls the person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct IdentityRow {
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's `sub`.
    pub subject: String,
    /// Whose it is.
    pub person_id: String,
    /// Id of the provider in our configuration.
    pub provider: String,
    /// The address the provider told last.
    pub email: Option<String>,
    /// When it was bound.
    pub created_at: Timestamp,
    /// Last sign-in through it.
    pub last_used_at: Timestamp,
}

impl IdentityRow {
    /// What names it towards its person, in forms and in the API.
    pub fn handle(&self) -> String {
        digest::sha256(&format!("{}\n{}", self.issuer, self.subject))
    }
}

/// People and the identities they sign in with.
pub struct People<'a>(&'a mut Db);

impl Db {
    /// People and their identities.
    pub fn people(&mut self) -> People<'_> {
        People(self)
    }
}

impl People<'_> {
    /// The person of that id.
    pub async fn find(self, id: &str) -> Result<Option<PersonRow>, StoreError> {
        const SQL: &str = "select id, name, email, verified_email, created_at from people where id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// The person whom that issuer calls `subject`.
    pub async fn by_identity(self, issuer: &str, subject: &str) -> Result<Option<PersonRow>, StoreError> {
        const SQL: &str = "select p.id, p.name, p.email, p.verified_email, p.created_at from people p \
             join identities i on i.person_id = p.id where i.issuer = $1 and i.subject = $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(issuer).bind(subject).fetch_optional(conn).await)?)
    }

    /// The ways in of a person through providers, oldest first.
    pub async fn identities_of(self, person_id: &str) -> Result<Vec<IdentityRow>, StoreError> {
        const SQL: &str = "select issuer, subject, person_id, provider, email, created_at, last_used_at \
             from identities where person_id = $1 order by created_at, issuer, subject";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).fetch_all(conn).await)?)
    }

    /// The person whose address that is (in lower case), as they or a provider have shown.
    pub async fn by_verified_address(self, folded: &str) -> Result<Option<PersonRow>, StoreError> {
        const SQL: &str = "select id, name, email, verified_email, created_at from people where verified_email = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(folded).fetch_optional(conn).await)?)
    }

    /// Adds a person.
    pub async fn insert(self, person: &PersonRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into people (id, name, email, folded_email, verified_email, created_at) \
             values ($1, $2, $3, $4, $5, $6)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&person.id)
            .bind(&person.name)
            .bind(&person.email)
            .bind(person.email.as_deref().map(str::to_lowercase))
            .bind(&person.verified_email)
            .bind(person.created_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Keeps others from binding that identity until the transaction ends. SQLite writes one at a time
    /// anyhow.
    pub async fn reserve_identity(self, issuer: &str, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "select pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 1))";
        if let Connection::Postgres(conn) = self.0.connection() {
            sqlx::query(SQL).bind(issuer).bind(subject).execute(conn).await?;
        }
        Ok(())
    }

    /// Binds an identity to a person. A conflict if it is bound already.
    pub async fn bind_identity(self, identity: &IdentityRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into identities \
             (issuer, subject, person_id, provider, email, created_at, last_used_at) \
             values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .bind(&identity.person_id)
            .bind(&identity.provider)
            .bind(&identity.email)
            .bind(identity.created_at)
            .bind(identity.last_used_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// What the provider said of the person at the last sign-in, as [`Self::set_told`] wrote it.
    pub async fn told(self, issuer: &str, subject: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select told from identities where issuer = $1 and subject = $2";
        let row: Option<(Option<String>,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(issuer).bind(subject).fetch_optional(conn).await)?;
        Ok(row.and_then(|(told,)| told))
    }

    /// Notes what the provider says of the person now.
    pub async fn set_told(self, issuer: &str, subject: &str, told: &str) -> Result<(), StoreError> {
        const SQL: &str = "update identities set told = $1 where issuer = $2 and subject = $3";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(told)
            .bind(issuer)
            .bind(subject)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        exactly_one(changed)
    }

    /// Parts an identity from a person. False if it is not theirs.
    pub async fn unbind(self, person_id: &str, issuer: &str, subject: &str) -> Result<bool, StoreError> {
        const SQL: &str = "delete from identities where person_id = $1 and issuer = $2 and subject = $3";
        let gone = on!(self.0, |conn| sqlx::query(SQL)
            .bind(person_id)
            .bind(issuer)
            .bind(subject)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(gone == 1)
    }

    /// Parts every identity from a person.
    pub async fn unbind_all(self, person_id: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from identities where person_id = $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(person_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Notes a sign-in through an identity.
    pub async fn touch_identity(
        self,
        issuer: &str,
        subject: &str,
        email: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "update identities set last_used_at = $1, email = $2 where issuer = $3 and subject = $4";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(email)
            .bind(issuer)
            .bind(subject)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
