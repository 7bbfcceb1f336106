use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use server::clock::{Clock, Moment, Timestamp};

/// When every story begins: 2 January 2027, 03:04:05 UTC.
const BEGINNING: i64 = 1_798_859_045_000;
/// Processes did not all start at the same time, so their monotonic clocks differ.
const HEAD_START: i64 = 7_777_777;

/// A clock that stands until it is moved. Time passes for all processes of a test at once; a step
/// of the wall clock is one process's own.
pub struct ManualClock {
    process: String,
    passed: Arc<AtomicI64>,
    head_start: i64,
    stepped: AtomicI64,
}

impl ManualClock {
    /// The clock of the first process.
    pub fn new() -> Self {
        Self { process: "process-1".to_owned(), passed: Arc::default(), head_start: 0, stepped: AtomicI64::new(0) }
    }

    /// The clock of another process, to which the same time passes.
    pub fn of_another_process(&self) -> Self {
        Self {
            process: format!("{}+", self.process),
            passed: Arc::clone(&self.passed),
            head_start: self.head_start + HEAD_START,
            stepped: AtomicI64::new(0),
        }
    }

    /// Lets time pass, for every process.
    pub fn advance(&self, by: Duration) {
        self.passed.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Sets this process's wall clock by that many seconds, as an operator would. No time passes.
    pub fn step_wall(&self, seconds: i64) {
        self.stepped.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn moment(&self) -> Moment {
        let passed = self.passed.load(Ordering::SeqCst);
        Moment {
            at: Timestamp::from_millis(BEGINNING + passed + self.stepped.load(Ordering::SeqCst)),
            process: self.process.clone(),
            tick: self.head_start + passed,
        }
    }
}
