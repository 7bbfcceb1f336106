use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use super::error::BenchError;

/// Connections that load at once.
pub const CONNECTIONS: usize = 16;
/// Not counted: connections open, caches fill.
const WARM_UP: Duration = Duration::from_secs(1);
/// Counted.
const MEASURED: Duration = Duration::from_secs(5);
/// Longest latency that is told from longer ones, microseconds.
const LONGEST: u64 = 60_000_000;
/// After an error a connection pauses: a server that is down must not be asked a million times.
const PAUSE: Duration = Duration::from_millis(10);

/// One thing that is done over and over.
pub trait Workload: Send + 'static {
    /// Does it once. An error is anything but the answer it should get.
    fn once(&mut self) -> impl Future<Output = Result<(), BenchError>> + Send;
}

/// What one or several spells of load came to.
pub struct Sample {
    latencies: Histogram<u64>,
    measured: Duration,
    /// Connections that loaded at once.
    pub connections: usize,
    /// What did not get the answer it should.
    pub errors: u64,
}

impl Sample {
    /// Nothing measured yet.
    pub fn new() -> Result<Self, BenchError> {
        let latencies = Histogram::new_with_bounds(1, LONGEST, 3)?;
        Ok(Self { latencies, measured: Duration::ZERO, connections: 0, errors: 0 })
    }

    /// Done in a second.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.measured.as_secs_f64()
    }

    /// The latency within which that share is done, milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "a minute of microseconds fits")]
    pub fn latency(&self, quantile: f64) -> f64 {
        self.latencies.value_at_quantile(quantile) as f64 / 1000.0
    }

    /// Whether anything was measured at all.
    pub fn is_empty(&self) -> bool {
        self.latencies.is_empty()
    }
}

/// What one connection has seen.
struct Part {
    latencies: Histogram<u64>,
    errors: u64,
    first_error: Option<BenchError>,
}

/// Has every workload go on for one spell, all at once, and adds what came of it to `sample`.
pub async fn spell<W: Workload>(workloads: &mut Vec<W>, sample: &mut Sample) -> Result<(), BenchError> {
    sample.connections = workloads.len();
    let counted_from = Instant::now() + WARM_UP;
    let counted_to = counted_from + MEASURED;
    let mut tasks = JoinSet::new();
    for mut workload in workloads.drain(..) {
        let mut part = Part { latencies: Histogram::new_from(&sample.latencies), errors: 0, first_error: None };
        tasks.spawn(async move {
            go_on(&mut workload, &mut part, counted_from..counted_to).await;
            (workload, part)
        });
    }
    let mut first_error = None;
    while let Some(done) = tasks.join_next().await {
        let (workload, part) = done?;
        workloads.push(workload);
        sample.latencies.add(&part.latencies)?;
        sample.errors += part.errors;
        first_error = first_error.or(part.first_error);
    }
    sample.measured += MEASURED;
    if let Some(error) = first_error {
        // The others are seldom different.
        eprintln!("bench: {} errors so far, one of them: {error}", sample.errors);
    }
    Ok(())
}

/// A thing counts if it is over within the counted time: then as many count that began before it
/// as are left out that end after it.
async fn go_on<W: Workload>(workload: &mut W, part: &mut Part, counted: std::ops::Range<Instant>) {
    let mut begun = Instant::now();
    while begun < counted.end {
        let outcome = workload.once().await;
        let over = Instant::now();
        match outcome {
            Ok(()) if counted.contains(&over) => {
                part.latencies.saturating_record(u64::try_from((over - begun).as_micros()).unwrap_or(LONGEST));
            }
            Ok(()) => {}
            Err(error) => {
                part.first_error.get_or_insert(error);
                part.errors += 1;
                tokio::time::sleep(PAUSE).await;
            }
        }
        begun = Instant::now();
    }
}
