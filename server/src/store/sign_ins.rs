use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// A sign-in under way at a provider.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SignInRow {
    /// SHA-256 of the `state` parameter.
    pub state_hash: String,
    /// SHA-256 of the secret in the browser's cookie.
    pub binding_hash: String,
    /// Id of the provider it was sent to.
    pub provider: String,
    /// Must come back in the ID token.
    pub nonce: String,
    /// Preimage of the challenge the provider was sent.
    pub pkce_verifier: String,
    /// The opener's channel; `None` in page mode.
    pub channel: Option<String>,
    /// The opener's challenge for the hand-off code.
    pub challenge: Option<String>,
    /// Path of our own to come back to.
    pub return_to: String,
    /// Greatest age of the proof, seconds, where a fresh one was asked for.
    pub max_age: Option<i64>,
    /// The session that the browser had when it left.
    pub replaces: Option<String>,
    /// The page of somebody's own front end that the provider sends the browser to; `None` where it
    /// comes back to us.
    pub redirect_uri: Option<String>,
    /// SHA-256 of the network and the browser that such a front end began it from.
    pub begun_from: Option<String>,
    /// The origin of somebody's own front end that opened it in a popup, and is handed the token.
    pub opener: Option<String>,
    /// The session whose person gets one more way in by it.
    pub joins_family: Option<String>,
    /// The pending join that it is to prove.
    pub proves_join: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// When it was finished.
    pub used_at: Option<Timestamp>,
}

/// Sign-ins under way.
pub struct SignIns<'a>(&'a mut Db);

impl Db {
    /// Sign-ins under way.
    pub fn sign_ins(&mut self) -> SignIns<'_> {
        SignIns(self)
    }
}

impl SignIns<'_> {
    /// Adds one.
    pub async fn insert(self, row: &SignInRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into sign_ins (state_hash, binding_hash, provider, nonce, pkce_verifier, channel, \
             challenge, return_to, max_age, replaces, joins_family, proves_join, created_at, expires_at, redirect_uri, \
             begun_from, opener) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
        on!(self.0, |conn| sqlx::query(SQL)
            .bind(&row.state_hash)
            .bind(&row.binding_hash)
            .bind(&row.provider)
            .bind(&row.nonce)
            .bind(&row.pkce_verifier)
            .bind(&row.channel)
            .bind(&row.challenge)
            .bind(&row.return_to)
            .bind(row.max_age)
            .bind(&row.replaces)
            .bind(&row.joins_family)
            .bind(&row.proves_join)
            .bind(row.created_at)
            .bind(row.expires_at)
            .bind(&row.redirect_uri)
            .bind(&row.begun_from)
            .bind(&row.opener)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The sign-in of that state, used or not.
    pub async fn find(self, state_hash: &str) -> Result<Option<SignInRow>, StoreError> {
        const SQL: &str = "select state_hash, binding_hash, provider, nonce, pkce_verifier, channel, challenge, \
             return_to, max_age, replaces, joins_family, proves_join, redirect_uri, begun_from, opener, created_at, \
             expires_at, used_at from sign_ins where state_hash = $1";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(state_hash).fetch_optional(conn).await)?)
    }

    /// Uses one up. False if it was used before: only one caller ever gets true.
    pub async fn consume(self, state_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str = "update sign_ins set used_at = $1 where state_hash = $2 and used_at is null";
        let changed = on!(self.0, |conn| sqlx::query(SQL)
            .bind(now)
            .bind(state_hash)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(changed == 1)
    }

    /// Removes the oldest beyond the newest `most`: whoever begins sign-ins without end crowds out
    /// their own first ones, and locks nobody out. How many.
    pub async fn trim(self, most: i64) -> Result<u64, StoreError> {
        const SQL: &str = "delete from sign_ins where created_at < \
             (select created_at from sign_ins order by created_at desc limit 1 offset $1)";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(most).execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Removes those that lapsed before `before`. How many.
    pub async fn purge(self, before: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "delete from sign_ins where expires_at < $1";
        Ok(on!(self.0, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
