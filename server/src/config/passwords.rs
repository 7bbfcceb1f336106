use std::{fmt::Display, ops::RangeInclusive, str::FromStr, thread};

use super::Reader;
use crate::password::{Cost, Workload};

/// Passwords that may wait for each thread: half a second of work at the default cost.
const WAITING_A_THREAD: usize = 32;

/// How passwords are hashed, and how long they must be.
#[derive(Debug, Clone, Copy)]
pub struct PasswordConfig {
    /// As the password service takes it.
    pub workload: Workload,
    /// Characters that a new password has at least.
    pub min_length: usize,
}

impl PasswordConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let default = Cost::default();
        let cost = Cost {
            memory_kib: number(reader, "passwords.memory_kib", default.memory_kib, 8..=Cost::MOST_MEMORY_KIB),
            iterations: number(reader, "passwords.iterations", default.iterations, 1..=Cost::MOST_ITERATIONS),
            parallelism: number(reader, "passwords.parallelism", default.parallelism, 1..=Cost::MOST_PARALLELISM),
        };
        if cost.memory_kib < 8 * cost.parallelism {
            reader.mistake("passwords.memory_kib", "is at least 8 times passwords.parallelism");
        }
        let cores = thread::available_parallelism().map_or(1, usize::from).min(256);
        let threads = number(reader, "passwords.threads", cores, 1..=256);
        let queue = number(reader, "passwords.queue", WAITING_A_THREAD * threads, 1..=100_000);
        let min_length = number(reader, "passwords.min_length", 15, 8..=64);
        Self { workload: Workload { cost, threads, queue }, min_length }
    }
}

fn number<T: FromStr + PartialOrd + Display>(
    reader: &mut Reader,
    name: &str,
    default: T,
    range: RangeInclusive<T>,
) -> T {
    reader.get(name, default, |text| match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!("is a number from {} to {}", range.start(), range.end())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};

    fn read(pairs: &[(&str, &str)]) -> Result<PasswordConfig, Vec<String>> {
        Config::read(Sources::from_pairs(pairs)).map(|config| config.passwords).map_err(|mistakes| mistakes.0)
    }

    #[test]
    fn the_defaults_are_those_of_the_page() {
        let config = read(&[("passwords.threads", "2")]).unwrap();
        let cost = Cost { memory_kib: 19_456, iterations: 2, parallelism: 1 };
        assert_eq!(config.workload, Workload { cost, threads: 2, queue: 64 });
        assert_eq!(config.min_length, 15);
    }

    #[test]
    fn each_is_within_its_bounds() {
        for (name, low, high) in [
            ("passwords.memory_kib", "7", "262145"),
            ("passwords.iterations", "0", "17"),
            ("passwords.parallelism", "0", "17"),
            ("passwords.threads", "0", "257"),
            ("passwords.queue", "0", "100001"),
            ("passwords.min_length", "7", "65"),
        ] {
            for value in [low, high, "much"] {
                assert!(read(&[(name, value)]).unwrap_err()[0].starts_with(name), "{name} {value}");
            }
        }
        let narrow = read(&[("passwords.memory_kib", "31"), ("passwords.parallelism", "4")]);
        assert!(narrow.unwrap_err()[0].starts_with("passwords.memory_kib"));
        assert_eq!(read(&[("passwords.memory_kib", "8")]).unwrap().workload.cost.memory_kib, 8);
    }
}
