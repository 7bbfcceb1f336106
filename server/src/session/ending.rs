use super::{RefreshError, Sessions};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    store::{FamilyRow, StoreError, Tx},
    token::{TokenError, TokenParts},
};

/// Sessions that have ended. They count as such at once when [`Sessions::forget`] is told.
#[must_use]
pub struct Ended(Vec<String>);

impl Ended {
    /// Those families.
    pub fn of(families: &[FamilyRow]) -> Self {
        Self(families.iter().map(|family| family.id.clone()).collect())
    }

    /// How many.
    pub const fn count(&self) -> usize {
        self.0.len()
    }
}

/// What a refresh token is good for, without redeeming it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshStanding {
    /// It would be redeemed.
    Good,
    /// Its session is over, or it was replaced.
    Ended,
    /// It is none of ours.
    Unknown,
}

impl Sessions {
    /// Ends every session of a person but `stays`, and what tokens of another system were good for. It
    /// counts once `tx` is saved.
    pub async fn end_all(
        &self,
        tx: &mut Tx,
        person_id: &str,
        stays: Option<&str>,
        why: &str,
    ) -> Result<Ended, StoreError> {
        let now = self.parts.clock.now();
        tx.imports().end_tokens(person_id, now).await?;
        Ok(Ended(tx.families().revoke_all(person_id, stays, why, now).await?))
    }

    /// Ends the sessions of a person that were begun at that provider, but for the one that stays. It
    /// counts once `tx` is saved.
    pub async fn end_begun_with(
        &self,
        tx: &mut Tx,
        person_id: &str,
        (provider, stays): (&str, &str),
        why: &str,
    ) -> Result<Ended, StoreError> {
        let now = self.parts.clock.now();
        Ok(Ended(tx.families().revoke_begun_with(person_id, (provider, stays), why, now).await?))
    }

    /// Ends one session of that person. `None` if it is none of theirs, or over.
    pub async fn end_one(
        &self,
        tx: &mut Tx,
        person_id: &str,
        family: &str,
        why: &str,
    ) -> Result<Option<Ended>, StoreError> {
        let is_theirs = tx.families().find(family).await?.is_some_and(|row| row.family.person_id == person_id);
        let ended = is_theirs && tx.families().revoke(family, why, self.parts.clock.now()).await?;
        Ok(ended.then(|| Ended(vec![family.to_owned()])))
    }

    /// Ends those sessions. Which of them were going on, as they were: it counts once `tx` is saved.
    pub async fn end_these(&self, tx: &mut Tx, families: &[String], why: &str) -> Result<Vec<FamilyRow>, StoreError> {
        let now = self.parts.clock.now();
        let mut ended = Vec::new();
        for family in families {
            if let Some(row) = tx.families().find(family).await?
                && tx.families().revoke(family, why, now).await?
            {
                ended.push(row.family);
            }
        }
        Ok(ended)
    }

    /// Access tokens of these stop counting here now, and within a second on other replicas.
    pub fn forget(&self, ended: &Ended) {
        for family in &ended.0 {
            self.standings.forget(family);
        }
    }

    /// What a refresh token is good for. It is not redeemed.
    pub async fn standing_of(&self, token: &str) -> Result<RefreshStanding, TokenError> {
        let Some(parts) = TokenParts::parse(token) else { return Ok(RefreshStanding::Unknown) };
        if self.find(&parts).await?.is_none() {
            return Ok(RefreshStanding::Unknown);
        }
        Ok(if self.is_good(token).await? { RefreshStanding::Good } else { RefreshStanding::Ended })
    }

    /// Ends the session of a refresh token that would be redeemed. A token that is not ours, or whose
    /// session is over, is refused: this client keeps an account of what it has ended.
    pub async fn end_by_token(&self, token: &str, visitor: &Visitor) -> Result<(), RefreshError> {
        let parts = TokenParts::parse(token).ok_or(RefreshError::InvalidGrant("malformed"))?;
        let row = self.find(&parts).await?.ok_or(RefreshError::InvalidGrant("unknown"))?.family;
        let now = self.parts.clock.now();
        let mut tx = self.parts.store.begin().await?;
        if !tx.families().revoke(&row.id, "signed_out", now).await? {
            return Err(RefreshError::InvalidGrant("ended"));
        }
        let event = AuditEvent::of_family("sign_out", Outcome::Ok, &row, visitor);
        event.write(&mut tx, now, self.parts.random.as_ref()).await?;
        tx.save().await?;
        self.standings.forget(&row.id);
        Ok(())
    }
}
