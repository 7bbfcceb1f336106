use std::sync::{
    atomic::{AtomicBool, Ordering},
    mpsc,
};

use super::*;
use crate::{clock::SystemClock, password::cost::Cost};

fn pool(threads: usize, queue: usize) -> Pool {
    let cost = Cost { memory_kib: 8, iterations: 1, parallelism: 1 };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new("test".to_owned()));
    Pool::start(&Workload { cost, threads, queue }, &clock).unwrap()
}

/// Keeps a thread of the pool until it is opened.
struct Gate {
    open: mpsc::Sender<()>,
    done: oneshot::Receiver<Done<()>>,
}

impl Gate {
    /// Comes back once the thread stands at the gate.
    fn in_front_of(pool: &Pool) -> Self {
        let (arrive, arrived) = mpsc::channel();
        let (open, opened) = mpsc::channel();
        let wait = move |_: &mut Memory| {
            arrive.send(()).unwrap();
            opened.recv().unwrap();
        };
        let done = pool.submit(wait).unwrap();
        arrived.recv().unwrap();
        Self { open, done }
    }

    async fn open(self) {
        self.open.send(()).unwrap();
        self.done.await.unwrap();
    }
}

#[tokio::test]
async fn a_full_queue_is_told_at_once_and_nothing_else_waits() {
    let pool = pool(1, 2);
    let gate = Gate::in_front_of(&pool);
    let waiting = [pool.submit(|_| 1).unwrap(), pool.submit(|_| 2).unwrap()];
    let Err(PasswordError::Busy { retry_after }) = pool.submit(|_| 3) else { panic!("there was no room") };
    assert!(retry_after >= Duration::from_secs(1) && retry_after.subsec_nanos() == 0);
    // The runtime of this test has one thread, which is free: only the pool is kept.
    assert_eq!(tokio::spawn(async { 4 }).await.unwrap(), 4);
    gate.open().await;
    for (expected, answer) in [1, 2].into_iter().zip(waiting) {
        assert_eq!(answer.await.unwrap().result, expected);
    }
    assert_eq!(pool.run(|_| 5).await.unwrap().result, 5);
}

#[tokio::test]
async fn work_whose_caller_has_gone_is_not_begun() {
    let pool = pool(1, 2);
    let gate = Gate::in_front_of(&pool);
    let begun = Arc::new(AtomicBool::new(false));
    let noted = begun.clone();
    drop(pool.submit(move |_| noted.store(true, Ordering::SeqCst)).unwrap());
    gate.open().await;
    pool.run(|_| ()).await.unwrap();
    assert!(!begun.load(Ordering::SeqCst));
}

#[tokio::test]
async fn callers_that_have_gone_make_room() {
    let pool = pool(1, 1);
    let gate = Gate::in_front_of(&pool);
    drop(pool.submit(|_| ()).unwrap());
    let answer = pool.submit(|_| 6).unwrap();
    gate.open().await;
    assert_eq!(answer.await.unwrap().result, 6);
}

#[tokio::test]
async fn a_panic_costs_one_answer_and_no_thread() {
    let pool = pool(1, 4);
    assert_eq!(pool.run(|_| -> u8 { panic!("on purpose") }).await.unwrap_err(), PasswordError::Failed);
    assert_eq!(pool.run(|_| 7).await.unwrap().result, 7);
}

#[tokio::test]
async fn threads_work_side_by_side() {
    let pool = pool(2, 1);
    let gate = Gate::in_front_of(&pool);
    assert_eq!(pool.run(|_| 8).await.unwrap().result, 8);
    gate.open().await;
}

#[tokio::test]
async fn whoever_waits_when_it_ends_is_told() {
    let pool = pool(1, 4);
    let gate = Gate::in_front_of(&pool);
    let answer = pool.submit(|_| 9).unwrap();
    pool.queue.close();
    assert!(answer.await.is_err());
    gate.open().await;
    drop(pool);
}

#[test]
fn the_time_to_come_again_is_that_of_those_who_wait() {
    struct Waiting;
    impl crate::password::job::Job for Waiting {
        fn is_wanted(&self) -> bool {
            true
        }
        fn run(self: Box<Self>, _: &mut Memory, _: &dyn Clock) -> Duration {
            Duration::ZERO
        }
    }
    let patience = |threads, most, usual| {
        let queue = Queue::new(threads, most, Duration::from_millis(usual));
        loop {
            if let Err(PasswordError::Busy { retry_after }) = queue.push(Box::new(Waiting)) {
                return retry_after.as_secs();
            }
        }
    };
    assert_eq!(patience(2, 64, 14), 1);
    assert_eq!(patience(2, 64, 300), 10);
    assert_eq!(patience(1, 64, 100), 7);
    assert_eq!(patience(2, 2, 1000), 2);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn its_threads_stand_back() {
    let nice = pool(1, 1).run(|_| rustix::process::getpriority_process(None).unwrap()).await.unwrap().result;
    let ours = rustix::process::getpriority_process(None).unwrap();
    assert!(nice > ours || nice == 19, "{nice} {ours}");
}
