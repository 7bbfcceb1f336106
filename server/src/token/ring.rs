use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretSlice;

use super::{TokenError, Vault};
use crate::{
    clock::Timestamp,
    random::{Random, bytes},
    store::{KeyRow, Store, StoreError},
};

/// Where a key is in its life. `next` is published before it signs, so that no verifier meets a
/// key it has not had the chance to fetch; `retired` still verifies what it signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Published, signs nothing yet.
    Next,
    /// Signs.
    Active,
    /// Verifies only.
    Retired,
}

impl KeyState {
    /// The name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    fn parse(name: &str) -> Result<Self, StoreError> {
        [Self::Next, Self::Active, Self::Retired]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or(StoreError::Corrupt("a key state"))
    }
}

/// How the keys of a ring live.
#[derive(Clone, Copy, Debug)]
pub struct RingPolicy {
    /// The ring's name in the store.
    pub ring: &'static str,
    /// How long a key signs.
    pub signs_for: Duration,
    /// How long it verifies after that: no less than the life of what it signs.
    pub verifies_for: Duration,
}

/// What a ring is made of.
pub(super) trait Material: Sized {
    /// Parameters of a new key.
    type Kind: Copy + Send + Sync + 'static;

    fn algorithm(kind: Self::Kind) -> &'static str;
    /// The algorithm of this very key.
    fn algorithm_name(&self) -> &'static str;
    /// Makes the private part. May take a while.
    fn generate(kind: Self::Kind, random: &dyn Random) -> Result<SecretSlice<u8>, TokenError>;
    fn load(id: &str, algorithm: &str, private: &SecretSlice<u8>) -> Result<Self, TokenError>;
}

/// A key in its place.
pub(super) struct Held<M> {
    pub(super) id: String,
    pub(super) state: KeyState,
    pub(super) activated_at: Option<Timestamp>,
    pub(super) material: M,
}

/// The keys of one purpose, shared by every replica through the store.
pub(super) struct Ring<M: Material> {
    policy: RingPolicy,
    kind: M::Kind,
    store: Store,
    vault: Arc<Vault>,
    random: Arc<dyn Random>,
    held: RwLock<Arc<Vec<Held<M>>>>,
}

/// What a ring is opened with.
pub(super) struct RingParts {
    pub(super) store: Store,
    pub(super) vault: Arc<Vault>,
    pub(super) random: Arc<dyn Random>,
}

impl<M: Material> Ring<M> {
    /// Loads the ring; makes its first key where there is none.
    pub(super) async fn open(
        parts: RingParts,
        policy: RingPolicy,
        kind: M::Kind,
        now: Timestamp,
    ) -> Result<Self, TokenError> {
        let RingParts { store, vault, random } = parts;
        let ring = Self { policy, kind, store, vault, random, held: RwLock::default() };
        ring.reload().await?;
        if ring.active().is_err() {
            ring.add(KeyState::Active, now).await?;
            ring.reload().await?;
        }
        Ok(ring)
    }

    /// The keys as of the last look at the store.
    pub(super) fn held(&self) -> Arc<Vec<Held<M>>> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs `f` on the key that signs.
    pub(super) fn with_active<T>(&self, f: impl FnOnce(&Held<M>) -> T) -> Result<T, TokenError> {
        let held = self.held();
        held.iter().find(|key| key.state == KeyState::Active).map(f).ok_or(TokenError::NoActiveKey(self.policy.ring))
    }

    fn active(&self) -> Result<(String, Option<Timestamp>), TokenError> {
        self.with_active(|key| (key.id.clone(), key.activated_at))
    }

    /// Looks at the store again: another replica may have rotated.
    pub(super) async fn reload(&self) -> Result<(), TokenError> {
        let rows = self.store.read().await?.signing_keys().of_ring(self.policy.ring).await?;
        let known = self.held();
        let unchanged = rows.len() == known.len()
            && rows.iter().zip(known.iter()).all(|(row, key)| row.id == key.id && row.state == key.state.name());
        if !unchanged {
            let keys = rows.into_iter().map(|row| self.unseal(row)).collect::<Result<Vec<_>, _>>()?;
            *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        }
        Ok(())
    }

