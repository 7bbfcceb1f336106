use super::{Db, StoreError, engine::Connection, on};
use crate::clock::Timestamp;

/// A mail, without what it says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MailRow {
    /// UUID.
    pub id: String,
    /// Which letter.
    pub kind: String,
    /// Whom it goes to.
    pub recipient: String,
    /// `waiting`, `sending`, `sent`, `dead` or `uncertain`.
    pub state: String,
    /// Tries begun.
    pub attempts: i64,
    /// Why the last one failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it may be taken up (again).
    pub due_at: Timestamp,
    /// When it was sent or given up.
    pub settled_at: Option<Timestamp>,
    /// Whether what it says is still kept.
    pub kept: bool,
}

/// A mail with what it says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SealedMail {
    /// UUID.
    pub id: String,
    /// Which letter.
    pub kind: String,
    /// Whom it goes to.
    pub recipient: String,
    /// Encrypted.
    pub sealed: Vec<u8>,
    /// Tries begun, this one among them.
    pub attempts: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// After that its link is of no use.
    pub worth_until: Timestamp,
}

/// Mail on its way.
pub struct OutboxTable<'a>(&'a mut Db);

impl Db {
    /// Mail on its way.
    pub fn outbox(&mut self) -> OutboxTable<'_> {
        OutboxTable(self)
    }
}

/// One that is due and that nobody else is taking at this moment.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "update outbox set due_at = $1, lease = $2, attempts = attempts + 1 \
             where state = 'waiting' and due_at <= $3 and id = (\
             select id from outbox where state = 'waiting' and due_at <= $3 order by due_at, id limit 1",
            $lock,
            ") returning id, kind, recipient, sealed, attempts, created_at, worth_until"
        )
    };
}

