//! The people of a seeded database: what they sign in with, and who is next.

use std::sync::Arc;

use hyper::body::Bytes;
use serde_json::json;
use server::{
    clock::{Clock, SystemClock},
    password::{Cost, Password, Passwords, Workload},
    random::SystemRandom,
};

use super::error::BenchError;

/// Everybody's. Its hash is made once.
const PASSWORD: &str = "load bearing password";
/// From one person to the next. It shares no factor with any power of ten, so a round meets
/// everybody, and neighbours in the database's pages are far apart in time.
const STRIDE: u32 = 611_953;

/// A hash of everybody's password.
pub async fn password_hash(cost: Cost) -> Result<String, BenchError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new(String::new()));
    let passwords = Passwords::new(&Workload { cost, threads: 1, queue: 1 }, &clock, Arc::new(SystemRandom))?;
    let password = Password::new(PASSWORD).map_err(std::io::Error::other)?;
    Ok(passwords.hash(&password).await?)
}

/// Somebody after somebody, for ever.
pub struct Round {
    next: u32,
    people: u32,
}

impl Round {
    /// That many rounds through that many people, each begun elsewhere.
    pub fn several(rounds: usize, people: u32) -> impl Iterator<Item = Self> {
        let apart = people / u32::try_from(rounds).unwrap_or(people).max(1);
        (0..people).step_by(apart.max(1) as usize).take(rounds).map(move |next| Self { next, people })
    }

    /// What the next person signs in with.
    pub fn next_credentials(&mut self) -> Bytes {
        let email = format!("person-{:07}@example.com", self.next);
        self.next = (self.next + STRIDE) % self.people;
        json!({ "email": email, "password": PASSWORD }).to_string().into()
    }
}
