//! Looking at the store for a key that nobody here knows, on behalf of whoever brings its id.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

/// Anybody can make up ids: the store is asked no more often than this. Whoever comes too soon waits;
/// a token is never refused for it.
const APART: Duration = Duration::from_millis(100);

/// One look at a time, shared by all who asked before it began.
#[derive(Default)]
pub(super) struct Looks {
    asked: AtomicU64,
    turn: Mutex<Turn>,
}

#[derive(Default)]
struct Turn {
    /// How many had asked when the last look that succeeded began.
    served: u64,
    last: Option<Instant>,
}

impl Looks {
    /// Looks now.
    pub(super) async fn look<E>(&self, look: impl Future<Output = Result<(), E>>) -> Result<(), E> {
        let mut turn = self.turn.lock().await;
        self.take(&mut turn, look).await
    }

    /// Looks soon, unless somebody does who began after this was called.
    pub(super) async fn share<E>(&self, look: impl Future<Output = Result<(), E>>) -> Result<(), E> {
        let ticket = self.asked.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.turn.lock().await;
        if turn.served > ticket {
            return Ok(());
        }
        if let Some(last) = turn.last {
            tokio::time::sleep_until(last + APART).await;
        }
        self.take(&mut turn, look).await
    }

    async fn take<E>(&self, turn: &mut Turn, look: impl Future<Output = Result<(), E>>) -> Result<(), E> {
        let asked = self.asked.load(Ordering::SeqCst);
        turn.last = Some(Instant::now());
        look.await?;
        turn.served = asked;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;

    use super::*;

    #[derive(Default)]
    struct Store(AtomicU64);

    impl Store {
        async fn asked(&self) -> Result<(), ()> {
            self.0.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_crowd_shares_a_look_and_everybody_gets_one_that_began_after_they_asked() {
        let (looks, store) = (Arc::new(Looks::default()), Arc::new(Store::default()));
        let mut crowd = JoinSet::new();
        for _ in 0..1000 {
            let (looks, store) = (Arc::clone(&looks), Arc::clone(&store));
            crowd.spawn(async move { looks.share(store.asked()).await });
        }
        assert!(crowd.join_all().await.iter().all(Result::is_ok));
        let looked = store.0.load(Ordering::SeqCst);
        assert!((1..=3).contains(&looked), "{looked} looks for a thousand");
        looks.share(store.asked()).await.unwrap();
        assert_eq!(store.0.load(Ordering::SeqCst), looked + 1, "an earlier look serves nobody who comes later");
    }

    #[tokio::test]
    async fn looks_are_apart() {
        let (looks, store) = (Looks::default(), Store::default());
        let start = Instant::now();
        for _ in 0..3 {
            looks.share(store.asked()).await.unwrap();
        }
        assert!(start.elapsed() >= 2 * APART);
    }

    #[tokio::test]
    async fn a_look_that_failed_serves_nobody() {
        let (looks, store) = (Looks::default(), Store::default());
        let failing = looks.share(async { Err(()) });
        let waiting = looks.share(store.asked());
        let (first, second) = tokio::join!(failing, waiting);
        assert_eq!((first, second), (Err(()), Ok(())));
        assert_eq!(store.0.load(Ordering::SeqCst), 1);
    }
}