    /// What has to be done from time to time: look at the store, have a next key ready, rotate
    /// when the active one has signed long enough, forget what verifies nothing any more.
    pub(super) async fn maintain(&self, now: Timestamp) -> Result<(), TokenError> {
        self.reload().await?;
        self.drop_next_of_another_kind().await?;
        if !self.held().iter().any(|key| key.state == KeyState::Next) {
            self.add(KeyState::Next, now).await?;
        }
        let (_, activated_at) = self.active()?;
        if activated_at.is_some_and(|since| now >= since + self.policy.signs_for) {
            self.rotate(now).await?;
        }
        let verifies_for = i64::try_from(self.policy.verifies_for.as_millis()).unwrap_or(i64::MAX);
        let lapsed = Timestamp::from_millis(now.millis().saturating_sub(verifies_for));
        self.store.write().await?.signing_keys().remove_retired(self.policy.ring, lapsed).await?;
        self.reload().await
    }

    /// The configured algorithm may have changed since the next key was made. It has signed nothing.
    async fn drop_next_of_another_kind(&self) -> Result<(), TokenError> {
        let held = self.held();
        let of_another_kind =
            |key: &&Held<M>| key.state == KeyState::Next && key.material.algorithm_name() != M::algorithm(self.kind);
        if let Some(next) = held.iter().find(of_another_kind) {
            self.store.write().await?.signing_keys().remove_next(&next.id).await?;
            self.reload().await?;
        }
        Ok(())
    }

    /// The next key signs from now on, and a new one stands ready behind it. Whoever comes
    /// second in a race has nothing left to do.
    pub(super) async fn rotate(&self, now: Timestamp) -> Result<(), TokenError> {
        self.reload().await?;
        self.drop_next_of_another_kind().await?;
        let (active, _) = self.active()?;
        let held = self.held();
        let Some(next) = held.iter().find(|key| key.state == KeyState::Next).map(|key| key.id.clone()) else {
            self.add(KeyState::Next, now).await?;
            return Box::pin(self.rotate(now)).await;
        };
        let fresh = self.make(KeyState::Next, now).await?;
        let mut tx = self.store.begin().await?;
        match tx.signing_keys().retire(&active, now).await {
            Err(StoreError::LostRace) => return self.reload().await,
            other => other?,
        }
        tx.signing_keys().activate(&next, now).await?;
        tx.signing_keys().insert(&fresh).await?;
        tx.save().await?;
        self.reload().await
    }

    /// Makes a key and adds it, unless somebody else was first. Nobody waits for the database
    /// meanwhile: an RSA key takes its time.
    async fn add(&self, state: KeyState, now: Timestamp) -> Result<(), TokenError> {
        let row = self.make(state, now).await?;
        match self.store.write().await?.signing_keys().insert(&row).await {
            Err(error) if error.is_conflict() => Ok(()),
            other => Ok(other?),
        }
    }

    async fn make(&self, state: KeyState, now: Timestamp) -> Result<KeyRow, TokenError> {
        let (kind, random) = (self.kind, Arc::clone(&self.random));
        let private = tokio::task::spawn_blocking(move || M::generate(kind, random.as_ref()))
            .await
            .map_err(|_| TokenError::Crypto("making a key"))??;
        let id = URL_SAFE_NO_PAD.encode(bytes::<9>(self.random.as_ref()));
        Ok(KeyRow {
            sealed: self.vault.seal(&id, &private)?,
            ring: self.policy.ring.to_owned(),
            algorithm: M::algorithm(kind).to_owned(),
            state: state.name().to_owned(),
            created_at: now,
            activated_at: (state == KeyState::Active).then_some(now),
            retired_at: None,
            id,
        })
    }

    fn unseal(&self, row: KeyRow) -> Result<Held<M>, TokenError> {
        let private = self.vault.open(&row.id, &row.sealed)?;
        Ok(Held {
            state: KeyState::parse(&row.state)?,
            activated_at: row.activated_at,
            material: M::load(&row.id, &row.algorithm, &private)?,
            id: row.id,
        })
    }
}
