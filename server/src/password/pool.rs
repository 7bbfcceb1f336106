use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::{Builder, JoinHandle},
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    cost::Workload,
    error::PasswordError,
    job::{Done, Errand},
    memory::Memory,
    priority,
    queue::Queue,
};
use crate::clock::Clock;

/// Nanoseconds that argon2 takes for a KiB, about: what a hash is thought to take before one was made.
const NANOS_A_KIB: u64 = 350;

/// Threads that do nothing but hash, each with memory of its own.
///
/// Not the runtime's blocking threads: those are hundreds, and as many hashes at a time would take
/// gigabytes and make every one of them late.
pub(super) struct Pool {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the threads. Fails where the system gives none.
    pub(super) fn start(workload: &Workload, clock: &Arc<dyn Clock>) -> io::Result<Self> {
        let usual = Duration::from_nanos(workload.cost.work() * NANOS_A_KIB);
        let queue = Arc::new(Queue::new(workload.threads, workload.queue, usual));
        let kept = usize::try_from(workload.cost.memory_kib).unwrap_or(usize::MAX);
        let mut pool = Self { queue, threads: Vec::with_capacity(workload.threads) };
        for number in 0..workload.threads {
            let (queue, clock) = (pool.queue.clone(), clock.clone());
            let thread = Builder::new().name(format!("password-{number}"));
            pool.threads.push(thread.spawn(move || serve(&queue, Memory::new(kept), clock.as_ref()))?);
        }
        Ok(pool)
    }

    /// Has the work done. It is not begun any more once the caller has gone.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<Done<T>, PasswordError> {
        self.submit(work)?.await.map_err(|_| PasswordError::Failed)
    }

    fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<Done<T>>, PasswordError> {
        let (answer, answered) = oneshot::channel();
        self.queue.push(Box::new(Errand { work, answer }))?;
        Ok(answered)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // Its panics were caught and told.
            let _ = thread.join();
        }
    }
}

/// What a thread does with its life.
fn serve(queue: &Queue, mut memory: Memory, clock: &dyn Clock) {
    priority::lower();
    while let Some(job) = queue.pop() {
        if !job.is_wanted() {
            continue;
        }
        // The memory holds nothing that has to agree with anything: a panic cannot break it.
        match catch_unwind(AssertUnwindSafe(|| job.run(&mut memory, clock))) {
            Ok(took) => queue.learn(took),
            Err(_) => tracing::error!("hashing a password panicked"),
        }
        memory.settle();
    }
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
