//! The yardstick of refreshes: how many rows a second the database can change, each in a
//! transaction of its own, with the settings Gatepost itself opens it with and nothing in between.

use secrecy::SecretString;
use server::{
    clock::Timestamp,
    store::{Db, Engine, FamilyRow, PersonRow, Store},
};

use super::{
    drive::{CONNECTIONS, Workload},
    error::BenchError,
};

/// Changes one row on a connection of its own, and waits until the change is on disk.
pub struct Commit {
    db: Db,
    family: String,
    generation: i64,
}

impl Commit {
    /// Opens the empty database of that URL and takes as many connections as make it fastest:
    /// PostgreSQL commits in groups, SQLite has one writer and a queue for it would only cost.
    pub async fn all(url: &str) -> Result<Vec<Self>, BenchError> {
        let store = Store::open(&SecretString::from(url)).await?;
        store.migrate().await?;
        let writers = match store.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => CONNECTIONS,
        };
        let rows: Vec<_> = (0..writers).map(family).collect();
        let mut tx = store.begin().await?;
        tx.people().insert(&person()).await?;
        for row in &rows {
            tx.families().insert(row).await?;
        }
        tx.save().await?;
        let mut commits = Vec::with_capacity(writers);
        for row in rows {
            commits.push(Self { db: store.write().await?, family: row.id, generation: row.generation });
        }
        Ok(commits)
    }
}

impl Workload for Commit {
    /// `update families set … where id = …`, one column that no index holds.
    async fn once(&mut self) -> Result<(), BenchError> {
        self.generation += 1;
        Ok(self.db.families().mark_seen(&self.family, self.generation).await?)
    }
}

const BEGINNING: Timestamp = Timestamp::from_seconds(1_750_000_000);
const END: Timestamp = Timestamp::from_seconds(4_000_000_000);

fn person() -> PersonRow {
    PersonRow {
        id: "person".to_owned(),
        name: "Load".to_owned(),
        email: None,
        verified_email: None,
        created_at: BEGINNING,
    }
}

/// As long as a real one.
fn family(number: usize) -> FamilyRow {
    FamilyRow {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        person_id: person().id,
        client_id: "gatepost".to_owned(),
        provider: "okta".to_owned(),
        salt: vec![0; 16],
        generation: 0,
        seen_generation: 0,
        handed_at: BEGINNING,
        handed_process: "00000000-0000-4000-8000-000000000000".to_owned(),
        handed_tick: 0,
        idle_expires_at: END,
        absolute_expires_at: END,
        auth_time: BEGINNING,
        amr: "pwd".to_owned(),
        ip: "127.0.0.1".to_owned(),
        user_agent: String::new(),
        created_at: BEGINNING,
        revoked_at: None,
        revoked_why: None,
    }
}
