use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// What a mail carries so that its reader can show it.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are explained in the migration")]
pub struct MailTokenRow {
    pub id: String,
    pub purpose: String,
    pub subject: String,
    pub address: String,
    pub detail: Option<String>,
    pub secret_hash: String,
    pub code_mac: Option<String>,
    pub code_tries: i64,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, purpose, subject, address, detail, secret_hash, code_mac, code_tries, created_at, expires_at, used_at"
    };
}

/// Secrets and codes in mails.
pub struct MailTokens<'a>(&'a mut Db);

impl Db {
    /// Secrets and codes in mails.
    pub fn mail_tokens(&mut self) -> MailTokens<'_> {
        MailTokens(self)
    }
}

impl MailTokens<'_> {
    /// The token with that secret, used or not.
    pub async fn by_secret(self, secret_hash: &str) -> Result<Option<MailTokenRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from mail_tokens where secret_hash = $1");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(secret_hash).fetch_optional(conn).await)?)
    }

    /// The tokens of that purpose that went to that address and can still be used, newest first.
    pub async fn live(self, purpose: &str, address: &str, now: Timestamp) -> Result<Vec<MailTokenRow>, StoreError> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from mail_tokens where address = $1 and purpose = $2 and used_at is null and expires_at > $3 \
             order by created_at desc, id limit 8"
        );
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(address).bind(purpose).bind(now).fetch_all(conn).await)?)
    }

    /// The newest token of that purpose for that subject that can still be used.
    pub async fn latest(
        self,
        purpose: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<MailTokenRow>, StoreError> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from mail_tokens where subject = $1 and purpose = $2 and used_at is null and expires_at > $3 \
             order by created_at desc, id limit 1"
        );
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(subject).bind(purpose).bind(now).fetch_optional(conn).await)?)
    }

    /// Adds a token.
    pub async fn insert(self, row: &MailTokenRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into mail_tokens (id, purpose, subject, address, detail, secret_hash, code_mac, \
             code_tries, created_at, expires_at, used_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.id)
            .bind(&row.purpose)
            .bind(&row.subject)
            .bind(&row.address)
            .bind(&row.detail)
            .bind(&row.secret_hash)
            .bind(&row.code_mac)
            .bind(row.code_tries)
            .bind(row.created_at)
            .bind(row.expires_at)
            .bind(row.used_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Uses a token up. False if somebody was first.
    pub async fn consume(self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update mail_tokens set used_at = $1 where id = $2 and used_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Counts one more try at a code, if fewer than `most` were made. False if not.
    pub async fn try_code(self, id: &str, most: i64) -> Result<bool, StoreError> {
        const SQL: &str = "update mail_tokens set code_tries = code_tries + 1 where id = $1 and code_tries < $2";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(id)
            .bind(most)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Takes back what has not been used of that purpose.
    pub async fn withdraw(self, purpose: &str, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from mail_tokens where subject = $1 and purpose = $2 and used_at is null";
        on!(self.0, |conn| sqlx::query(SQL).bind(subject).bind(purpose).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Takes back what has not been used of that purpose and went to that address.
    pub async fn withdraw_to(self, purpose: &str, subject: &str, address: &str) -> Result<(), StoreError> {
        const SQL: &str =
            "delete from mail_tokens where subject = $1 and purpose = $2 and address = $3 and used_at is null";
        on!(self.0, |conn| sqlx::query(SQL).bind(subject).bind(purpose).bind(address).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Takes back everything that has not been used of that subject.
    pub async fn withdraw_all(self, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from mail_tokens where subject = $1 and used_at is null";
        on!(self.0, |conn| sqlx::query(SQL).bind(subject).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes everything of that subject, used or not.
    pub async fn forget(self, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from mail_tokens where subject = $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(subject).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from mail_tokens where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
