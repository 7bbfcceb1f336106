use super::{hashing, report::rounded};

/// What a figure is to reach.
#[derive(Clone, Copy)]
enum Target {
    /// At least that part of the yardstick.
    Ratio(f64),
    /// In the figure's own unit.
    AtLeast(f64),
    /// In the figure's own unit.
    AtMost(f64),
}

/// With a million accounts at most 1.3 times slower than with a thousand.
const MILLION: Target = Target::Ratio(0.769);
/// What Gatepost may hold besides the memory of its hashes, megabytes.
const BESIDE_HASHES: f64 = 80.0;

/// What a figure is to reach on two cores.
fn target(name: &str) -> Option<Target> {
    Some(match name {
        "profile" | "refresh_sqlite" => Target::Ratio(0.5),
        "foreign_bearer" => Target::Ratio(0.4),
        // Metadata and keys, once each.
        "foreign_issuer_asked" => Target::AtMost(2.0),
        "popup_sign_in_cpu" => Target::AtMost(3000.0),
        "sign_ins_in_flight" => Target::AtLeast(500.0),
        "sign_ins_in_flight_memory" => Target::AtMost(60.0),
        "refresh_postgres" => Target::Ratio(0.25),
        "password_sign_in" => Target::Ratio(0.9),
        "million_sqlite_sign_in"
        | "million_sqlite_refresh"
        | "million_sqlite_users_me"
        | "million_postgres_sign_in"
        | "million_postgres_refresh"
        | "million_postgres_users_me" => MILLION,
        "rss_idle" => Target::AtMost(40.0),
        "rss_after_run" => Target::AtMost(80.0),
        "memory_hashing" => Target::AtMost(hashing::megabytes() + BESIDE_HASHES),
        "profile_p99_beside_hashing" => Target::AtMost(5.0),
        "profile_failed_beside_hashing" | "sign_ins_in_flight_failed" => Target::AtMost(0.0),
        "start_existing_healthz" | "start_existing_page" => Target::AtMost(300.0),
        "start_empty_healthz" | "start_empty_page" => Target::AtMost(1500.0),
        "seed_million_sqlite" | "seed_million_postgres" => Target::AtMost(120.0),
        _ => return None,
    })
}

/// The target of a figure and whether it was reached.
pub fn verdict(name: &str, value: Option<f64>) -> String {
    let (Some(target), Some(value)) = (target(name), value) else { return String::new() };
    let (met, sign, bound) = match target {
        Target::Ratio(least) | Target::AtLeast(least) => (value >= least, '≥', least),
        Target::AtMost(most) => (value <= most, '≤', most),
    };
    let bound = rounded(bound, 3);
    format!("{sign} {bound} {}", if met { "met" } else { "MISSED" })
}
