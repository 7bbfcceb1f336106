use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{error::PasswordError, job::Job};

/// A new time counts for one part in this many of what a job is thought to take.
const MEMORY_OF_TIMES: u32 = 8;

/// Jobs that wait for a thread, a bounded number of them.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    most: usize,
    threads: u32,
}

struct State {
    waiting: VecDeque<Box<dyn Job>>,
    /// What a job takes, as of late.
    usual: Duration,
    closed: bool,
}

impl Queue {
    /// For that many threads, with room for `most`; a job is thought to take `usual` until it is known.
    pub(super) fn new(threads: usize, most: usize, usual: Duration) -> Self {
        let state = State { waiting: VecDeque::new(), usual, closed: false };
        let threads = u32::try_from(threads.max(1)).unwrap_or(u32::MAX);
        Self { state: Mutex::new(state), changed: Condvar::new(), most, threads }
    }

    /// Adds a job, unless as many wait already as may. Those whose callers have gone make room.
    pub(super) fn push(&self, job: Box<dyn Job>) -> Result<(), PasswordError> {
        let mut state = self.lock();
        if state.waiting.len() >= self.most {
            state.waiting.retain(|waiting| waiting.is_wanted());
        }
        if state.waiting.len() >= self.most {
            return Err(PasswordError::Busy { retry_after: self.patience(&state) });
        }
        state.waiting.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The next job, when there is one; `None` once the queue is closed.
    pub(super) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.waiting.pop_front() {
                return Some(job);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes what a job took.
    pub(super) fn learn(&self, took: Duration) {
        let mut state = self.lock();
        state.usual = (state.usual * (MEMORY_OF_TIMES - 1) + took) / MEMORY_OF_TIMES;
    }

    /// Sends the threads home. Whoever still waits is told that nothing came of it.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.changed.notify_all();
    }

    /// When those who wait now, and those under way, should be through: whole seconds, one at least.
    fn patience(&self, state: &State) -> Duration {
        let before = u32::try_from(state.waiting.len()).unwrap_or(u32::MAX).saturating_add(self.threads);
        let through = state.usual.saturating_mul(before) / self.threads;
        Duration::from_secs(through.as_secs() + u64::from(through.subsec_nanos() > 0)).max(Duration::from_secs(1))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of ours can panic while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
