use std::{fs, io, time::Duration};

/// How long is looked.
const LOOK: Duration = Duration::from_secs(2);
/// Busier than that, figures are noise, percent.
const QUIET: u64 = 15;

/// Says so if the processors have other things to do.
pub async fn warn_if_busy() -> io::Result<()> {
    let before = Ticks::read()?;
    tokio::time::sleep(LOOK).await;
    let busy = Ticks::read()?.busy_since(&before);
    if busy > QUIET {
        eprintln!("bench: the processors are {busy} % busy with other things: the figures will be noise");
    }
    Ok(())
}

/// What the processors did since the machine started, in the kernel's ticks.
struct Ticks {
    all: u64,
    idle: u64,
}

impl Ticks {
    /// The first line of `/proc/stat`: user, nice, system, idle, waiting for disks, and more.
    fn read() -> io::Result<Self> {
        let stat = fs::read_to_string("/proc/stat")?;
        let line = stat.lines().next().unwrap_or_default();
        let ticks: Vec<u64> = line.split_ascii_whitespace().skip(1).filter_map(|word| word.parse().ok()).collect();
        Ok(Self { all: ticks.iter().sum(), idle: ticks.iter().skip(3).take(2).sum() })
    }

    fn busy_since(&self, before: &Self) -> u64 {
        let all = self.all.saturating_sub(before.all).max(1);
        100 - 100 * self.idle.saturating_sub(before.idle).min(all) / all
    }
}
