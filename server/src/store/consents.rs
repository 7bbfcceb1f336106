use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// What a person lets an application have.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ConsentRow {
    /// Who.
    pub person_id: String,
    /// To whom.
    pub client_id: String,
    /// What, by names separated by spaces.
    pub scope: String,
    /// When it was given, or widened.
    pub given_at: Timestamp,
}

/// Consents.
pub struct Consents<'a>(&'a mut Db);

impl Db {
    /// Consents.
    pub fn consents(&mut self) -> Consents<'_> {
        Consents(self)
    }
}

impl Consents<'_> {
    /// What that person lets that client have.
    pub async fn find(self, person_id: &str, client_id: &str) -> Result<Option<ConsentRow>, StoreError> {
        const SQL: &str = "select person_id, client_id, scope, given_at from consents \
             where person_id = $1 and client_id = $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(client_id).fetch_optional(conn).await)?)
    }

    /// What that person lets anybody have, the newest first.
    pub async fn of(self, person_id: &str) -> Result<Vec<ConsentRow>, StoreError> {
        const SQL: &str = "select person_id, client_id, scope, given_at from consents where person_id = $1 \
             order by given_at desc, client_id limit 1000";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).fetch_all(conn).await)?)
    }

    /// Puts a consent in the place of what was there.
    pub async fn put(self, consent: &ConsentRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into consents (person_id, client_id, scope, given_at) values ($1, $2, $3, $4) \
             on conflict (person_id, client_id) do update set scope = excluded.scope, given_at = excluded.given_at";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&consent.person_id)
            .bind(&consent.client_id)
            .bind(&consent.scope)
            .bind(consent.given_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Takes it back. False if there was none.
    pub async fn remove(self, person_id: &str, client_id: &str) -> Result<bool, StoreError> {
        const SQL: &str = "delete from consents where person_id = $1 and client_id = $2";
        let removed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(person_id)
            .bind(client_id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }
}