impl OutboxTable<'_> {
    /// Adds a mail that may be sent at once.
    pub async fn insert(self, mail: &SealedMail) -> Result<(), StoreError> {
        const SQL: &str = "insert into outbox (id, kind, recipient, folded_recipient, sealed, state, due_at, \
             worth_until, attempts, created_at) values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $6)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&mail.id)
            .bind(&mail.kind)
            .bind(&mail.recipient)
            .bind(mail.recipient.to_lowercase())
            .bind(&mail.sealed)
            .bind(mail.created_at)
            .bind(mail.worth_until)
            .bind(mail.attempts)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// How many mails are due, counted up to `most`.
    pub async fn due(self, now: Timestamp, most: i64) -> Result<usize, StoreError> {
        const SQL: &str = "select 1 from outbox where state = 'waiting' and due_at <= $1 limit $2";
        let found: Vec<(i32,)> = on!(self.0, |conn| sqlx::query_as(SQL).bind(now).bind(most).fetch_all(conn).await)?;
        Ok(found.len())
    }

    /// Whether somebody was handing one over and did not come back.
    pub async fn any_stranded(self, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from outbox where state = 'sending' and due_at <= $1 limit 1";
        let found: Option<(i32,)> = on!(self.0, |conn| sqlx::query_as(SQL).bind(now).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Takes up the mail that has been due longest. It is due again at `until`, for whoever comes
    /// then; before that, only `lease` may say how it went.
    pub async fn claim(self, lease: &str, now: Timestamp, until: Timestamp) -> Result<Option<SealedMail>, StoreError> {
        let sql = match self.0.connection() {
            Connection::Sqlite(_) => claim!(""),
            Connection::Postgres(_) => claim!(" for update skip locked"),
        };
        Ok(on!(self.0, |conn| sqlx::query_as(sql).bind(until).bind(lease).bind(now).fetch_optional(conn).await)?)
    }

    /// Notes that from now on the server may have it. False if the lease is somebody else's by now.
    pub async fn hand_over(self, id: &str, lease: &str, until: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update outbox set state = 'sending', due_at = $1 \
             where id = $2 and lease = $3 and state = 'waiting'";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(until)
            .bind(id)
            .bind(lease)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes that it was sent, and forgets what it says unless it is to be kept. A lease that has
    /// run out may say so too: it is the truth. False if another lease was given since.
    pub async fn sent(self, id: &str, lease: &str, now: Timestamp, keep: bool) -> Result<bool, StoreError> {
        const SQL: &str = "update outbox set state = 'sent', settled_at = $1, last_error = null, \
             sealed = case when $2 then sealed end \
             where id = $3 and lease = $4 and state in ('waiting', 'sending', 'uncertain')";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(keep)
            .bind(id)
            .bind(lease)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes that it is to be tried again at `due_at`. False if the lease is somebody else's by now.
    pub async fn put_off(self, id: &str, lease: &str, due_at: Timestamp, why: &str) -> Result<bool, StoreError> {
        const SQL: &str = "update outbox set state = 'waiting', due_at = $1, last_error = $2, lease = null \
             where id = $3 and lease = $4 and state in ('waiting', 'sending')";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(due_at)
            .bind(why)
            .bind(id)
            .bind(lease)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes that it is not tried any more. False if the lease is somebody else's by now.
    pub async fn give_up(self, id: &str, lease: &str, now: Timestamp, why: &str) -> Result<bool, StoreError> {
        const SQL: &str = "update outbox set state = 'dead', settled_at = $1, last_error = $2, lease = null \
             where id = $3 and lease = $4 and state in ('waiting', 'sending')";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(why)
            .bind(id)
            .bind(lease)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Puts aside what was being handed over by somebody who did not come back. How many.
    pub async fn strand(self, now: Timestamp, why: &str) -> Result<u64, StoreError> {
        const SQL: &str = "update outbox set state = 'uncertain', settled_at = $1, last_error = $2 \
             where state = 'sending' and due_at <= $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(why)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// The newest mails, of that state and to that address where one is given.
    pub async fn list(
        self,
        state: Option<&str>,
        recipient: Option<&str>,
        most: i64,
    ) -> Result<Vec<MailRow>, StoreError> {
        const SQL: &str = "select id, kind, recipient, state, attempts, last_error, created_at, due_at, settled_at, \
             sealed is not null as kept from outbox \
             where ($1 is null or state = $1) and ($2 is null or folded_recipient = $2) \
             order by created_at desc, id limit $3";
        let recipient = recipient.map(str::to_lowercase);
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(state).bind(recipient).bind(most).fetch_all(conn).await)?)
    }

    /// The mail of that id.
    pub async fn find(self, id: &str) -> Result<Option<MailRow>, StoreError> {
        const SQL: &str = "select id, kind, recipient, state, attempts, last_error, created_at, due_at, settled_at, \
             sealed is not null as kept from outbox where id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// The newest mails that still say something, to that address where one is given.
    pub async fn kept(self, recipient: Option<&str>, most: i64) -> Result<Vec<SealedMail>, StoreError> {
        const SQL: &str = "select id, kind, recipient, sealed, attempts, created_at, worth_until from outbox \
             where sealed is not null and ($1 is null or folded_recipient = $1) \
             order by created_at desc, id limit $2";
        let recipient = recipient.map(str::to_lowercase);
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(recipient).bind(most).fetch_all(conn).await)?)
    }

    /// The mail of that id, if it still says something.
    pub async fn kept_one(self, id: &str) -> Result<Option<SealedMail>, StoreError> {
        const SQL: &str = "select id, kind, recipient, sealed, attempts, created_at, worth_until from outbox \
             where sealed is not null and id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// Lets the mail of that id be sent once more, as if it were new; of every dead one, without an
    /// id. Only one that was given up and still says something. How many.
    pub async fn resend(self, id: Option<&str>, now: Timestamp, worth_until: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "update outbox set state = 'waiting', due_at = $1, worth_until = $2, attempts = 0, \
             settled_at = null, lease = null \
             where sealed is not null and ((id = $3 and state in ('dead', 'uncertain')) \
             or ($3 is null and state = 'dead'))";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(worth_until)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Forgets what those say that were settled before. How many.
    pub async fn wipe(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "update outbox set sealed = null where sealed is not null and settled_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Removes those that were settled before. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from outbox where settled_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
