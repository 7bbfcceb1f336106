use std::sync::{Arc, PoisonError, RwLock};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretSlice;

use super::{KeyState, KeySummary, RingPolicy, TokenError, Vault, looks::Looks};
use crate::{
    clock::{Clock, Timestamp},
    random::{Random, bytes},
    store::{KeyRow, Store},
};

/// What a ring is made of.
pub(super) trait Material: Sized {
    /// What keys there are: one of each signs.
    type Kind: Copy + Eq + Send + Sync + 'static;

    fn algorithm(kind: Self::Kind) -> &'static str;
    /// Of this very key.
    fn kind(&self) -> Self::Kind;
    /// Makes the private part. May take a while.
    fn generate(kind: Self::Kind, random: &dyn Random) -> Result<SecretSlice<u8>, TokenError>;
    fn load(id: &str, algorithm: &str, private: &SecretSlice<u8>) -> Result<Self, TokenError>;
}

/// A key in its place.
pub(super) struct Held<M> {
    pub(super) id: String,
    pub(super) state: KeyState,
    pub(super) created_at: Timestamp,
    pub(super) activated_at: Option<Timestamp>,
    pub(super) retired_at: Option<Timestamp>,
    pub(super) material: Arc<M>,
}

/// The keys of one purpose, shared by every replica through the store. What they do in the course of
/// time is in [`super::rotation`].
pub(super) struct Ring<M: Material> {
    pub(super) policy: RingPolicy,
    pub(super) kinds: Vec<M::Kind>,
    pub(super) parts: RingParts,
    held: RwLock<Arc<Vec<Held<M>>>>,
    looks: Looks,
}

/// What a ring works with.
#[derive(Clone)]
pub struct RingParts {
    /// Where the keys are.
    pub store: Store,
    /// What seals them there.
    pub vault: Arc<Vault>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl<M: Material> Ring<M> {
    /// Loads the ring; makes the first key of each kind that has none. Not on anybody's request: an
    /// RSA key takes its time.
    pub(super) async fn open(parts: RingParts, policy: RingPolicy, kinds: Vec<M::Kind>) -> Result<Self, TokenError> {
        let ring = Self { policy, kinds, parts, held: RwLock::default(), looks: Looks::default() };
        ring.reload().await?;
        ring.fill(KeyState::Active).await?;
        Ok(ring)
    }

    /// The keys as of the last look at the store, oldest first.
    pub(super) fn held(&self) -> Arc<Vec<Held<M>>> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs `f` on the key of that kind that signs.
    pub(super) fn with_active<T>(&self, kind: M::Kind, f: impl FnOnce(&Held<M>) -> T) -> Result<T, TokenError> {
        let held = self.held();
        let active = held.iter().find(|key| key.is(kind, KeyState::Active));
        active.map(f).ok_or(TokenError::NoActiveKey(self.policy.ring, M::algorithm(kind)))
    }

    pub(super) fn summaries(&self) -> Vec<KeySummary> {
        let summary = |key: &Held<M>| KeySummary {
            id: key.id.clone(),
            algorithm: M::algorithm(key.material.kind()),
            state: key.state,
        };
        self.held().iter().map(summary).collect()
    }

    /// Looks at the store again: another replica may have changed something.
    pub(super) async fn reload(&self) -> Result<(), TokenError> {
        self.looks.look(Box::pin(self.read())).await
    }

    /// The same for somebody who brings the id of a key that is not held; bounded, as anybody can.
    pub(super) async fn look_for_unknown(&self) -> Result<(), TokenError> {
        self.looks.share(Box::pin(self.read())).await
    }

    /// To be boxed: it speaks to two engines, and every request that brings a token may come to it.
    async fn read(&self) -> Result<(), TokenError> {
        let rows = self.parts.store.read().await?.signing_keys().of_ring(self.policy.ring).await?;
        let known = self.held();
        let unchanged = rows.len() == known.len()
            && rows.iter().zip(known.iter()).all(|(row, key)| row.id == key.id && row.state == key.state.name());
        if !unchanged {
            let keys = rows.into_iter().map(|row| self.take_up(row, &known)).collect::<Result<Vec<_>, _>>()?;
            *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        }
        Ok(())
    }

    fn take_up(&self, row: KeyRow, known: &[Held<M>]) -> Result<Held<M>, TokenError> {
        let material = match known.iter().find(|key| key.id == row.id) {
            Some(key) => Arc::clone(&key.material),
            None => Arc::new(M::load(&row.id, &row.algorithm, &self.parts.vault.open(&row.id, &row.sealed)?)?),
        };
        Ok(Held {
            state: KeyState::parse(&row.state)?,
            created_at: row.created_at,
            activated_at: row.activated_at,
            retired_at: row.retired_at,
            material,
            id: row.id,
        })
    }

    /// Makes a key of each kind that has none in that state, unless another replica was first.
    pub(super) async fn fill(&self, state: KeyState) -> Result<(), TokenError> {
        let held = self.held();
        let has = |kind| held.iter().any(|key| key.is(kind, state));
        let missing: Vec<_> = self.kinds.iter().copied().filter(|&kind| !has(kind)).collect();
        for &kind in &missing {
            let row = self.make(kind, state).await?;
            match self.parts.store.write().await?.signing_keys().insert(&row).await {
                Err(error) if error.is_conflict() => {}
                other => other?,
            }
        }
        if missing.is_empty() { Ok(()) } else { self.reload().await }
    }

    /// Nobody waits for the database meanwhile.
    async fn make(&self, kind: M::Kind, state: KeyState) -> Result<KeyRow, TokenError> {
        let random = Arc::clone(&self.parts.random);
        let private = tokio::task::spawn_blocking(move || M::generate(kind, random.as_ref()))
            .await
            .map_err(|_| TokenError::Crypto("making a key"))??;
        // After that: a key is published from the moment it is stored.
        let now = self.parts.clock.now();
        let id = URL_SAFE_NO_PAD.encode(bytes::<9>(self.parts.random.as_ref()));
        Ok(KeyRow {
            sealed: self.parts.vault.seal(&id, &private)?,
            ring: self.policy.ring.to_owned(),
            algorithm: M::algorithm(kind).to_owned(),
            state: state.name().to_owned(),
            created_at: now,
            activated_at: (state == KeyState::Active).then_some(now),
            retired_at: None,
            id,
        })
    }
}

impl<M: Material> Held<M> {
    pub(super) fn is(&self, kind: M::Kind, state: KeyState) -> bool {
        self.state == state && self.material.kind() == kind
    }
}
