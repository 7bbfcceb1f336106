use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// A sign-in and the generation its refresh token is in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are explained in the migration and in session::family")]
pub struct FamilyRow {
    pub id: String,
    pub person_id: String,
    pub client_id: String,
    pub provider: String,
    pub salt: Vec<u8>,
    pub generation: i64,
    pub seen_generation: i64,
    pub handed_at: Timestamp,
    pub handed_process: String,
    pub handed_tick: i64,
    pub idle_expires_at: Timestamp,
    pub absolute_expires_at: Timestamp,
    pub auth_time: Timestamp,
    pub amr: String,
    pub ip: String,
    pub user_agent: String,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    pub revoked_why: Option<String>,
}

/// A family and whose it is, read in one go.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// The family.
    #[sqlx(flatten)]
    pub family: FamilyRow,
    /// The person's name.
    pub person_name: String,
    /// The person's address.
    pub person_email: Option<String>,
    /// When the account was made.
    pub person_since: Timestamp,
}

/// What the API must know to let an access token through.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StandingRow {
    /// Set once the family was ended.
    pub revoked_at: Option<Timestamp>,
    /// The highest generation of which anything was seen.
    pub seen_generation: i64,
    /// The person's address.
    pub email: Option<String>,
    /// Whether the person may sign in.
    pub is_active: bool,
}

/// Refresh-token families.
pub struct Families<'a>(&'a mut Db);

impl Db {
    /// Refresh-token families.
    pub fn families(&mut self) -> Families<'_> {
        Families(self)
    }
}

impl Families<'_> {
    /// The family of that id, ended or not, with its person. Of somebody who may not sign in any more
    /// every family counts as ended.
    pub async fn find(self, id: &str) -> Result<Option<SessionRow>, StoreError> {
        const SQL: &str = "select f.id, f.person_id, f.client_id, f.provider, f.salt, f.generation, \
             f.seen_generation, f.handed_at, f.handed_process, f.handed_tick, f.idle_expires_at, \
             f.absolute_expires_at, f.auth_time, f.amr, f.ip, f.user_agent, f.created_at, \
             coalesce(f.revoked_at, case when p.is_active then null else f.created_at end) as revoked_at, \
             coalesce(f.revoked_why, case when p.is_active then null else 'deactivated' end) as revoked_why, \
             p.name as person_name, p.email as person_email, p.created_at as person_since \
             from families f join people p on p.id = f.person_id where f.id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// Adds a family.
    pub async fn insert(self, family: &FamilyRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into families (id, person_id, client_id, provider, salt, generation, \
             seen_generation, handed_at, handed_process, handed_tick, idle_expires_at, absolute_expires_at, \
             auth_time, amr, ip, user_agent, created_at, revoked_at, revoked_why) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&family.id)
            .bind(&family.person_id)
            .bind(&family.client_id)
            .bind(&family.provider)
            .bind(&family.salt)
            .bind(family.generation)
            .bind(family.seen_generation)
            .bind(family.handed_at)
            .bind(&family.handed_process)
            .bind(family.handed_tick)
            .bind(family.idle_expires_at)
            .bind(family.absolute_expires_at)
            .bind(family.auth_time)
            .bind(&family.amr)
            .bind(&family.ip)
            .bind(&family.user_agent)
            .bind(family.created_at)
            .bind(family.revoked_at)
            .bind(&family.revoked_why)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Moves a live family to what `row` says, if it is still in `from_generation`: the
    /// compare-and-swap of a rotation. False if somebody else was first or it was ended.
    pub async fn advance(self, row: &FamilyRow, from_generation: i64) -> Result<bool, StoreError> {
        const SQL: &str = "update families set generation = $1, handed_at = $2, handed_process = $3, \
             handed_tick = $4, idle_expires_at = $5, ip = $6, user_agent = $7 \
             where id = $8 and generation = $9 and revoked_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(row.generation)
            .bind(row.handed_at)
            .bind(&row.handed_process)
            .bind(row.handed_tick)
            .bind(row.idle_expires_at)
            .bind(&row.ip)
            .bind(&row.user_agent)
            .bind(&row.id)
            .bind(from_generation)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes that something of `generation` was seen. Only ever raises it.
    pub async fn mark_seen(self, id: &str, generation: i64) -> Result<(), StoreError> {
        const SQL: &str = "update families set seen_generation = $1 where id = $2 and seen_generation < $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(generation).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Ends a family. False if it was ended before.
    pub async fn revoke(self, id: &str, why: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update families set revoked_at = $1, revoked_why = $2 where id = $3 and revoked_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(why)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// The live families of a person, the last used first.
    pub async fn live_of(self, person_id: &str, now: Timestamp) -> Result<Vec<FamilyRow>, StoreError> {
        const SQL: &str = "select id, person_id, client_id, provider, salt, generation, seen_generation, handed_at, \
             handed_process, handed_tick, idle_expires_at, absolute_expires_at, auth_time, amr, ip, user_agent, \
             created_at, revoked_at, revoked_why from families where person_id = $1 and revoked_at is null \
             and idle_expires_at > $2 and absolute_expires_at > $2 order by handed_at desc, id limit 1000";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(now).fetch_all(conn).await)?)
    }

    /// Ends every family of a person but `except`. Which.
    pub async fn revoke_all(
        self,
        person_id: &str,
        except: Option<&str>,
        why: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "update families set revoked_at = $1, revoked_why = $2 \
             where person_id = $3 and id <> $4 and revoked_at is null returning id";
        let ended: Vec<(String,)> = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(now)
            .bind(why)
            .bind(person_id)
            .bind(except.unwrap_or_default())
            .fetch_all(conn)
            .await)?;
        Ok(ended.into_iter().map(|(id,)| id).collect())
    }

    /// Ends every family of a person that was begun at `provider`, but `except`. Which.
    pub async fn revoke_begun_with(
        self,
        person_id: &str,
        (provider, except): (&str, &str),
        why: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "update families set revoked_at = $1, revoked_why = $2 \
             where person_id = $3 and provider = $4 and id <> $5 and revoked_at is null returning id";
        let ended: Vec<(String,)> = on!(self.0, |conn| sqlx::query_as(SQL)
            .bind(now)
            .bind(why)
            .bind(person_id)
            .bind(provider)
            .bind(except)
            .fetch_all(conn)
            .await)?;
        Ok(ended.into_iter().map(|(id,)| id).collect())
    }

    /// Whether its person signed out of it at `since` or later.
    pub async fn was_signed_out_of(self, id: &str, since: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from families where id = $1 and revoked_why = 'signed_out' and revoked_at >= $2";
        let found: Option<(i32,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(id).bind(since).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Whether access tokens of the family count, and whose they are. Those of somebody who may not sign
    /// in any more do not.
    pub async fn standing(self, id: &str) -> Result<Option<StandingRow>, StoreError> {
        const SQL: &str = "select f.revoked_at, f.seen_generation, p.email, p.is_active from families f join people p on p.id = f.person_id where f.id = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
    }

    /// Removes families that ended before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from families where absolute_expires_at < $1 or revoked_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
