/// What one argon2id hash takes whoever makes it, for their guesses too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes. They are filled one after the other: more of them make a hash no faster here.
    pub parallelism: u32,
}

impl Default for Cost {
    /// The first choice of OWASP's Password Storage Cheat Sheet.
    fn default() -> Self {
        Self { memory_kib: 19_456, iterations: 2, parallelism: 1 }
    }
}

impl Cost {
    /// The most memory of a hash, KiB, be it configured or stored.
    pub const MOST_MEMORY_KIB: u32 = 256 * 1024;
    /// The most passes.
    pub const MOST_ITERATIONS: u32 = 16;
    /// The most lanes.
    pub const MOST_PARALLELISM: u32 = 16;

    /// KiB filled in all: the time a hash takes is about in proportion to it.
    pub const fn work(self) -> u64 {
        self.memory_kib as u64 * self.iterations as u64
    }

    /// Whether no part of it exceeds what may be.
    pub const fn is_bearable(self) -> bool {
        self.memory_kib <= Self::MOST_MEMORY_KIB
            && self.iterations <= Self::MOST_ITERATIONS
            && self.parallelism <= Self::MOST_PARALLELISM
    }

    /// What is left of it beside `done`, as a cost of its own; `None` where that is nothing to speak of.
    pub(super) fn beyond(self, done: Self) -> Option<Self> {
        let memory_kib = u32::try_from(self.work().saturating_sub(done.work()) / u64::from(self.iterations)).ok()?;
        (memory_kib >= 8).then_some(Self { memory_kib, iterations: self.iterations, parallelism: 1 })
    }
}

/// How [`Passwords`](super::Passwords) works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// What a new hash costs.
    pub cost: Cost,
    /// Threads that hash, and so hashes made at a time. Each keeps the memory of one.
    pub threads: usize,
    /// Passwords that may wait for a thread.
    pub queue: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_adds_up() {
        let own = Cost::default();
        let half = Cost { memory_kib: 19_456, iterations: 1, parallelism: 1 };
        let rest = own.beyond(half).unwrap();
        assert_eq!(rest.work() + half.work(), own.work());
        assert_eq!(own.beyond(own), None);
        assert_eq!(half.beyond(own), None);
    }
}
