//! Hashing at its real cost: how fast, and what it does to everything else.

use std::thread;

use server::password::Cost;

use super::{
    bench::{Bench, TURNS},
    drive::{CONNECTIONS, Sample, spell},
    error::BenchError,
    password_sign_in::PasswordSignIn,
    process::Gatepost,
    raw_argon2id::RawArgon2id,
    requests::Repeat,
    seed::seed,
    sqlite,
    wanted::Wanted,
};

/// What is measured here.
pub const FIGURES: [&str; 3] = ["password_sign_in", "profile_beside_hashing", "memory_hashing"];
/// Who there is to sign in.
const PEOPLE: u32 = 1000;
/// Connections that keep the pool busy, for each of its threads. It lets 32 wait.
const RUSH: usize = 24;

/// Threads that hash, unless something else is configured.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// What the hashes under way take, megabytes.
#[expect(clippy::cast_precision_loss, reason = "no computer has so many cores")]
pub fn megabytes() -> f64 {
    threads() as f64 * f64::from(Cost::default().memory_kib) * 1024.0 / 1e6
}

/// Measures those of them that are wanted.
pub async fn measure(bench: &mut Bench, wanted: &Wanted) -> Result<(), BenchError> {
    let folder = bench.installation.empty_folder("hashing")?;
    let url = sqlite::url_in(&folder);
    seed(&url, PEOPLE, Cost::default()).await?;
    let unlimited = [("GATEPOST__LIMITS__ENABLED", "false")];
    let mut gatepost = bench.installation.start_with(&folder, &url, &unlimited)?;
    gatepost.first_ok("/healthz").await?;
    if wanted.has("password_sign_in") {
        sign_in(bench, &gatepost).await?;
    }
    if wanted.has("profile_beside_hashing") {
        profile_beside(bench, &gatepost).await?;
    }
    if wanted.has("memory_hashing") {
        eprintln!("bench: measuring memory_hashing…");
        spell(&mut rush(&gatepost), &mut Sample::new()?).await?;
        bench.report.amount("memory_hashing", gatepost.peak_megabytes()?, "MB")?;
    }
    gatepost.stop().await
}

#[expect(clippy::cast_precision_loss, reason = "no computer has so many cores")]
async fn sign_in(bench: &mut Bench, gatepost: &Gatepost) -> Result<(), BenchError> {
    let sign_ins = PasswordSignIn::several(CONNECTIONS, gatepost.app, PEOPLE);
    let raw = RawArgon2id::all(threads(), Cost::default())?;
    let (sample, yardstick) = bench.compare("password_sign_in", sign_ins, "raw_argon2id", raw).await?;
    for (name, sample) in [("password_sign_in_a_core", sample), ("raw_argon2id_a_core", yardstick)] {
        bench.report.amount(name, sample.per_second() / threads() as f64, "hashes/s")?;
    }
    Ok(())
}

/// The profile alone and beside a rush of sign-ins, in turns.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
async fn profile_beside(bench: &mut Bench, gatepost: &Gatepost) -> Result<(), BenchError> {
    eprintln!("bench: measuring profile_quiet and profile_beside_hashing in turns…");
    let mut profiles = Repeat::profile(gatepost).await?;
    let mut sign_ins = rush(gatepost);
    let (mut quiet, mut busy, mut rushed) = (Sample::new()?, Sample::new()?, Sample::new()?);
    for _ in 0..TURNS {
        spell(&mut profiles, &mut quiet).await?;
        tokio::try_join!(spell(&mut sign_ins, &mut rushed), spell(&mut profiles, &mut busy))?;
    }
    let report = &mut bench.report;
    report.rate("profile_quiet", &quiet, None)?;
    report.rate("profile_beside_hashing", &busy, None)?;
    report.rate("sign_in_beside_profile", &rushed, None)?;
    report.amount("profile_p99_beside_hashing", busy.latency(0.99) / quiet.latency(0.99), "× quiet")?;
    report.amount("profile_failed_beside_hashing", (quiet.errors + busy.errors) as f64, "requests")
}

/// More sign-ins at once than the pool has threads, and fewer than it lets wait.
fn rush(gatepost: &Gatepost) -> Vec<PasswordSignIn> {
    PasswordSignIn::several(RUSH * threads(), gatepost.app, PEOPLE)
}
