use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    Password, PasswordError, Verdict, argon, check,
    cost::{Cost, Workload},
    pace::Pace,
    pool::Pool,
};
use crate::{
    clock::Clock,
    random::{self, Random},
};

/// Hashes and verifies passwords, on threads of its own and a bounded number at a time.
///
/// Share one behind an `Arc`: every further one would have its own threads and memory. Dropping it
/// waits for the hashes under way.
pub struct Passwords {
    pool: Pool,
    cost: Cost,
    random: Arc<dyn Random>,
    pace: Pace,
    told: AtomicBool,
}

impl Passwords {
    /// Starts the threads; fails where the system gives none. The clock tells how long one has to wait.
    pub fn new(workload: &Workload, clock: &Arc<dyn Clock>, random: Arc<dyn Random>) -> io::Result<Self> {
        let pool = Pool::start(workload, clock)?;
        Ok(Self { pool, cost: workload.cost, random, pace: Pace::default(), told: AtomicBool::new(false) })
    }

    /// A new password's hash, as a PHC string.
    pub async fn hash(&self, password: &Password) -> Result<String, PasswordError> {
        let (password, cost, salt) = (password.clone(), self.cost, random::bytes(self.random.as_ref()));
        let done = self.pool.run(move |memory| argon::hash(memory, cost, password.text().as_bytes(), salt)).await?;
        done.result
    }

    /// Whether it is the password of which that hash is stored. `None` for a person who is not known
    /// or has none: it takes as long, and is wrong.
    pub async fn verify(&self, password: &Password, stored: Option<&str>) -> Result<Verdict, PasswordError> {
        let (password, stored) = (password.clone(), stored.map(str::to_owned));
        let (cost, salt) = (self.cost, random::bytes(self.random.as_ref()));
        let check = move |memory: &mut _| check::check(memory, cost, &password, stored.as_deref(), salt);
        let done = self.pool.run(check).await?;
        let checked = done.result?;
        if checked.foreign {
            self.pace.learn(done.took);
        }
        if checked.unreadable && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a stored password hash is damaged, unknown or too dear: nobody signs in with it; said once"
            );
        }
        if checked.verdict == Verdict::Wrong {
            tokio::time::sleep(self.pace.remaining(done.took)).await;
        }
        Ok(checked.verdict)
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
