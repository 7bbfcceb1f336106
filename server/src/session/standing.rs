use std::{sync::Arc, time::Duration};

use quick_cache::sync::Cache;

use crate::{
    clock::Moment,
    store::{StandingRow, Store, StoreError},
};

/// How long this process believes what it last read about a family. A sign-out here is known at
/// once; one on another replica within this time.
const BELIEVED_FOR: Duration = Duration::from_millis(900);
/// Families remembered at a time.
const MOST: usize = 20_000;

/// What is known of families whose access tokens come by.
pub(super) struct Standings {
    cache: Cache<String, Known>,
}

#[derive(Clone)]
struct Known {
    row: Option<Arc<StandingRow>>,
    read_at: Moment,
}

impl Standings {
    pub(super) fn new() -> Self {
        Self { cache: Cache::new(MOST) }
    }

    /// The family's standing; `None` if it was ended or never was.
    pub(super) async fn of(
        &self,
        store: &Store,
        family: &str,
        now: Moment,
    ) -> Result<Option<Arc<StandingRow>>, StoreError> {
        if let Some(known) = self.cache.get(family)
            && now.elapsed_since(&known.read_at) < BELIEVED_FOR
        {
            return Ok(known.row);
        }
        let row = store.read().await?.families().standing(family).await?;
        let row = row.filter(|row| row.revoked_at.is_none()).map(Arc::new);
        self.cache.insert(family.to_owned(), Known { row: row.clone(), read_at: now });
        Ok(row)
    }

    /// Forgets what was read: the next look goes to the store.
    pub(super) fn forget(&self, family: &str) {
        self.cache.remove(family);
    }
}
