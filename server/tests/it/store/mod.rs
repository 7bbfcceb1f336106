//! What the store promises, on both engines alike.

mod audit;
mod families;
mod grants;
mod handoffs;
mod joins;
mod migrations;
mod orders;
mod people;
mod sign_ins;
mod signing_keys;
mod transactions;
mod upstream;

use server::{
    clock::Timestamp,
    store::{FamilyRow, PersonRow, Store, StoreError},
};

use crate::support::{Database, Engine};

/// Something that every column that takes text must give back as it was.
const TEXT: &str = "Ünïcode 🔑 'quoted' \"double\" \\ % _ ; -- $1 \n\ttabs";

/// A migrated store over a database of its own.
struct Bench {
    database: Database,
    store: Store,
}

impl Bench {
    async fn new(engine: Engine) -> Self {
        let database = Database::fresh(engine).await;
        let store = Store::open(&database.url().to_owned().into()).await.unwrap();
        store.migrate().await.unwrap();
        Self { database, store }
    }

    /// A bench with somebody in it who has a session.
    async fn with_family(engine: Engine) -> (Self, FamilyRow) {
        let bench = Self::new(engine).await;
        let (person, family) = (person("p-1"), family("f-1", "p-1"));
        let mut db = bench.store.write().await.unwrap();
        db.people().insert(&person).await.unwrap();
        db.families().insert(&family).await.unwrap();
        drop(db);
        (bench, family)
    }
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn person(id: &str) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        name: TEXT.to_owned(),
        email: Some(format!("{id}@Example.com")),
        verified_email: Some(format!("{id}@example.com")),
        created_at: at(1_798_859_045_123),
    }
}

fn family(id: &str, person_id: &str) -> FamilyRow {
    FamilyRow {
        id: id.to_owned(),
        person_id: person_id.to_owned(),
        client_id: "gatepost".to_owned(),
        provider: "okta".to_owned(),
        salt: vec![0, 255, 39, 92, 10],
        generation: 0,
        seen_generation: 0,
        handed_at: at(1_798_859_045_123),
        handed_process: "p".to_owned(),
        handed_tick: -5,
        idle_expires_at: at(1_800_000_000_001),
        absolute_expires_at: at(i64::MAX),
        auth_time: at(-1),
        amr: "pwd otp".to_owned(),
        ip: "::1".to_owned(),
        user_agent: TEXT.to_owned(),
        created_at: at(0),
        revoked_at: None,
        revoked_why: None,
    }
}

#[track_caller]
fn assert_conflict<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(result.as_ref().is_err_and(StoreError::is_conflict), "{result:?}");
}
