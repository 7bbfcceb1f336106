//! How keys take each other's place, on several replicas at once.
//!
//! No verifier meets a key that it could not have fetched: a next key is stored, and so published by
//! every replica at its next look, for as long as the policy says before it signs. No token is refused
//! for a rotation: a retired key verifies until what it signed has lapsed. Replicas that find the same
//! moment come swap by compare-and-swap on the key that signs, so one of them does and the others see it.

use std::time::Duration;

use super::{
    KeyState, TokenError,
    ring::{Held, Material, Ring},
};
use crate::{clock::Timestamp, store::StoreError};

impl<M: Material> Ring<M> {
    /// What has to be done from time to time: look at the store, rotate what has signed long enough,
    /// forget what is over. It never takes long: what this replica publishes is as old as the last look.
    pub(super) async fn maintain(&self) -> Result<(), TokenError> {
        self.reload().await?;
        let now = self.parts.clock.now();
        for &kind in &self.kinds {
            if self.is_due(kind, now) {
                self.swap(kind, now).await?;
            }
        }
        self.forget(now).await
    }

    /// Has a next key of each kind ready. That may take long, so nothing else waits for it.
    pub(super) async fn prepare(&self) -> Result<(), TokenError> {
        self.fill(KeyState::Next).await
    }

    /// The next key of each kind signs from now on, however short it has been published, and a new one
    /// stands ready behind it.
    pub(super) async fn rotate(&self) -> Result<(), TokenError> {
        self.reload().await?;
        self.fill(KeyState::Next).await?;
        for &kind in &self.kinds {
            self.swap(kind, self.parts.clock.now()).await?;
        }
        self.fill(KeyState::Next).await
    }

    /// When every next key will have been published long enough to sign. `None` where there is none.
    pub(super) fn ready_at(&self) -> Option<Timestamp> {
        let held = self.held();
        let next = held.iter().filter(|key| key.state == KeyState::Next);
        next.map(|key| key.created_at + self.policy.publish_ahead).max()
    }

    fn is_due(&self, kind: M::Kind, now: Timestamp) -> bool {
        let held = self.held();
        let find = |state| held.iter().find(move |key| key.is(kind, state));
        let over = |key: &Held<M>| key.activated_at.is_some_and(|since| now >= since + self.policy.signs_for);
        let ready = |key: &Held<M>| now >= key.created_at + self.policy.publish_ahead;
        find(KeyState::Active).is_some_and(over) && find(KeyState::Next).is_some_and(ready)
    }

    /// Lets the next key that is held sign in the place of the active one that is held. Whoever comes
    /// second has nothing left to do.
    async fn swap(&self, kind: M::Kind, now: Timestamp) -> Result<(), TokenError> {
        let held = self.held();
        let id = |state| held.iter().find(|key| key.is(kind, state)).map(|key| key.id.as_str());
        if let (Some(active), Some(next)) = (id(KeyState::Active), id(KeyState::Next)) {
            match self.swap_in_store(active, next, now).await {
                Ok(()) | Err(StoreError::LostRace) => self.reload().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn swap_in_store(&self, active: &str, next: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.parts.store.begin().await?;
        tx.signing_keys().retire(active, now).await?;
        tx.signing_keys().activate(next, now).await?;
        tx.save().await
    }

    async fn forget(&self, now: Timestamp) -> Result<(), TokenError> {
        let before = |kept: Duration| {
            Timestamp::from_millis(now.millis().saturating_sub(i64::try_from(kept.as_millis()).unwrap_or(i64::MAX)))
        };
        let (lapsed, forgotten) = (before(self.policy.verifies_for), before(self.policy.known_for));
        let over = |key: &Held<M>| {
            let end = if key.state == KeyState::Lapsed { forgotten } else { lapsed };
            key.retired_at.is_some_and(|at| at < end)
        };
        if self.held().iter().any(over) {
            let ring = self.policy.ring;
            let mut db = self.parts.store.write().await?;
            db.signing_keys().remove_retired(ring, forgotten).await?;
            db.signing_keys().lapse(ring, lapsed).await?;
            drop(db);
            self.reload().await?;
        }
        Ok(())
    }
}
