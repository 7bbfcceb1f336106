use std::time::Duration;

use tokio::sync::oneshot;

use super::memory::Memory;
use crate::clock::Clock;

/// Something to be done on a thread of the pool.
pub(super) trait Job: Send {
    /// Whether somebody still waits for it.
    fn is_wanted(&self) -> bool;

    /// Does it; the time it took.
    fn run(self: Box<Self>, memory: &mut Memory, clock: &dyn Clock) -> Duration;
}

/// What was done, and the time it took, waiting not counted.
#[derive(Debug)]
pub(super) struct Done<T> {
    pub(super) result: T,
    pub(super) took: Duration,
}

/// Work, and who waits for its result.
pub(super) struct Errand<W, T> {
    pub(super) work: W,
    pub(super) answer: oneshot::Sender<Done<T>>,
}

impl<W, T> Job for Errand<W, T>
where
    W: FnOnce(&mut Memory) -> T + Send,
    T: Send,
{
    fn is_wanted(&self) -> bool {
        !self.answer.is_closed()
    }

    fn run(self: Box<Self>, memory: &mut Memory, clock: &dyn Clock) -> Duration {
        let begun = clock.moment();
        let result = (self.work)(memory);
        let took = clock.moment().elapsed_since(&begun);
        // Whoever asked may have gone meanwhile.
        let _ = self.answer.send(Done { result, took });
        took
    }
}
