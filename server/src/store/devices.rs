use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// What a person has signed in with before.
pub struct Devices<'a>(&'a mut Db);

impl Db {
    /// What people have signed in with before.
    pub fn devices(&mut self) -> Devices<'_> {
        Devices(self)
    }
}

impl Devices<'_> {
    /// Which of those devices the person has signed in with, and whether with any at all.
    pub async fn known(self, person_id: &str, devices: [&str; 2]) -> Result<Familiarity, StoreError> {
        const SQL: &str = "select count(*), \
             coalesce(sum(case when device_hash in ($2, $3) then 1 else 0 end), 0) from devices where person_id = $1";
        let (all, these): (i64, i64) = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(person_id)
            .bind(devices[0])
            .bind(devices[1])
            .fetch_one(conn)
            .await)?;
        Ok(match (all, these) {
            (0, _) => Familiarity::First,
            (_, 0) => Familiarity::New,
            _ => Familiarity::Known,
        })
    }

    /// Whether the account of that address or name (in lower case) was signed in to with that device.
    pub async fn belongs_to(self, device_hash: &str, person_id: &str) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from devices where person_id = $1 and device_hash = $2";
        let found: Option<(i32,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(device_hash).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Notes a sign-in with that device.
    pub async fn note(self, person_id: &str, device_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        const SQL: &str = "insert into devices (person_id, device_hash, created_at, last_used_at) \
             values ($1, $2, $3, $3) on conflict (person_id, device_hash) do update set last_used_at = $3";
        on!(self.0, |conn| sqlx::query(SQL).bind(person_id).bind(device_hash).bind(now).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Forgets every device of a person.
    pub async fn forget(self, person_id: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from devices where person_id = $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(person_id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes devices not used since `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from devices where last_used_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}

/// How well a person's device is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Familiarity {
    /// Their very first.
    First,
    /// Not seen before.
    New,
    /// Seen before.
    Known,
}
