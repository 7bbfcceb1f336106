use std::{path::Path, time::Duration};

use super::{error::BenchError, process::Installation};

/// Starts of each kind; the median counts. Odd.
const STARTS: usize = 7;
/// The database of a Gatepost with nothing configured, in the folder it is started in.
pub const EMBEDDED: &str = "sqlite://gatepost.db";

/// Time from the start to the first 200 of `path` on the database of an earlier run.
pub async fn on_existing(installation: &Installation, folder: &Path, path: &str) -> Result<Duration, BenchError> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let mut gatepost = installation.start(folder, EMBEDDED)?;
        times.push(gatepost.first_ok(path).await?);
        gatepost.stop().await?;
    }
    Ok(median(times))
}

/// Time from the start to the first 200 of `path` in an empty folder: schema and keys are made.
pub async fn on_empty(installation: &Installation, path: &str) -> Result<Duration, BenchError> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let folder = installation.empty_folder("empty")?;
        let mut gatepost = installation.start(&folder, EMBEDDED)?;
        times.push(gatepost.first_ok(path).await?);
        gatepost.stop().await?;
    }
    Ok(median(times))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
