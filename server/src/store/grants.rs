use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// What a person granted an application, with the code that was made for it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are explained in the migration and in provider::grant")]
pub struct GrantRow {
    pub id: String,
    pub issuer: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub subject: String,
    pub claims: String,
    pub scope: String,
    pub nonce: Option<String>,
    pub challenge: Option<String>,
    pub auth_time: Timestamp,
    pub amr: String,
    pub code_hash: String,
    pub code_expires_at: Timestamp,
    pub code_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub annotations: Option<String>,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
    pub person_id: Option<String>,
    pub family_id: Option<String>,
    pub asked: String,
    pub resources: String,
    pub offline: bool,
    pub dpop_jkt: Option<String>,
    pub salt: Option<Vec<u8>>,
    pub generation: i64,
    pub seen_generation: i64,
    pub handed_at: Timestamp,
    pub handed_process: String,
    pub handed_tick: i64,
    pub idle_expires_at: Timestamp,
    pub absolute_expires_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, issuer, client_id, redirect_uri, subject, claims, scope, nonce, challenge, auth_time, amr, code_hash, \
         code_expires_at, code_used_at, revoked_at, annotations, expires_at, created_at, person_id, family_id, asked, \
         resources, offline, dpop_jkt, salt, generation, seen_generation, handed_at, handed_process, handed_tick, \
         idle_expires_at, absolute_expires_at"
    };
}

/// Grants.
pub struct Grants<'a>(&'a mut Db);

impl Db {
    /// Grants.
    pub fn grants(&mut self) -> Grants<'_> {
        Grants(self)
    }
}

impl Grants<'_> {
    /// Adds a grant.
    pub async fn insert(self, grant: &GrantRow) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "insert into grants (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)"
        );
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&grant.id)
            .bind(&grant.issuer)
            .bind(&grant.client_id)
            .bind(&grant.redirect_uri)
            .bind(&grant.subject)
            .bind(&grant.claims)
            .bind(&grant.scope)
            .bind(&grant.nonce)
            .bind(&grant.challenge)
            .bind(grant.auth_time)
            .bind(&grant.amr)
            .bind(&grant.code_hash)
            .bind(grant.code_expires_at)
            .bind(grant.code_used_at)
            .bind(grant.revoked_at)
            .bind(&grant.annotations)
            .bind(grant.expires_at)
            .bind(grant.created_at)
            .bind(&grant.person_id)
            .bind(&grant.family_id)
            .bind(&grant.asked)
            .bind(&grant.resources)
            .bind(grant.offline)
            .bind(&grant.dpop_jkt)
            .bind(&grant.salt)
            .bind(grant.generation)
            .bind(grant.seen_generation)
            .bind(grant.handed_at)
            .bind(&grant.handed_process)
            .bind(grant.handed_tick)
            .bind(grant.idle_expires_at)
            .bind(grant.absolute_expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The grant of that id at that issuer, whatever became of it.
    pub async fn find(self, issuer: &str, id: &str) -> Result<Option<GrantRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from grants where issuer = $1 and id = $2");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(issuer).bind(id).fetch_optional(conn).await)?)
    }

    /// The grant whose code that is, used or not.
    pub async fn by_code(self, issuer: &str, code_hash: &str) -> Result<Option<GrantRow>, StoreError> {
        const SQL: &str = concat!("select ", columns!(), " from grants where issuer = $1 and code_hash = $2");
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(issuer).bind(code_hash).fetch_optional(conn).await)?)
    }

    /// Uses the code up. False if it was used before or has ended: only one caller ever gets true.
    pub async fn redeem(self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update grants set code_used_at = $1 where id = $2 and code_used_at is null \
             and revoked_at is null and code_expires_at > $1";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Takes what renewal made of the grant, if it is still in `from_generation`: the compare-and-swap of a
    /// rotation. False if somebody else was first or it was ended.
    pub async fn advance(self, grant: &GrantRow, from_generation: i64) -> Result<bool, StoreError> {
        const SQL: &str = "update grants set generation = $1, handed_at = $2, handed_process = $3, handed_tick = $4, \
             idle_expires_at = $5, absolute_expires_at = $6, salt = $7, expires_at = $8, seen_generation = $9 \
             where id = $10 and generation = $11 and revoked_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(grant.generation)
            .bind(grant.handed_at)
            .bind(&grant.handed_process)
            .bind(grant.handed_tick)
            .bind(grant.idle_expires_at)
            .bind(grant.absolute_expires_at)
            .bind(&grant.salt)
            .bind(grant.expires_at)
            .bind(grant.seen_generation)
            .bind(&grant.id)
            .bind(from_generation)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Notes that something of `generation` was seen. Only ever raises it.
    pub async fn mark_seen(self, id: &str, generation: i64) -> Result<(), StoreError> {
        const SQL: &str = "update grants set seen_generation = $1 where id = $2 and seen_generation < $1";
        on!(self.0, |conn| sqlx::query(SQL).bind(generation).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// What that person granted in one session goes on in the one that takes its place.
    pub async fn go_on_in(self, family_id: &str, replaced: &str, person_id: &str) -> Result<(), StoreError> {
        const SQL: &str =
            "update grants set family_id = $1 where family_id = $2 and person_id = $3 and revoked_at is null";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(family_id)
            .bind(replaced)
            .bind(person_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends what that person granted that client. How many grants.
    pub async fn revoke_of(self, person_id: &str, client_id: &str, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str =
            "update grants set revoked_at = $1 where person_id = $2 and client_id = $3 and revoked_at is null";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(person_id)
            .bind(client_id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Ends what anybody granted that client. How many grants.
    pub async fn revoke_of_client(self, issuer: &str, client_id: &str, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str =
            "update grants set revoked_at = $1 where issuer = $2 and client_id = $3 and revoked_at is null";
        Ok(on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(issuer)
            .bind(client_id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Ends the grant and with it every token issued under it. False if it was ended before.
    pub async fn revoke(self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update grants set revoked_at = $1 where id = $2 and revoked_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Replaces the annotations.
    pub async fn annotate(self, id: &str, annotations: &str) -> Result<(), StoreError> {
        const SQL: &str = "update grants set annotations = $1 where id = $2";
        on!(self.0, |conn| sqlx::query(SQL).bind(annotations).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Removes those under which nothing was valid any more before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from grants where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
